"""MediaPipe's pose landmarker, complexity 1, its own smoothing off.

Off because that filter takes no timestamps, assumes a fixed interval and lags behind fast
movement; vision.track smooths by time instead. Complexity 0 and 2 have no weights in the wheel.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assessment.core.errors import PoseUnavailable
from assessment.core.units import U8
from assessment.vision.pose.port import PoseFound, PoseModel

__all__ = ["MediaPipePose"]

_CARD = "docs/algorithms/kinematics.md#the-pose-network"
_WEIGHTS = {
    "mediapipe-pose-detection": "modules/pose_detection/pose_detection.tflite",
    "mediapipe-pose-landmark-full": "modules/pose_landmark/pose_landmark_full.tflite",
}


class MediaPipePose:
    """Loads the network on the first picture, so that creating one is cheap.

    Raises PoseUnavailable when the package or its weights are missing.
    """

    def __init__(self) -> None:
        self.models = _models()
        self.runtime = f"mediapipe {version('mediapipe')} float32, tracking"
        self._pose: Any = None
        self._has_started = False
        self._has_finished = False

    def push(self, image: U8, t_s: float) -> list[PoseFound | None]:  # noqa: ARG002
        """One answer at once. Its filter assumes 30 pictures a second, so t_s is unused."""
        if self._has_finished:
            self._pose.reset()
            self._has_finished = False
        return [self._look(image)]

    def finish(self) -> list[PoseFound | None]:
        """Nothing waits here; the graph starts anew with the next picture."""
        self._has_finished = self._pose is not None
        return []

    def _look(self, image: U8) -> PoseFound | None:
        found = self._pose.process(image) if self._has_started else self._first(image)
        if not found.pose_landmarks or not found.pose_world_landmarks:
            return None
        height, width = image.shape[:2]
        points = found.pose_landmarks.landmark
        world = found.pose_world_landmarks.landmark
        return PoseFound(
            xy_px=np.array([[p.x * width, p.y * height] for p in points], np.float32),
            world_m=np.array([[p.x, p.y, p.z] for p in world], np.float32),
            visibility=np.clip(np.array([p.visibility for p in points], np.float32), 0.0, 1.0),
        )

    def _first(self, image: U8) -> Any:
        """Until a person was found: each network announces itself at its first use."""
        with _quiet():
            if self._pose is None:
                self._pose = _start()
            found = self._pose.process(image)
        self._has_started = found.pose_landmarks is not None
        return found

    def close(self) -> None:
        if self._pose is not None:
            self._pose.close()
            self._pose = None


def _start() -> Any:
    from mediapipe.python.solutions.pose import Pose

    return Pose(
        static_image_mode=False,
        model_complexity=1,
        smooth_landmarks=False,
        enable_segmentation=False,
        min_detection_confidence=0.5,
        min_tracking_confidence=0.5,
    )


@cache
def _models() -> tuple[PoseModel, ...]:
    spec = find_spec("mediapipe")
    if spec is None or spec.origin is None:
        raise PoseUnavailable(
            "pose_unavailable", "The package mediapipe is not installed. Install requirements.txt."
        )
    home = Path(spec.origin).parent
    found = []
    for name, place in _WEIGHTS.items():
        path = home / place
        if not path.is_file():
            raise PoseUnavailable(
                "pose_unavailable",
                f"The installed mediapipe lacks {path.name}. Install the pinned version.",
            )
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found.append(PoseModel(name=name, weights_sha256=digest, card=_CARD))
    return tuple(found)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the native libraries' start-up chatter off the terminal.

    They write to descriptor 2 before any log level is read. Exceptions still pass.
    """
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as sink:
        os.dup2(sink.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
