import numpy as np
import pytest

from assessment.exercises.schema import Stat
from assessment.scoring.figures import figure

T_S = np.arange(0, 2.0001, 0.05)
HILL = 100.0 + 40.0 * np.sin(np.pi * T_S / 2)


@pytest.mark.parametrize(
    ("stat", "value", "at_s"),
    [
        ("min", 100.0, 0.0),
        ("max", 140.0, 1.0),
        ("mean", 100.0 + 40.0 * 2 / np.pi, 1.0),
        ("rise", 40.0, 1.0),
        ("drop", 0.0, 0.0),
        ("range", 40.0, 1.0),
        ("start", 100.0, 0.0),
        ("end", 100.0, 2.0),
        ("fastest", 40.0 * np.pi / 2, 0.0),
        ("duration", 2.0, 1.0),
    ],
)
def test_statistics_of_a_hill(stat: Stat, value: float, at_s: float) -> None:
    found = figure(stat, T_S, HILL)

    assert found is not None
    assert found.value == pytest.approx(
        value, abs=8.0 if stat in ("start", "end", "rise", "drop") else 3.0
    )
    assert found.at_s == pytest.approx(at_s, abs=0.3) or stat in ("min", "drop", "fastest")


def test_one_frame_that_is_off_makes_no_extreme() -> None:
    values = HILL.copy()
    values[10] = 10.0

    found = figure("min", T_S, values)

    assert found is not None
    assert found.value == pytest.approx(100.0, abs=1.0)


def test_mostly_hidden_joint_gives_no_figure() -> None:
    values = HILL.copy()
    values[: len(values) // 2] = np.nan

    assert figure("max", T_S, values) is None


def test_a_passage_is_the_middle_of_the_way_however_long_the_curve_stands_still_around_it() -> None:
    t_s = np.arange(0, 3.0001, 0.05)
    way = np.clip(t_s - 1.0, 0.0, 1.0)

    for values in (100.0 - 40.0 * way, 100.0 + 40.0 * way):
        found = figure("passage", t_s, values, exact=True)

        assert found is not None
        assert found.value == pytest.approx(0.8)
        assert found.at_s == pytest.approx(1.5)


def test_a_curve_that_stands_still_has_no_passage() -> None:
    assert figure("passage", T_S, np.full_like(T_S, 90.0)) is None
