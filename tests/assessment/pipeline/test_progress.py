import pytest

from assessment.pipeline.progress import ProgressClock


def test_time_left_follows_the_measured_pace() -> None:
    clock_s = [0.0]
    progress = ProgressClock(now=lambda: clock_s[0])

    clock_s[0] = 0.5
    assert progress.pose(0.1)[1] is None
    clock_s[0] = 4.0
    percent, left_s = progress.pose(0.25)

    assert left_s == pytest.approx(12.0)
    assert percent == pytest.approx(25.5)


def test_percent_never_falls_even_when_the_share_does() -> None:
    progress = ProgressClock(now=lambda: 0.0)

    first, _ = progress.pose(0.6)
    second, _ = progress.pose(0.4)

    assert second == first
    assert progress.pose(7.0)[0] == 96.0
