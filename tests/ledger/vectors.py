"""Test vectors: those of other implementations, beside the checkout, and our own small ones."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "ledger"
OWN = ROOT / "tests" / "vectors" / "ledger"
EXAMPLES = ROOT / "docs" / "examples"
NOW_S = 1767225600 + 3600  # an hour after the examples were cosigned


def shared(name: str) -> dict[str, Any]:
    """A file of ../shared/data/ledger; the test is skipped where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip("the vectors of ../shared/data/ledger are not beside this checkout")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def own(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((OWN / name).read_text())
    return found


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]
