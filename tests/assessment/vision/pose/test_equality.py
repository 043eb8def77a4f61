"""The pose around the networks against MediaPipe's own, on the same pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assessment.core.units import F32, U8
from assessment.vision.pose.openvino_networks import OpenVinoNetworks
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.tracking import TrackingPose
from tests.assessment.vision.pose.clips import RENDERED, followed, pictures, real_clip, torso_px

_COUNT = 30
_RENDERED = ("demo_squat.mp4", "demo_push_up.mp4", "demo_jumping_jack.mp4")
# Chosen before any figure was seen: one person, upright and lying, portrait and landscape.
_REAL = (
    "phone/deadlift_correct_01.mp4",
    "exercise_clips/pushup_correct_01.mp4",
    "deadlift_720p/deadlift_correct_01.mp4",
)


@contextmanager
def _mediapipe(*, is_static: bool) -> Iterator[Any]:
    from mediapipe.python.solutions.pose import Pose

    with Pose(static_image_mode=is_static, model_complexity=1, smooth_landmarks=False) as network:
        yield network


def _reference(images: list[U8], *, is_static: bool) -> list[F32 | None]:
    """MediaPipe's points [33,2] in pixels."""
    found = []
    with _mediapipe(is_static=is_static) as network:
        for image in images:
            points = network.process(image).pose_landmarks
            size = np.array(image.shape[1::-1])
            found.append(
                None
                if points is None
                else np.array([[p.x, p.y] for p in points.landmark], np.float32) * size
            )
    return found


def _static(networks: OpenVinoNetworks, images: list[U8]) -> list[PoseFound | None]:
    """A fresh start at each picture."""
    port, found = TrackingPose(networks), []
    for image in images:
        found += port.push(image, 0.0) + port.finish()
    return found


def _differences(expected: list[F32 | None], got: list[PoseFound | None]) -> F32:
    """Distances [frames,33] in pixels, after checking that the same pictures have a person."""
    assert [one is None for one in got] == [one is None for one in expected]
    return np.array(
        [
            np.linalg.norm(one.xy_px - truth, axis=1)
            for one, truth in zip(got, expected, strict=True)
            if one is not None and truth is not None
        ]
    )


def _clip(name: str) -> Path:
    return RENDERED / name if name in _RENDERED else real_clip(name)


@pytest.mark.parametrize("name", _RENDERED + _REAL)
def test_single_pictures_equal_mediapipe_to_a_fiftieth_of_a_pixel(
    openvino: OpenVinoNetworks, name: str
) -> None:
    images = pictures(_clip(name), _COUNT)

    px = _differences(_reference(images, is_static=True), _static(openvino, images))

    assert len(px) > 0.9 * _COUNT
    assert np.median(px) <= 0.02
    assert np.percentile(px, 95) <= 0.2


@pytest.mark.parametrize("name", _RENDERED + _REAL)
def test_tracking_stays_within_a_hundredth_of_a_torso_of_mediapipe(
    openvino: OpenVinoNetworks, name: str
) -> None:
    images = pictures(_clip(name), _COUNT)

    # MediaPipe takes every step for 1/30 s.
    got = followed(TrackingPose(openvino), images, step_s=1 / 30)

    px = _differences(_reference(images, is_static=False), got)
    torso = np.array([torso_px(one) for one in got if one is not None])
    assert len(px) > 0.9 * _COUNT
    assert np.median(px / torso[:, None]) <= 0.01
