"""Elements, their requirements and what they are downgraded to, of a made person."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.exercises.element_load import elements
from assessment.scoring.difficulty.elements import Element, find
from assessment.scoring.difficulty.spots import SpotKind
from assessment.training.difficulty.phone import Stand, filmed
from tests.assessment.difficulty.gymnast import clip, jumped, rolled, standing, still, turn, turned

FRONT, SIDE = 20.0, 100.0


def film(*parts: F64, azimuth_deg: float = FRONT) -> Landmarks:
    return filmed(clip(*parts), Stand(azimuth_deg=azimuth_deg), seed=1)


def only(landmarks: Landmarks) -> Element:
    (element,) = find(landmarks)
    return element


def outcomes(element: Element) -> dict[str, str]:
    return {check.requirement: check.outcome for check in element.checks}


def with_legs(
    left: tuple[float, float], right: tuple[float, float], *, lean_deg: float = 0.0
) -> F64:
    """Straight legs, each by degrees under the horizontal and degrees from forward to its side."""
    points, index = standing(), mediapipe33().index
    for side, sign, (below, aside) in (("left", 1, left), ("right", -1, right)):
        low, out = np.radians(below), np.radians(aside)
        along = [sign * np.sin(out) * np.cos(low), -np.sin(low), np.cos(out) * np.cos(low)]
        hip = points[index(f"{side}_hip")]
        for part, reach in (("knee", 0.42), ("ankle", 0.82), ("heel", 0.85), ("foot_index", 0.95)):
            points[index(f"{side}_{part}")] = hip + reach * np.array(along)
    hips, lean = points[[23, 24]].mean(0), np.radians(lean_deg)
    x, y, z = (points[:23] - hips).T
    forward = np.stack(
        [x, y * np.cos(lean) - z * np.sin(lean), y * np.sin(lean) + z * np.cos(lean)]
    )
    points[:23] = hips + forward.T
    return points


HANGING = (90.0, 0.0)


def shaped(points: F64, seconds: float = 0.6) -> F64:
    """From standing into the shape and back."""
    share = np.sin(np.pi * np.linspace(0, 1, round(seconds * 30.0))) ** 0.7
    mixed: F64 = standing() * (1 - share)[:, None, None] + points * share[:, None, None]
    return mixed


def spun(turns: float, *, free_below_deg: float) -> Landmarks:
    """On the right leg, the left one straight in front."""
    leg = with_legs((free_below_deg, 0.0), HANGING)
    ends = turned(still(1.0), np.full(30, turns))
    return film(still(1.0), turn(turns, 0.8 * abs(turns), leg), ends)


def test_standing_still_has_no_elements() -> None:
    assert find(film(still(3.0))) == []


def test_a_stepped_turn_is_no_element() -> None:
    assert find(film(still(1.0), turn(1.0, 0.8), still(1.0))) == []


def test_a_turn_with_the_leg_at_horizontal_meets_its_requirements() -> None:
    element = only(spun(1.05, free_below_deg=5.0))

    assert (element.id, element.outcome, element.side) == ("turn_1_leg_horizontal", "met", "left")
    assert element.measured["floor_turn_deg"].value == pytest.approx(378, abs=30)
    assert element.measured["free_leg_below_horizontal_deg"].value == pytest.approx(5, abs=5)
    assert element.downgrade is None


def test_a_low_leg_is_downgraded_to_the_plain_turn() -> None:
    element = only(spun(1.05, free_below_deg=38.0))

    assert element.id == "turn_1"
    assert element.downgrade is not None
    assert element.downgrade.tried == "turn_1_leg_horizontal"
    assert element.downgrade.sentence.endswith("(at most 15 degrees): counted as 1/1 turn.")


def test_a_foot_that_is_only_lifted_was_no_attempt_at_more() -> None:
    leg = standing()
    for part in ("knee", "ankle", "heel", "foot_index"):
        leg[mediapipe33().index(f"left_{part}"), 1] += 0.2
    element = only(film(still(1.0), turn(1.0, 0.9, leg), still(1.0)))

    assert (element.id, element.outcome, element.downgrade) == ("turn_1", "met", None)


def test_a_turn_short_of_two_is_counted_as_one() -> None:
    element = only(spun(1.7, free_below_deg=50.0))

    assert (element.id, element.outcome) == ("turn_1", "met")
    assert element.downgrade is not None
    assert element.downgrade.tried == "turn_2"
    assert element.downgrade.sentence.endswith(" of 2 turns: counted as 1/1 turn.")


def test_the_side_is_that_of_the_turn() -> None:
    assert only(spun(-1.05, free_below_deg=5.0)).side == "right"


@pytest.mark.parametrize("azimuth_deg", [FRONT, SIDE])
@pytest.mark.parametrize(
    ("turns", "element_id"), [(1.0, "air_turn_1"), (1.8, "air_turn_2"), (2.9, "air_turn_3")]
)
def test_three_quarters_of_the_last_turn_in_the_air_are_enough(
    turns: float, element_id: str, azimuth_deg: float
) -> None:
    flight, end = jumped(turn(turns, 0.7)), turned(still(1.0), np.full(30, turns))
    element = only(film(still(1.0), flight, end, azimuth_deg=azimuth_deg))

    assert (element.id, element.outcome, element.downgrade) == (element_id, "met", None)
    assert outcomes(element) == {
        "air_turn_deg": "met", "last_turn_share": "met", "take_off_feet": "met",
        "landing_feet": "met",
    }  # fmt: skip
    assert element.measured["flight_s"].value == pytest.approx(0.7, abs=0.07)


def test_half_of_the_last_turn_in_the_air_is_not() -> None:
    flight, end = jumped(turn(2.45, 0.7)), turned(still(1.0), np.full(30, 2.45))
    assert only(film(still(1.0), flight, end)).id == "air_turn_2"


_case_shapes = [
    ("pike_jump", with_legs((-5, 2), (-5, 2), lean_deg=50), SIDE),
    ("split_jump", with_legs((0, 0), (0, 180)), SIDE),
    ("frontal_split_jump", with_legs((0, 90), (0, 90)), FRONT),
    ("straddle_jump", with_legs((-5, 60), (-5, 60), lean_deg=60), FRONT),
]


@pytest.mark.parametrize(("element_id", "points", "azimuth_deg"), _case_shapes)
def test_a_shape_in_the_air_is_named_where_it_shows(
    element_id: str, points: F64, azimuth_deg: float
) -> None:
    parts = (still(1.0), jumped(shaped(points)), still(1.0))
    element = only(film(*parts, azimuth_deg=azimuth_deg))

    assert (element.id, element.outcome) == (element_id, "met")
    assert element.start_s < element.at_s < element.end_s


def test_a_split_that_points_at_the_camera_is_not_guessed() -> None:
    parts = (still(1.0), jumped(shaped(with_legs((0, 0), (0, 180)))), still(1.0))
    assert find(film(*parts, azimuth_deg=0.0)) == []


def test_feet_that_are_pulled_up_without_a_throw_are_no_flight() -> None:
    """As somebody on a bar does: the hips stay where they are."""
    pulled = shaped(with_legs((-5, 2), (-5, 2), lean_deg=50))
    assert find(film(still(1.0), pulled, still(1.0), azimuth_deg=SIDE)) == []


@pytest.mark.parametrize(
    ("sideways", "element_id"), [(False, "salto_forward"), (True, "salto_sideward")]
)
def test_a_somersault_is_named_by_its_direction(sideways: bool, element_id: str) -> None:
    over = rolled(0.8, centre_m=1.0, rise_m=0.9, sideways=sideways)
    element = only(film(still(1.0), over, still(1.0), azimuth_deg=SIDE))

    assert (element.id, element.outcome) == (element_id, "met")
    assert element.measured["somersault_deg"].value == pytest.approx(360, abs=25)


def test_a_leg_held_up_is_a_free_vertical_split() -> None:
    held = shaped(with_legs((-80, 90), HANGING), 1.5)
    element = only(film(still(1.0), held, still(1.0)))

    assert (element.id, outcomes(element)["leg_split_deg"]) == ("free_vertical_split", "met")


def test_hidden_legs_are_not_known_rather_than_missed() -> None:
    landmarks = spun(1.05, free_below_deg=5.0)
    landmarks.visibility[:, 25:] = 0.1
    element = only(landmarks)

    assert element.id == "turn_1"
    assert "free_leg_below_horizontal_deg" not in element.measured


def test_what_was_mostly_not_seen_is_left_out() -> None:
    landmarks = spun(1.05, free_below_deg=5.0)
    during = (landmarks.t_s > 1.0) & (landmarks.t_s < 1.7)
    landmarks.flags[during] |= FLAG_NO_POSE
    landmarks.xy_px[during], landmarks.world_m[during] = np.nan, np.nan
    assert find(landmarks) == []


def test_nothing_reaches_across_a_cut() -> None:
    landmarks = spun(1.05, free_below_deg=5.0)
    landmarks.flags[np.searchsorted(landmarks.t_s, 1.4)] |= FLAG_CUT
    assert find(landmarks) == []


def test_a_clip_of_one_frame_has_no_elements() -> None:
    assert find(film(still(3.0)).part(0, 1)) == []


def test_a_mirrored_clip_turns_to_the_other_side() -> None:
    landmarks = spun(1.05, free_below_deg=5.0)
    mirror = list(mediapipe33().mirror)
    flipped = replace(
        landmarks,
        xy_px=(landmarks.xy_px * [-1, 1] + [landmarks.width_px, 0])[:, mirror].astype(np.float32),
        world_m=(landmarks.world_m * [-1, 1, 1])[:, mirror].astype(np.float32),
    )
    one, other = only(landmarks), only(flipped)

    assert (one.id, one.side, other.id, other.side) == (other.id, "left", one.id, "right")


def test_every_element_begins_with_a_movement_that_is_looked_for() -> None:
    movements = {one.movement for one in elements() if one.kind != "negative"}
    assert movements <= set(get_args(SpotKind))
