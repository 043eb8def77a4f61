import numpy as np
import pytest

from assessment.core.records import FLAG_NO_POSE, Landmarks, VideoFacts
from assessment.core.skeleton import mediapipe33
from assessment.core.units import Mask
from assessment.exercises import exercise_get
from assessment.vision.quality import LightMeter, QualityReason, quality_reasons
from assessment.vision.view import view_estimate
from tests.assessment.stick_person import front_landmarks, landmarks_of, squats


def _facts(fps: float = 30.0) -> VideoFacts:
    return VideoFacts(
        sha256="0" * 64,
        duration_s=8.0,
        fps=fps,
        width_px=480,
        height_px=640,
        rotation_deg=0,
        codec="h264",
    )


def _reasons(
    landmarks: Landmarks,
    *,
    fps: float = 30.0,
    dark: Mask | None = None,
    exercise: str = "deep_squat",
    damaged: int = 0,
) -> dict[str, QualityReason]:
    found = quality_reasons(
        landmarks,
        facts=_facts(fps),
        dark=np.zeros(len(landmarks), bool) if dark is None else dark,
        view=view_estimate(landmarks),
        exercise=exercise_get(exercise),
        damaged_packets=damaged,
    )
    return {reason.reason: reason for reason in found}


def test_clean_clip_in_the_recommended_view_has_no_reason() -> None:
    assert _reasons(landmarks_of(*squats(2))) == {}


def test_lost_person_gives_the_span() -> None:
    landmarks = landmarks_of(*squats(2))
    landmarks.flags[15:45] = FLAG_NO_POSE

    reason = _reasons(landmarks)["person_lost"]

    assert (reason.start_s, reason.end_s) == pytest.approx((1.0, 44 / 15))
    assert reason.severity == "warning"


def test_no_person_at_all_blocks() -> None:
    landmarks = landmarks_of(*squats(2))
    landmarks.flags[:] = FLAG_NO_POSE

    assert _reasons(landmarks)["no_person"].severity == "blocking"


@pytest.mark.parametrize(("exercise", "severity"), [("deep_squat", "warning"), ("curl", "note")])
def test_feet_under_the_picture_matter_where_legs_are_judged(exercise: str, severity: str) -> None:
    landmarks = landmarks_of(*squats(2))
    for joint in ("ankle", "foot_index"):
        for side in ("left", "right"):
            landmarks.xy_px[:, mediapipe33().index(f"{side}_{joint}"), 1] = 660

    assert _reasons(landmarks, exercise=exercise)["feet_out"].severity == severity


@pytest.mark.parametrize(("fps", "severity"), [(10.0, "warning"), (4.0, "blocking")])
def test_low_frame_rate_is_told(fps: float, severity: str) -> None:
    assert _reasons(landmarks_of(*squats(1)), fps=fps)["low_fps"].severity == severity


def test_small_person_is_told() -> None:
    landmarks = landmarks_of(*squats(1))
    landmarks.xy_px[:] = landmarks.xy_px * np.float32(0.25)

    assert "too_small" in _reasons(landmarks)


def test_wrong_view_names_where_to_put_the_camera() -> None:
    landmarks = front_landmarks(landmarks_of(*squats(1)))

    assert _reasons(landmarks, exercise="plank")["wrong_view"].severity == "warning"
    assert _reasons(landmarks)["other_view"].severity == "note"
    assert "side" in _reasons(landmarks)["other_view"].sentence


def test_damaged_file_is_told() -> None:
    assert "damaged" in _reasons(landmarks_of(*squats(1)), damaged=2)


def test_dark_pictures_are_told_and_light_ones_are_not() -> None:
    meter = LightMeter()
    landmarks = landmarks_of(*squats(2))
    for number in range(len(landmarks)):
        meter.push(np.full((48, 64, 3), 20 if number < 40 else 120, np.uint8))

    reason = _reasons(landmarks, dark=meter.dark())["too_dark"]

    assert (reason.start_s, reason.end_s) == pytest.approx((0.0, 39 / 15))
