from dataclasses import replace

import numpy as np
import pytest

from assessment.core.records import FLAG_NO_POSE, Landmarks, VideoFacts
from assessment.core.skeleton import mediapipe33
from assessment.exercises import exercise_get
from assessment.vision.meters import Readings
from assessment.vision.meters.camera import CameraStep
from assessment.vision.quality import People, QualityReason, Seen, quality_reasons
from assessment.vision.view import view_estimate, views_over_time
from tests.assessment.stick_person import front_landmarks, landmarks_of, squats


def _reasons(
    landmarks: Landmarks,
    *,
    fps: float = 30.0,
    readings: Readings | None = None,
    people: People = (),
    exercise: str = "deep_squat",
    damaged: int = 0,
) -> dict[str, QualityReason]:
    facts = VideoFacts(
        sha256="0" * 64,
        duration_s=8.0,
        fps=fps,
        width_px=480,
        height_px=640,
        rotation_deg=0,
        codec="h264",
    )
    seen = Seen(
        landmarks=landmarks,
        readings=readings or Readings.plain(landmarks.t_s),
        facts=facts,
        view=view_estimate(landmarks),
        views=views_over_time(landmarks),
        people=people,
        damaged_packets=damaged,
    )
    return {reason.reason: reason for reason in quality_reasons(seen, exercise_get(exercise))}


def _clip() -> Landmarks:
    return landmarks_of(*squats(2))


def _moved(landmarks: Landmarks, joints: tuple[str, ...], axis: int, to_px: float) -> Landmarks:
    for joint in joints:
        for side in ("left", "right"):
            landmarks.xy_px[:, mediapipe33().index(f"{side}_{joint}"), axis] = to_px
    return landmarks


def test_clean_clip_in_the_recommended_view_has_no_reason() -> None:
    assert _reasons(_clip()) == {}


def test_lost_person_gives_the_span() -> None:
    landmarks = _clip()
    landmarks.flags[15:45] = FLAG_NO_POSE
    landmarks.xy_px[15:45] = np.nan

    reason = _reasons(landmarks)["person_lost"]

    assert (reason.start_s, reason.end_s) == pytest.approx((1.0, 44 / 15))
    assert reason.severity == "warning"


def test_person_who_is_not_there_yet_is_not_lost() -> None:
    landmarks = _clip()
    landmarks.flags[:30] = FLAG_NO_POSE
    landmarks.xy_px[:30] = np.nan

    assert _reasons(landmarks)["person_lost"].severity == "note"


@pytest.mark.parametrize(("beyond_px", "told"), [(8.0, False), (16.0, True)])
def test_joint_at_the_edge_is_out_only_beyond_the_error_of_a_landmark(
    beyond_px: float, told: bool
) -> None:
    feet = _moved(_clip(), ("ankle", "foot_index"), 1, 640 + beyond_px)
    hands = _moved(_clip(), ("wrist", "index"), 0, -beyond_px)

    assert ("feet_out" in _reasons(feet)) is told
    assert ("hands_out" in _reasons(hands, exercise="curl")) is told


def test_no_person_at_all_blocks() -> None:
    landmarks = _clip()
    landmarks.flags[:] = FLAG_NO_POSE

    assert _reasons(landmarks)["no_person"].severity == "blocking"


@pytest.mark.parametrize(("exercise", "severity"), [("deep_squat", "warning"), ("curl", "note")])
def test_feet_under_the_picture_matter_where_legs_are_judged(exercise: str, severity: str) -> None:
    landmarks = _moved(_clip(), ("ankle", "foot_index"), 1, 660)

    assert _reasons(landmarks, exercise=exercise)["feet_out"].severity == severity


@pytest.mark.parametrize(("exercise", "severity"), [("deep_squat", "note"), ("curl", "warning")])
def test_hands_beside_the_picture_matter_where_arms_are_judged(
    exercise: str, severity: str
) -> None:
    landmarks = _moved(_clip(), ("wrist", "index"), 0, -20)

    assert _reasons(landmarks, exercise=exercise)["hands_out"].severity == severity


