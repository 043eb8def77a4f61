"""From answers at moments to elements on a timeline."""

import numpy as np
import pytest

from assessment.core.units import F64
from assessment.scoring.difficulty.timeline import moments, overlap, timeline

_NAMES = ("a", "b")


def _told(*spans: tuple[int, float, float, float]) -> tuple[F64, F64]:
    """Answers over 10 s: (kind, start, end, how sure) each."""
    times = moments(40)
    shares = np.tile([0.0, 0.0, 1.0], (40, 1))
    ends = np.zeros((40, 2))
    for kind, start, end, sure in spans:
        inside = (times >= start) & (times <= end)
        shares[inside] = 0.0
        shares[inside, kind] = sure
        shares[inside, 2] = 1 - sure
        ends[inside] = np.stack([times - start, end - times], axis=1)[inside]
    return shares, ends


def test_an_element_is_told_once_with_its_ends() -> None:
    (one,) = timeline(*_told((1, 2.0, 3.5, 0.9)), _NAMES, least=0.5)

    assert (one.id, one.confidence) == ("b", 0.9)
    assert one.start_s == pytest.approx(2.0)
    assert one.end_s == pytest.approx(3.5)


def test_two_elements_come_in_order_of_time() -> None:
    found = timeline(*_told((0, 6.0, 7.0, 0.99), (1, 2.0, 3.0, 0.7)), _NAMES, least=0.5)

    assert [one.id for one in found] == ["b", "a"]


def test_what_is_not_likely_is_not_told() -> None:
    assert timeline(*_told((0, 2.0, 3.0, 0.45)), _NAMES, least=0.5) == []


def test_of_two_kinds_at_one_time_the_surer_is_told() -> None:
    shares, ends = _told((0, 2.0, 4.0, 0.8))
    shares[10] = [0.0, 0.9, 0.1]

    (one,) = timeline(shares, ends, _NAMES, least=0.5)

    assert one.id == "b"


def test_nothing_at_all_is_nothing() -> None:
    assert timeline(*_told(), _NAMES, least=0.5) == []


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [((0, 2), (1, 3), 1 / 3), ((0, 1), (2, 3), 0.0), ((0, 2), (0, 2), 1.0), ((0, 4), (1, 2), 0.25)],
)
def test_overlap_is_shared_time_over_whole_time(
    first: tuple[float, float], second: tuple[float, float], share: float
) -> None:
    assert overlap(first, second) == pytest.approx(share)
