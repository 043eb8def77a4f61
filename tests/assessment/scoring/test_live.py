import numpy as np
import pytest

from assessment.core.units import F64
from assessment.scoring.live import LiveCounter
from assessment.scoring.repetitions import Repetition
from tests.assessment.stick_person import squats


def _count(t_s: F64, knees: F64) -> list[Repetition]:
    counter = LiveCounter(far_is_max=False)
    return [
        done
        for t, knee in zip(t_s, knees, strict=True)
        if (done := counter.push(float(t), float(knee))) is not None
    ]


@pytest.mark.parametrize("period_s", [0.8, 1.5, 2.0, 3.0])
def test_each_squat_is_confirmed_within_a_second_of_its_end(period_s: float) -> None:
    found = _count(*squats(5, period_s=period_s, rest_s=0.6))

    ends = [n * (period_s + 0.6) + 0.6 + period_s for n in range(5)]
    assert [one.index for one in found] == [1, 2, 3, 4, 5]
    assert all(one.end_s <= end + 1.0 for one, end in zip(found, ends, strict=True))
    assert [one.start_s for one in found] == pytest.approx(
        [n * (period_s + 0.6) + 0.6 for n in range(5)], abs=0.4
    )


def test_noise_is_not_counted() -> None:
    rng = np.random.default_rng(1)
    t_s = np.arange(0, 20, 1 / 15)

    assert _count(t_s, 170 + rng.normal(0, 4, len(t_s))) == []


def test_nothing_is_confirmed_across_a_gap() -> None:
    t_s, knees = squats(1)
    bottom = int(np.argmin(knees))
    t_s = np.concatenate([t_s[: bottom + 1], t_s[bottom + 1 :] + 5.0])

    assert _count(t_s, knees) == []


def test_unmeasured_frames_are_skipped() -> None:
    t_s, knees = squats(2)
    knees[5:8] = np.nan

    assert len(_count(t_s, knees)) == 2


def test_provisional_repetition_has_no_phases() -> None:
    done = _count(*squats(1))[0]

    assert done.payload()["phases"] == []
    assert done.payload()["measures"] == {}
