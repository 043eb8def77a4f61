"""Whether a person stands or lies, from the network's own 3-D points."""

import numpy as np

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask

__all__ = ["ON_THE_FLOOR", "lying", "standing"]

# Postures of an exercise that are not upright. Source: catalogue/_fields.md.
ON_THE_FLOOR = frozenset({"lying", "support"})
# Trunk and legs both further from upright than the first: lying; both nearer than the second:
# standing. Chosen well apart, so that a bend, a crouch or a plank on a bench is neither.
_LYING_DEG = 65.0
_STANDING_DEG = 30.0


def lying(landmarks: Landmarks) -> Mask:
    """[T]; False without a pose."""
    trunk, legs = _leans(landmarks)
    result: Mask = (trunk > _LYING_DEG) & (legs > _LYING_DEG)
    return result


def standing(landmarks: Landmarks) -> Mask:
    """[T]; False without a pose."""
    trunk, legs = _leans(landmarks)
    result: Mask = (trunk < _STANDING_DEG) & (legs < _STANDING_DEG)
    return result


def _leans(landmarks: Landmarks) -> tuple[F64, F64]:
    """Trunk and legs in degrees from the vertical in space: seen from the feet a body lies too."""
    return _lean(landmarks, "hip", "shoulder"), _lean(landmarks, "ankle", "hip")


def _lean(landmarks: Landmarks, low: str, high: str) -> F64:
    index = mediapipe33().index
    world = landmarks.world_m.astype(np.float64)
    ends = [(world[:, index(f"left_{j}")] + world[:, index(f"right_{j}")]) / 2 for j in (low, high)]
    line = ends[1] - ends[0]
    result: F64 = np.degrees(np.arctan2(np.hypot(line[:, 0], line[:, 2]), -line[:, 1]))
    return result
