import numpy as np
import pytest

from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.scoring.difficulty.motion import body_motion
from assessment.scoring.difficulty.spots import Spot, spots
from assessment.training.difficulty.phone import CLEAN, PHONE, Errors, Stand, filmed
from tests.assessment.difficulty.gymnast import clip, jumped, rolled, standing, still, turn, turned

SIDES = (0.0, 75.0, 160.0, 290.0)


def found(
    *parts: F64, azimuth_deg: float = 20.0, errors: Errors = PHONE, seed: int = 1
) -> list[Spot]:
    landmarks = filmed(clip(*parts), Stand(azimuth_deg=azimuth_deg), seed=seed, errors=errors)
    return spots(body_motion(landmarks))


def on_one_leg() -> F64:
    points = standing()
    for part in ("knee", "ankle", "heel", "foot_index"):
        points[mediapipe33().index(f"left_{part}"), 1] += 0.35
    return points


def test_nothing_is_found_in_standing_still() -> None:
    assert found(still(3.0)) == []


def test_half_a_turn_is_no_element() -> None:
    assert found(still(1.0), turn(0.5, 0.8), turned(still(1.0), np.full(30, 0.5))) == []


@pytest.mark.parametrize("azimuth_deg", SIDES)
@pytest.mark.parametrize("turns", [1.0, -2.0, 3.0])
def test_turns_on_the_floor_are_counted_with_their_side(azimuth_deg: float, turns: float) -> None:
    (spot,) = found(still(1.0), turn(turns, 0.6 * abs(turns)), still(1.0), azimuth_deg=azimuth_deg)
    assert spot.kind == "stepped_turn"
    assert spot.turns == pytest.approx(turns, abs=0.1)


def test_a_turn_on_one_leg_is_told_from_a_stepped_one() -> None:
    leg = on_one_leg()
    (spot,) = found(still(1.0), turn(1.0, 0.9, leg), still(1.0))
    assert spot.kind == "single_leg_turn"


@pytest.mark.parametrize("azimuth_deg", SIDES)
def test_a_turn_in_the_air_has_its_flight_time(azimuth_deg: float) -> None:
    (spot,) = found(still(1.0), jumped(turn(1.0, 0.6)), still(1.0), azimuth_deg=azimuth_deg)
    assert spot.kind == "air_turn"
    assert spot.turns == pytest.approx(1.0, abs=0.12)
    assert spot.flight_s == pytest.approx(0.6, abs=0.07)


def test_a_hop_is_no_element() -> None:
    assert found(still(1.0), jumped(still(0.4)), still(1.0)) == []


@pytest.mark.parametrize("azimuth_deg", SIDES)
def test_a_wheel_over_the_hands_is_an_inversion(azimuth_deg: float) -> None:
    wheel = rolled(1.1, centre_m=1.0, rise_m=0.0, sideways=True)
    (spot,) = found(still(1.0), wheel, still(1.0), azimuth_deg=azimuth_deg)
    assert spot.kind == "inversion"


@pytest.mark.parametrize("azimuth_deg", SIDES)
def test_once_over_in_the_air_is_a_somersault(azimuth_deg: float) -> None:
    over = rolled(0.8, centre_m=1.0, rise_m=0.9, sideways=False)
    (spot,) = found(still(1.0), over, still(1.0), azimuth_deg=azimuth_deg)
    assert spot.kind == "somersault"


def test_a_mirrored_picture_turns_to_the_other_side() -> None:
    parts = (still(1.0), turn(2.0, 1.2), still(1.0))
    mirrored = [part[:, list(mediapipe33().mirror)] * [-1.0, 1.0, 1.0] for part in parts]
    (left,) = found(*parts, azimuth_deg=0.0, errors=CLEAN)
    (right,) = found(*mirrored, azimuth_deg=0.0, errors=CLEAN)
    assert right.turns == pytest.approx(-left.turns, abs=0.01)


def test_frames_without_a_pose_are_bridged() -> None:
    errors = Errors(lost=0.2)
    (spot,) = found(still(1.0), turn(1.0, 0.8), still(1.0), errors=errors)
    assert spot.turns == pytest.approx(1.0, abs=0.12)


def test_a_clip_without_any_pose_has_no_elements() -> None:
    assert found(still(2.0), errors=Errors(lost=1.0)) == []


def test_the_same_seed_films_the_same_picture() -> None:
    one, two = (filmed(clip(turn(1.0, 1.0)), Stand(azimuth_deg=30.0), seed=4) for _ in range(2))
    assert np.array_equal(one.xy_px, two.xy_px, equal_nan=True)
