import numpy as np
import pytest

from assessment.core.units import F64
from assessment.exercises import exercise_get
from assessment.scoring.live import LiveCounter
from assessment.scoring.repetitions import Repetition
from tests.assessment.stick_person import HEIGHT_PX, WIDTH_PX, found, squats


def _counter() -> LiveCounter:
    return LiveCounter(exercise_get("deep_squat"), width_px=WIDTH_PX, height_px=HEIGHT_PX)


def _told(t_s: F64, knees: F64) -> list[tuple[float, Repetition]]:
    """(moment of telling, repetition)."""
    counter = _counter()
    return [
        (float(t), one)
        for t, knee in zip(t_s, knees, strict=True)
        for one in counter.push(float(t), None if np.isnan(knee) else found(float(knee)))
    ]


@pytest.mark.parametrize("period_s", [0.8, 1.5, 2.0, 3.0])
def test_each_squat_is_told_once_within_a_second_of_its_end(period_s: float) -> None:
    told = _told(*squats(5, period_s=period_s, rest_s=0.6))

    ends = [n * (period_s + 0.6) + 0.6 + period_s for n in range(5)]
    assert [one.index for _, one in told] == [1, 2, 3, 4, 5]
    assert all(at <= end + 1.0 for (at, _), end in zip(told, ends, strict=True))
    assert [one.start_s for _, one in told] == pytest.approx(
        [n * (period_s + 0.6) + 0.6 for n in range(5)], abs=0.3
    )


def test_noise_is_not_counted() -> None:
    rng = np.random.default_rng(1)
    t_s = np.arange(0, 20, 1 / 15)

    assert _told(t_s, 170 + rng.normal(0, 4, len(t_s))) == []


def test_nothing_is_told_across_a_gap() -> None:
    t_s, knees = squats(1)
    bottom = int(np.argmin(knees))
    t_s = np.concatenate([t_s[: bottom + 1], t_s[bottom + 1 :] + 5.0])

    assert len(_told(t_s, knees)) <= 1


def test_camera_cut_begins_anew() -> None:
    t_s, knees = squats(2)
    counter = _counter()
    cut = int(np.argmin(knees[: len(knees) // 2]))

    told = [
        one
        for row, (t, knee) in enumerate(zip(t_s, knees, strict=True))
        for one in counter.push(float(t), found(float(knee)), cut=row == cut)
    ]

    assert all(not (one.start_s < t_s[cut] < one.end_s) for one in told)


def test_frames_without_a_pose_are_skipped() -> None:
    t_s, knees = squats(2)
    knees[5:8] = np.nan

    assert len(_told(t_s, knees)) == 2


def test_provisional_repetition_has_no_phases() -> None:
    _, done = _told(*squats(1))[0]

    assert done.payload()["phases"] == []
    assert done.payload()["measures"] == {}
