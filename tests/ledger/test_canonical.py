import json
import shutil
import struct
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.canonical import NotCanonical, canonical_bytes, parse_exact, parse_strict
from tests.ledger.vectors import shared


def test_published_documents_come_out_byte_for_byte() -> None:
    documents = shared("rfc8785_jcs.json")["documents"]
    assert len(documents) >= 5
    for document in documents:
        assert canonical_bytes(parse_strict(document["input"])).hex() == document["canonical_hex"]


def test_published_numbers_are_written_as_ecmascript_writes_them() -> None:
    numbers = shared("rfc8785_jcs.json")["numbers"]
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


def test_traps_of_the_vectors() -> None:
    traps = shared("rfc8785_jcs.json")["traps"]
    assert len(traps) == 10
    for trap in traps:
        if trap["expect"] == "error":
            with pytest.raises(NotCanonical):
                canonical_bytes(parse_strict(trap["input"]))
        else:
            assert canonical_bytes(parse_strict(trap["input"])).decode() == trap["expect"]


NODE = shutil.which("node")
IN_NODE = """
const write = (value) =>
  Array.isArray(value) ? "[" + value.map(write).join(",") + "]"
  : value !== null && typeof value === "object"
    ? "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + write(value[k])).join(",") + "}"
    : JSON.stringify(value);
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter(Boolean);
process.stdout.write(lines.map((line) => write(JSON.parse(line)) + "\\n").join(""));
"""
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@settings(max_examples=25, deadline=None)
@given(st.lists(VALUES, max_size=20))
def test_node_writes_the_same_bytes(values: list[Any]) -> None:
    """A second implementation: RFC 8785 defines numbers, texts and order by ECMAScript's own."""
    lines = "".join(json.dumps(value) + "\n" for value in values)
    done = subprocess.run(
        [str(NODE), "-e", IN_NODE], input=lines.encode(), capture_output=True, check=True
    )
    assert done.stdout == b"".join(canonical_bytes(value) + b"\n" for value in values)


def test_bytes_are_utf8_without_a_mark() -> None:
    assert parse_strict(b'{"a":1}') == {"a": 1}
    for data in (b'\xef\xbb\xbf{"a":1}', '{"a":1}'.encode("utf-16"), b'"\xff"'):
        with pytest.raises(NotCanonical):
            parse_strict(data)


@pytest.mark.parametrize(
    "text",
    ["1.0", "1e0", "-0", "-0.0", "9007199254740992", "1" * 5000, '"\\ud800"', '{"\\ud800":1}'],
)
def test_exact_reading_takes_one_spelling_of_a_number(text: str) -> None:
    with pytest.raises(NotCanonical):
        parse_exact(text)


def test_exact_reading_takes_safe_integers() -> None:
    text = "[9007199254740991,-9007199254740991,0,null,true]"
    assert canonical_bytes(parse_exact(text)) == text.encode()
