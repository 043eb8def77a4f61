"""Pose networks behind one port."""

import ctypes
from typing import Literal

from assessment.core.errors import PoseUnavailable
from assessment.vision.pose.following import Place
from assessment.vision.pose.port import PoseFound, PoseModel, PosePort

__all__ = ["BACKENDS", "Backend", "PoseFound", "PoseModel", "PosePort", "pose_open"]

Backend = Literal["auto", "openvino", "torch", "mediapipe"]
BACKENDS: tuple[Backend, ...] = ("auto", "openvino", "torch", "mediapipe")


def pose_open(backend: Backend = "auto", person: Place | None = None) -> PosePort:
    """A pose backend, ready for the first picture.

    `auto`: torch where a CUDA device is there, else openvino. `person`: whom to follow, as
    shares of the upright picture's width and height at the first frame; else the biggest. Raises
    PoseUnavailable when the backend can't do that or lacks its packages or weights.
    """
    if person is not None and not all(0.0 <= share <= 1.0 for share in person):
        raise PoseUnavailable(
            "pose_person", "Name the person by two numbers between 0 and 1, across and down."
        )
    if backend == "auto":
        backend = "torch" if _has_cuda() else "openvino"
    if backend == "mediapipe":
        return _mediapipe(person)
    try:
        return _torch(person) if backend == "torch" else _openvino(person)
    except ImportError as error:
        raise PoseUnavailable(
            "pose_unavailable",
            f"The package {error.name or backend} is not installed. Install requirements.txt.",
        ) from error


def _openvino(person: Place | None) -> PosePort:
    from assessment.vision.pose.openvino_networks import OpenVinoNetworks
    from assessment.vision.pose.tracking import TrackingPose

    return TrackingPose(OpenVinoNetworks(), person)


def _torch(person: Place | None) -> PosePort:
    from assessment.vision.pose.torch_networks import TorchNetworks
    from assessment.vision.pose.two_pass import TwoPassPose

    return TwoPassPose(TorchNetworks("cuda" if _has_cuda() else "cpu"), person)


def _mediapipe(person: Place | None) -> PosePort:
    from assessment.vision.pose.mediapipe_pose import MediaPipePose

    if person is not None:
        raise PoseUnavailable(
            "pose_person", "MediaPipe can't follow a named person. Choose openvino or torch."
        )
    return MediaPipePose()


def _has_cuda() -> bool:
    """Asks torch only where a driver is: importing it takes seconds."""
    try:
        ctypes.CDLL("libcuda.so.1")
        import torch
    except (OSError, ImportError):
        return False
    return torch.cuda.is_available()