def test_head_that_leaves_the_picture_in_each_repetition_is_told_once() -> None:
    landmarks = _clip()
    for first in (10, 40):
        landmarks.xy_px[first : first + 9, :11, 1] = -5

    reason = _reasons(landmarks)["head_out"]

    assert (reason.start_s, reason.end_s) == pytest.approx((10 / 15, 48 / 15))


def test_glance_of_a_hand_beyond_the_edge_is_not_told() -> None:
    landmarks = _clip()
    landmarks.xy_px[10:14, mediapipe33().index("left_wrist"), 0] = -50
    landmarks.xy_px[10:14, mediapipe33().index("right_wrist"), 0] = -50

    assert "hands_out" not in _reasons(landmarks, exercise="curl")


@pytest.mark.parametrize(("fps", "severity"), [(10.0, "warning"), (4.0, "blocking")])
def test_low_frame_rate_is_told(fps: float, severity: str) -> None:
    assert _reasons(_clip(), fps=fps)["low_fps"].severity == severity


def test_small_person_is_told() -> None:
    landmarks = _clip()
    landmarks.xy_px[:] = landmarks.xy_px * np.float32(0.25)

    assert "too_small" in _reasons(landmarks)


def test_person_from_edge_to_edge_is_too_near() -> None:
    landmarks = _clip()
    middle = np.array([240, 320], np.float32)
    landmarks.xy_px[:] = (landmarks.xy_px - middle) * np.float32(2.6) + middle

    assert "too_near" in _reasons(landmarks)


def test_wrong_view_names_where_to_put_the_camera() -> None:
    landmarks = front_landmarks(_clip())

    assert _reasons(landmarks, exercise="plank")["wrong_view"].severity == "warning"
    assert _reasons(landmarks)["other_view"].severity == "note"
    assert "side" in _reasons(landmarks)["other_view"].sentence


def test_standing_in_an_exercise_on_the_floor_is_told() -> None:
    assert "upright" in _reasons(_clip(), exercise="push_up")


def test_lying_in_an_exercise_done_upright_is_told() -> None:
    landmarks = _clip()
    world = landmarks.world_m[..., [1, 0, 2]].copy()

    assert "lying_down" in _reasons(replace(landmarks, world_m=world), exercise="curl")


def test_damaged_file_is_told() -> None:
    assert "damaged" in _reasons(_clip(), damaged=2)


def test_dark_stretch_is_told_with_its_span() -> None:
    landmarks = _clip()
    readings = Readings.plain(landmarks.t_s)
    readings.dark[:40] = True

    reason = _reasons(landmarks, readings=readings)["too_dark"]

    assert (reason.start_s, reason.end_s) == pytest.approx((0.0, 39 / 15))


def test_cut_is_told_where_it_is() -> None:
    landmarks = _clip()
    readings = Readings.plain(landmarks.t_s)
    readings.cut[30] = True

    assert _reasons(landmarks, readings=readings)["picture_cut"].start_s == pytest.approx(2.0)


@pytest.mark.parametrize(("detail", "told"), [(0.0005, True), (0.02, False)])
def test_blurred_crops_are_told(detail: float, told: bool) -> None:
    landmarks = _clip()
    looks = tuple((0.5 * at, detail) for at in range(8))
    readings = replace(Readings.plain(landmarks.t_s), details=looks)

    assert ("blurred" in _reasons(landmarks, readings=readings)) is told


@pytest.mark.parametrize(("shift", "told"), [(0.03, True), (0.004, False)])
def test_moving_camera_is_told_and_a_steady_hand_is_not(shift: float, told: bool) -> None:
    landmarks = _clip()
    steps = tuple(
        CameraStep(start_s=0.25 * at, end_s=0.25 * at + 0.25, shift=shift) for at in range(8)
    )
    readings = replace(Readings.plain(landmarks.t_s), camera=steps)

    assert ("camera_moved" in _reasons(landmarks, readings=readings)) is told


@pytest.mark.parametrize(
    ("_case", "counts", "told"),
    [("two", (2, 2, 2, 2), True), ("passing", (1, 2, 1, 1), False), ("one", (1, 1, 1, 1), False)],
)
def test_second_person_is_told_when_they_stay(
    _case: str, counts: tuple[int, ...], told: bool
) -> None:
    people = tuple((float(at), count) for at, count in enumerate(counts))

    assert ("several_people" in _reasons(_clip(), people=people)) is told
