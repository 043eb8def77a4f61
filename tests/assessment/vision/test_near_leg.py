import numpy as np
import pytest

from assessment.core.records import FLAG_REPAIRED, Landmarks
from assessment.exercises import exercise_get
from assessment.vision.near_leg import near_leg_named
from assessment.vision.pose.port import PoseFound
from assessment.vision.swaps import LEGS, exchanged
from assessment.vision.track import Track
from tests.assessment.seen_people import mirrored, seen


def _poses(landmarks: Landmarks) -> list[PoseFound]:
    seen_frames = zip(landmarks.xy_px, landmarks.world_m, landmarks.visibility, strict=True)
    return [PoseFound(xy_px=xy, world_m=w, visibility=v) for xy, w, v in seen_frames]


@pytest.fixture(scope="module")
def standing_on_the_left() -> Landmarks:
    """A heel raise on the left leg, the camera at that side; the right foot is held up."""
    return seen("heel_raise", yaw_deg=90.0, noise=0.0).part(0, 30)


def test_lower_foot_is_that_of_the_leg_towards_the_camera(standing_on_the_left: Landmarks) -> None:
    for landmarks in (standing_on_the_left, mirrored(standing_on_the_left)):
        for pose in _poses(landmarks):
            assert near_leg_named(pose, "standing") is pose
            mended = near_leg_named(exchanged(pose, LEGS), "standing")
            assert np.array_equal(mended.xy_px, pose.xy_px)


def test_legs_stay_as_named_where_the_exercise_says_nothing(
    standing_on_the_left: Landmarks,
) -> None:
    wrong = exchanged(_poses(standing_on_the_left)[0], LEGS)

    assert near_leg_named(wrong, None) is wrong


@pytest.mark.parametrize("yaw_deg", [0.0, 30.0, 180.0])
def test_legs_stay_as_named_when_not_seen_from_the_side(yaw_deg: float) -> None:
    for pose in _poses(seen("heel_raise", yaw_deg=yaw_deg, noise=0.0).part(0, 5)):
        wrong = exchanged(pose, LEGS)

        assert near_leg_named(wrong, "standing") is wrong


def test_legs_side_by_side_stay_as_named() -> None:
    for pose in _poses(seen("deep_squat", yaw_deg=90.0, noise=0.0).part(0, 5)):
        assert near_leg_named(pose, "standing") is pose


def test_track_mends_legs_that_were_exchanged_for_seconds() -> None:
    landmarks = seen("heel_raise", yaw_deg=90.0, noise=0.0)
    size = {"width_px": landmarks.width_px, "height_px": landmarks.height_px}

    def tracked(wrong_s: float) -> Landmarks:
        track = Track(**size, near_leg=exercise_get("heel_raise").near_leg)
        parts = [
            track.push(float(t_s), exchanged(pose, LEGS) if t_s < wrong_s else pose)
            for t_s, pose in zip(landmarks.t_s, _poses(landmarks), strict=True)
        ]
        return Landmarks.joined([*parts, track.finish()], **size)

    right, mended = tracked(0.0), tracked(2.5)

    assert mended.xy_px == pytest.approx(right.xy_px, abs=1e-3)
    assert not (right.flags & FLAG_REPAIRED).any()
    assert (mended.flags[mended.t_s < 2.4] & FLAG_REPAIRED).all()
