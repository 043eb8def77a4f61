import json
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.canonical import NotCanonical, canonical_bytes, parse_strict

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "ledger" / "rfc8785_jcs.json"


def vectors() -> dict[str, Any]:
    if not VECTORS.exists():
        pytest.skip("the vectors of ../shared/data/ledger are not beside this checkout")
    found: dict[str, Any] = json.loads(VECTORS.read_text())
    return found


def test_published_documents_come_out_byte_for_byte() -> None:
    documents = vectors()["documents"]
    assert len(documents) >= 5
    for document in documents:
        assert canonical_bytes(parse_strict(document["input"])).hex() == document["canonical_hex"]


def test_published_numbers_are_written_as_ecmascript_writes_them() -> None:
    numbers = vectors()["numbers"]
    assert len(numbers) >= 10
    for bits, text in numbers:
        (value,) = struct.unpack(">d", bytes.fromhex(bits))
        assert canonical_bytes(value) == text.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-7, "1e-7"),
        (0.000001, "0.000001"),
        (-0.0, "0"),
        (123.456, "123.456"),
        (5e-324, "5e-324"),
        (1.5e300, "1.5e+300"),
        (10.0, "10"),
    ],
)
def test_number_layouts(value: float, text: str) -> None:
    assert canonical_bytes(value) == text.encode()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_as_itself(value: float) -> None:
    assert float(canonical_bytes(value)) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-9, 9)))
def test_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_bytes(turned) == canonical_bytes(value)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, {1: 2}, "\ud800", b"bytes", {"a": object()}]
)
def test_value_without_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "NaN", "[Infinity]", "{", ""])
def test_text_that_is_not_strict_json_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse_strict(text)
