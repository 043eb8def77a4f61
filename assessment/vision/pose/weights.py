"""The two network files inside the installed mediapipe package, checked before use.

They are read where they lie and never copied. The package is found without importing it, which
would take seconds.
"""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assessment.core.errors import PoseUnavailable
from assessment.vision.pinned import (
    POSE_CARD,
    POSE_DETECTOR,
    POSE_LANDMARKER,
    POSE_NETWORKS,
)
from assessment.vision.pose.port import PoseModel

__all__ = ["DETECTOR", "LANDMARKER", "WeightFile", "pose_models"]


@dataclass(frozen=True, kw_only=True)
class WeightFile:
    """One network: its name in the report, its place in the package, the hash it must have."""

    name: str
    place: str
    sha256: str

    def checked(self) -> Path:
        """The file as tested. Raises PoseUnavailable when it is missing or was changed."""
        path = _package() / self.place
        if not path.is_file():
            raise PoseUnavailable(
                "pose_unavailable",
                f"The installed mediapipe lacks {path.name}. Install the pinned version.",
            )
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.sha256:
            raise PoseUnavailable(
                "pose_weights_changed",
                f"{path.name} is not the file that was tested. Install the pinned mediapipe again.",
            )
        return path


DETECTOR = WeightFile(
    name=POSE_DETECTOR,
    place="modules/pose_detection/pose_detection.tflite",
    sha256=POSE_NETWORKS[POSE_DETECTOR],
)
LANDMARKER = WeightFile(
    name=POSE_LANDMARKER,
    place="modules/pose_landmark/pose_landmark_full.tflite",
    sha256=POSE_NETWORKS[POSE_LANDMARKER],
)


def pose_models() -> tuple[PoseModel, ...]:
    """Both networks as the report names them. Raises PoseUnavailable as WeightFile.checked does."""
    for file in (DETECTOR, LANDMARKER):
        file.checked()
    return tuple(
        PoseModel(name=file.name, weights_sha256=file.sha256, card=POSE_CARD)
        for file in (DETECTOR, LANDMARKER)
    )


def _package() -> Path:
    spec = find_spec("mediapipe")
    if spec is None or spec.origin is None:
        raise PoseUnavailable(
            "pose_unavailable", "The package mediapipe is not installed. Install requirements.txt."
        )
    return Path(spec.origin).parent
