"""The two network files inside the installed mediapipe package, checked before use.

They are read where they lie and never copied. The package is found without importing it, which
would take seconds.
"""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assessment.core.errors import PoseUnavailable
from assessment.vision.pose.port import PoseModel

__all__ = ["DETECTOR", "LANDMARKER", "WeightFile", "pose_models"]

_CARD = "docs/algorithms/pose.md#the-networks"


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


# Both from the wheel of mediapipe 0.10.21 (complexity 1); every published build carries the same.
DETECTOR = WeightFile(
    name="mediapipe-pose-detection",
    place="modules/pose_detection/pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)
LANDMARKER = WeightFile(
    name="mediapipe-pose-landmark-full",
    place="modules/pose_landmark/pose_landmark_full.tflite",
    sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
)


def pose_models() -> tuple[PoseModel, ...]:
    """Both networks as the report names them. Raises PoseUnavailable as WeightFile.checked does."""
    for file in (DETECTOR, LANDMARKER):
        file.checked()
    return tuple(
        PoseModel(name=file.name, weights_sha256=file.sha256, card=_CARD)
        for file in (DETECTOR, LANDMARKER)
    )


def _package() -> Path:
    spec = find_spec("mediapipe")
    if spec is None or spec.origin is None:
        raise PoseUnavailable(
            "pose_unavailable", "The package mediapipe is not installed. Install requirements.txt."
        )
    return Path(spec.origin).parent
