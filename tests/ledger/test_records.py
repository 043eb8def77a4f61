import pytest

from ledger.canonical import NotCanonical
from ledger.records import MalformedRecord, fields_of, is_name, without_floats


def test_record_is_taken_apart_into_pointers() -> None:
    record = {"kind": "x", "list": [1, {"deep": None}], "none": {}, "empty": [], "a/b~c": True}
    assert fields_of(record) == {
        "/kind": "x",
        "/list/0": 1,
        "/list/1/deep": None,
        "/none": {},
        "/empty": [],
        "/a~1b~0c": True,
    }
    assert all(map(is_name, fields_of(record)))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"x": 1.0},
        {"x": [0.5]},
        {"": 1},
        {"0": 1},
        {"a": {"12": 1}},
        {1: 1},
        {"x": b"bytes"},
        {"x": 2**53},
        {"x": "\ud800"},
        {"\ud800": 1},
        {"x": {1, 2}},
    ],
)
def test_record_that_cannot_be_committed_is_refused(record) -> None:
    with pytest.raises(MalformedRecord):
        fields_of(record)


def test_two_records_never_have_the_same_fields() -> None:
    """An array and an object with the keys of its places would: such keys are refused."""
    assert fields_of({"a": ["x"]}) == {"/a/0": "x"}
    with pytest.raises(MalformedRecord):
        fields_of({"a": {"0": "x"}})


def test_floats_become_the_text_of_ecmascript() -> None:
    value = {"a": 6.12, "b": [25.0, 1e21, -0.0], "c": 3, "d": True, "e": (0.1,)}
    assert without_floats(value) == {
        "a": "6.12",
        "b": ["25", "1e+21", "0"],
        "c": 3,
        "d": True,
        "e": ["0.1"],
    }
    with pytest.raises(NotCanonical):
        without_floats({"a": float("nan")})


@pytest.mark.parametrize("text", ["", "/", "a", "/a/", "//a", "/a~2", "/a~"])
def test_text_that_is_no_name(text: str) -> None:
    assert not is_name(text)
