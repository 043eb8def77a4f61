"""The JSON schema of a report, published to clients. Source: docs/formats/report.md."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

__all__ = ["report_schema"]


@cache
def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of report version 1."""
    text = (Path(__file__).parent / "report.v1.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))
