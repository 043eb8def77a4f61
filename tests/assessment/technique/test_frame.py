"""The body frame, the side that works and the loader."""

import numpy as np
import pytest

from assessment.core.errors import AssessmentError
from assessment.scoring.technique.frame import body_frame, gaps_filled, resampled
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.side import canonical, mirrored, working_side
from assessment.scoring.technique.skeleton import JOINTS, MIRROR, at, from_vicon
from assessment.training.technique.data import repetitions_load
from tests.assessment.technique.plain_person import standing_person


def _yaw(points, degrees):
    angle = np.radians(degrees)
    turn = np.array(
        [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    )
    return points @ turn.T


def test_body_frame_forgets_place_heading_and_size() -> None:
    person = standing_person(lifts="r")
    moved = _yaw(person, 140.0) * 1.3 + np.array([2.0, 0.4, -3.0])

    np.testing.assert_allclose(body_frame(moved), body_frame(person), atol=1e-9)


def test_body_frame_is_in_trunk_and_leg_lengths_above_the_floor() -> None:
    body = body_frame(standing_person(lifts="r"))

    assert body[0, at("r_ankle"), 1] == pytest.approx(0.0, abs=1e-9)
    assert body[0, at("l_hip"), 0] > 0 > body[0, at("r_hip"), 0]
    assert body[0, at("l_toe"), 2] > 0


def test_mirror_twins_are_an_involution() -> None:
    assert all(MIRROR[MIRROR[place]] == place for place in range(len(JOINTS)))


@pytest.mark.parametrize("movement", [m for m, one in MOVEMENTS.items() if one.side != "both"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_side_that_moves_is_found_and_mirrors_to_the_right(movement, side) -> None:
    body = body_frame(standing_person(lifts=side[0]))

    assert working_side(body, movement) == side
    (turned,) = canonical(body, movement)
    assert working_side(turned, movement) == "right"
    (twin,) = canonical(mirrored(body), movement)
    np.testing.assert_allclose(twin, turned, atol=1e-12)


@pytest.mark.parametrize("movement", [1, 5])
def test_a_movement_of_both_sides_is_seen_both_ways(movement) -> None:
    body = body_frame(standing_person(lifts="r"))

    first, second = canonical(body, movement)

    np.testing.assert_array_equal(second, mirrored(first))


def test_gaps_are_filled_over_time_and_a_joint_never_seen_stays_unknown() -> None:
    points = np.array([[[0.0], [1.0]], [[np.nan], [np.nan]], [[2.0], [np.nan]]])
    points[0, 1] = np.nan

    filled = gaps_filled(points)

    assert filled[:, 0, 0].tolist() == [0.0, 1.0, 2.0]
    assert np.isnan(filled[:, 1]).all()


def test_resampling_keeps_the_span() -> None:
    t_s = np.array([0.0, 0.5, 1.0])

    again = resampled(t_s, t_s.reshape(-1, 1, 1))

    assert len(again) == 31
    np.testing.assert_allclose(again[:, 0, 0], np.arange(31) / 30)


def test_a_skeleton_without_a_joint_is_refused() -> None:
    with pytest.raises(AssessmentError) as refused:
        from_vicon(np.zeros((2, 1, 3)), ["c7"])

    assert refused.value.code == "joint_missing"


def test_a_folder_without_the_file_is_refused(tmp_path) -> None:
    with pytest.raises(AssessmentError) as refused:
        repetitions_load(tmp_path, "kinect")

    assert refused.value.code == "data_missing"


def test_a_file_of_something_else_is_refused(tmp_path) -> None:
    np.savez(tmp_path / "uiprmd_kinect.npz", pos_mm=np.zeros(3))

    with pytest.raises(AssessmentError) as refused:
        repetitions_load(tmp_path, "kinect")

    assert refused.value.code == "data_invalid"
