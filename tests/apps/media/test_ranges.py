from pathlib import Path

import pytest

from media.ranges import PIECE_BYTES, Span, Unsatisfiable, applies, pieces, pieces_async, span_of


@pytest.mark.parametrize(
    ("_case", "expected"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-1", Span(0, 2)),  # what Safari asks first
        ("bytes=10-", Span(10, 100)),
        ("bytes=-10", Span(90, 100)),
        ("bytes=-1000", Span(0, 100)),
        ("bytes=90-1000", Span(90, 100)),
        (" bytes=99-99 ", Span(99, 100)),
    ],
)
def test_single_range_is_a_span(_case: str, expected: Span) -> None:
    assert span_of(_case, 100) == expected


@pytest.mark.parametrize(
    "_case",
    [None, "", "bytes=-", "bytes=", "items=0-1", "bytes=5-2", "bytes=0-1,5-6", "bytes=a-b",
     "bytes=0x1-2", "bytes=--1", "bytes=٣-٤"],
)  # fmt: skip
def test_other_ranges_mean_the_whole_file(_case: str | None) -> None:
    assert span_of(_case, 100) is None


@pytest.mark.parametrize("_case", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_range_past_the_end_cannot_be_served(_case: str) -> None:
    with pytest.raises(Unsatisfiable):
        span_of(_case, 100)


@pytest.mark.parametrize("_case", ["bytes=0-", "bytes=-5"])
def test_no_range_of_an_empty_file_can_be_served(_case: str) -> None:
    with pytest.raises(Unsatisfiable):
        span_of(_case, 0)


def test_range_counts_only_beside_the_same_validator() -> None:
    assert applies(None, '"a"')
    assert applies('"a"', '"a"')
    assert not applies('"b"', '"a"')
    assert not applies('W/"a"', '"a"')
    assert not applies("Tue, 24 Nov 2026 10:00:00 GMT", '"a"')


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(bytes(range(256)) * 4096)
    return path


def test_pieces_are_bounded_and_exact(large_file: Path) -> None:
    got = list(pieces(large_file, Span(100, 900_000)))

    assert max(map(len, got)) <= PIECE_BYTES
    assert b"".join(got) == large_file.read_bytes()[100:900_000]


async def test_pieces_of_the_async_door_are_the_same(large_file: Path) -> None:
    got = [piece async for piece in pieces_async(large_file, Span(100, 900_000))]

    assert got == list(pieces(large_file, Span(100, 900_000)))


async def test_reader_that_leaves_closes_the_file(large_file: Path) -> None:
    reading = pieces_async(large_file, Span(0, 1_000_000))
    await anext(reading)
    await reading.aclose()  # an unclosed file would be a warning, and warnings are errors

    assert [piece async for piece in reading] == []
