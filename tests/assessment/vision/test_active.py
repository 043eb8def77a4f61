from dataclasses import replace

import numpy as np
import pytest

from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.exercises import exercise_get
from assessment.vision.active import active_only, active_spans
from tests.assessment.seen_people import seen
from tests.assessment.stick_person import landmarks_of, squats

SQUAT = exercise_get("deep_squat")


def _walking(landmarks: Landmarks, frames: slice, by_px: float) -> Landmarks:
    """Away from the place by so much, at every frame of the slice."""
    xy = landmarks.xy_px.copy()
    xy[frames, :, 0] += np.float32(by_px)
    return replace(landmarks, xy_px=xy)


def test_clip_in_one_place_is_active_throughout() -> None:
    landmarks = seen("deep_squat", yaw_deg=90.0)

    assert active_spans(landmarks, SQUAT) == ((0.0, float(landmarks.t_s[-1])),)


def test_way_to_the_place_and_back_is_left_out() -> None:
    landmarks = _walking(landmarks_of(*squats(4)), slice(0, 30), 300.0)
    landmarks = _walking(landmarks, slice(130, None), -300.0)

    (span,) = active_spans(landmarks, SQUAT)
    assert span == pytest.approx((2.0, 129 / 15))


def test_walking_off_between_two_sets_gives_two_spans() -> None:
    landmarks = _walking(landmarks_of(*squats(6)), slice(110, 140), 300.0)

    spans = active_spans(landmarks, SQUAT)

    assert [round(start_s * 15) for start_s, _ in spans] == [0, 140]


def test_each_shot_has_its_own_place() -> None:
    landmarks = _walking(landmarks_of(*squats(4)), slice(80, None), 300.0)
    landmarks.flags[80] = FLAG_CUT

    assert active_spans(landmarks, SQUAT) == ((0.0, float(landmarks.t_s[-1])),)


def test_standing_before_a_push_up_is_setting_up() -> None:
    standing, support = seen("curl"), seen("push_up")
    moved = replace(support, t_s=support.t_s + standing.t_s[-1] + 1 / 15)
    whole = Landmarks.joined([standing, moved], width_px=640, height_px=640)

    spans = active_spans(whole, exercise_get("push_up"))

    assert len(spans) == 1
    assert spans[0][0] == pytest.approx(float(moved.t_s[0]), abs=0.2)


def test_frames_outside_the_spans_have_no_pose_and_the_rest_is_untouched() -> None:
    landmarks = landmarks_of(*squats(2))

    part = active_only(landmarks, ((1.0, 3.0),))

    kept = (landmarks.t_s >= 1.0) & (landmarks.t_s <= 3.0)
    assert ((part.flags & FLAG_NO_POSE) == 0).tolist() == kept.tolist()
    assert np.isnan(part.xy_px[~kept]).all()
    assert (part.xy_px[kept] == landmarks.xy_px[kept]).all()


def test_nobody_there_is_never_active() -> None:
    landmarks = landmarks_of(*squats(1))
    landmarks.flags[:] = FLAG_NO_POSE

    assert active_spans(landmarks, SQUAT) == ()
