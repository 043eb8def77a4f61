import json

from assessment.core.curves import CURVES
from assessment.core.records import Measure
from assessment.scoring.errors import ERRORS, sideless, with_errors

SQUATS = json.loads(ERRORS.read_text())["errors"]["deep_squat"]


def test_measured_error_stands_beside_the_measure_of_either_side() -> None:
    given = [(f"knee_{side}_range", Measure(value=90.0, unit="deg")) for side in ("left", "right")]

    found = with_errors("deep_squat", "repetition", given)

    assert [m.error for _, m in found] == [SQUATS["repetition"]["knee_range"]] * 2
    assert [m.value for _, m in found] == [90.0, 90.0]


def test_exercise_that_was_not_measured_keeps_the_error_of_the_curve() -> None:
    usual = Measure(value=90.0, unit="deg", error=CURVES["knee"].error)

    assert with_errors("new_one", "clip", [("knee_left_range", usual)]) == [
        ("knee_left_range", usual)
    ]


def test_name_loses_its_side_and_nothing_else() -> None:
    assert sideless("knee_left_descent_range") == "knee_descent_range"
    assert sideless("left_right") == "left_right"
