"""MediaPipe's pose landmarker, complexity 1, its own smoothing off.

Off because that filter takes no timestamps, assumes a fixed interval and lags behind fast
movement; vision.track smooths by time instead. Complexity 0 and 2 have no weights in the wheel.
"""

import contextlib
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from assessment.core.units import U8
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.weights import pose_models

__all__ = ["MediaPipePose"]


class MediaPipePose:
    """Loads the network on the first picture, so that creating one is cheap.

    Raises PoseUnavailable when the package or its weights are missing.
    """

    def __init__(self) -> None:
        self.models = pose_models()
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
