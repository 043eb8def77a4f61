import base64
from typing import Any, cast

import numpy as np

from assessment.core.records import FLAG_NO_POSE
from assessment.core.wire import landmarks_payload, xy_encode
from tests.assessment.stick_person import HEIGHT_PX, WIDTH_PX, landmarks_of


def test_corner_codes_follow_the_published_formula() -> None:
    xy = np.zeros((1, 33, 2), np.float32)
    xy[0, 1] = (WIDTH_PX, HEIGHT_PX)
    xy[0, 2] = (-WIDTH_PX, HEIGHT_PX * 3)

    text = xy_encode(xy, width_px=WIDTH_PX, height_px=HEIGHT_PX)

    codes = np.frombuffer(base64.b64decode(text), "<u2").reshape(1, 33, 2)
    assert codes[0, :3].tolist() == [[16384, 16384], [49152, 49152], [0, 65535]]


def test_decoded_points_are_within_a_fraction_of_a_pixel() -> None:
    landmarks = landmarks_of(np.array([0.0]), np.array([90.0]))

    text = xy_encode(landmarks.xy_px, width_px=WIDTH_PX, height_px=HEIGHT_PX)

    codes = np.frombuffer(base64.b64decode(text), "<u2").reshape(1, 33, 2)
    decoded = (codes / 32768 - 0.5) * [WIDTH_PX, HEIGHT_PX]
    assert np.abs(decoded - landmarks.xy_px).max() < 0.02


def test_frame_without_a_pose_has_null_curves_and_zero_visibility() -> None:
    landmarks = landmarks_of(np.array([0.0, 0.1]), np.array([90.0, 90.0]))
    landmarks.xy_px[1], landmarks.visibility[1] = np.nan, 0.0
    landmarks.flags[1] = FLAG_NO_POSE

    payload = cast("dict[str, Any]", landmarks_payload(landmarks, start=7))

    assert (payload["start"], payload["count"], payload["flags"]) == (7, 2, [0, 1])
    assert payload["curves"]["knee_left"] == [90.0, None]
    assert base64.b64decode(payload["visibility_b64"])[33:] == bytes(33)
