from dataclasses import replace

import numpy as np
import pytest

from assessment.core.records import Landmarks
from assessment.core.units import F64
from assessment.exercises import exercise_get
from assessment.scoring.score import Scored, clip_score
from assessment.vision.view import view_estimate
from tests.assessment.seen_people import seen

SQUAT = exercise_get("deep_squat")


def _turning(*yaws_deg: float, exercise: str = "deep_squat") -> Landmarks:
    """Two repetitions from each direction, one after the other."""
    parts: list[Landmarks] = []
    later_s = 0.0
    for yaw_deg in yaws_deg:
        part = seen(exercise, yaw_deg=yaw_deg)
        moved_s: F64 = part.t_s + later_s
        parts.append(replace(part, t_s=moved_s))
        later_s = float(moved_s[-1]) + 1 / 15
    size = parts[0]
    return Landmarks.joined(parts, width_px=size.width_px, height_px=size.height_px)


def _scored(landmarks: Landmarks) -> Scored:
    return clip_score(SQUAT, landmarks, view_estimate(landmarks))


def test_each_repetition_is_judged_by_its_own_view() -> None:
    scored = _scored(_turning(90.0, 90.0, 0.0))

    assert [one.view for one in scored.verdicts] == ["side"] * 4 + ["front"] * 2
    assert [one.label for one in scored.verdicts] == ["correct"] * 4 + ["cannot_tell"] * 2


def test_repetition_from_another_view_has_only_the_figures_that_view_shows() -> None:
    scored = _scored(_turning(90.0, 90.0, 0.0))

    named = [{name for name, _ in one.measures} for one in scored.repetitions]
    assert all("knee_left_range" in names for names in named[:4])
    assert all("knee_left_range" not in names for names in named[4:])


def test_clip_keeps_the_view_that_most_of_it_is_seen_from() -> None:
    view = view_estimate(_turning(90.0, 90.0, 0.0))

    assert view is not None
    assert view.name == "side"
    assert view.yaw_deg == pytest.approx(90.0, abs=6.0)
    assert view.kept == pytest.approx(2 / 3, abs=0.05)


def test_ranges_of_the_clip_are_those_of_its_own_view() -> None:
    turned, steady = _scored(_turning(90.0, 90.0, 0.0)), _scored(_turning(90.0, 90.0))

    assert dict(turned.measures)["knee_left_range"].value == pytest.approx(
        dict(steady.measures)["knee_left_range"].value, abs=3.0
    )


def test_one_repetition_turned_away_is_no_turn_of_the_clip() -> None:
    landmarks = _turning(90.0, 90.0, 90.0)
    aside = seen("deep_squat", yaw_deg=0.0)
    second = slice(len(aside) // 2, len(aside) - 8)
    rows = np.arange(len(landmarks))[len(aside) :][second]
    landmarks.xy_px[rows] = aside.xy_px[second]
    landmarks.world_m[rows] = aside.world_m[second]

    views = [one.view for one in _scored(landmarks).verdicts]

    assert views == ["side"] * 3 + ["front"] + ["side"] * 2


def test_person_who_keeps_the_direction_is_judged_as_before() -> None:
    scored = _scored(_turning(60.0, 60.0))

    assert {one.view for one in scored.verdicts} == {"three_quarter"}
    assert {one.label for one in scored.verdicts} == {"cannot_tell"}
