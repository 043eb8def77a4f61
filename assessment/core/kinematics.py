"""Named curves over time: planar angles in the picture, and world angles as a counting signal.

Every definition with its figure stands in docs/algorithms/kinematics.md.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np

from assessment.core.geometry import angle_at_deg, distance, lean_deg
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask, Unit

__all__ = [
    "CURVE_UNITS",
    "MIN_VISIBILITY",
    "SIDED",
    "WIRE_CURVES",
    "Side",
    "curve",
    "curve_joints",
    "torso_px",
    "world_angle",
]

Side = Literal["left", "right"]

# Below this MediaPipe's visibility a joint is not measured. Source: the capture-gate rule of 0.5.
MIN_VISIBILITY = 0.5

# name -> the three joints of the angle (at the middle one).
_ANGLES: dict[str, tuple[str, str, str]] = {
    "knee": ("hip", "knee", "ankle"),
    "hip": ("shoulder", "hip", "knee"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "elbow": ("shoulder", "elbow", "wrist"),
    "body_line": ("shoulder", "hip", "ankle"),
}
_SEGMENTS: dict[str, tuple[str, str]] = {
    "thigh_lift": ("knee", "hip"),
    "shank_lean": ("ankle", "knee"),
}
SIDED: tuple[str, ...] = (*_ANGLES, *_SEGMENTS, "trunk_shank")

WIRE_CURVES: tuple[str, ...] = (
    *(
        f"{joint}_{side}"
        for joint in ("knee", "hip", "shoulder", "elbow")
        for side in ("left", "right")
    ),
    "trunk_lean",
)

CURVE_UNITS: dict[str, Unit] = {
    **dict.fromkeys(SIDED, "deg"),
    "trunk_lean": "deg",
    "knee_spread": "ratio",
    "foot_spread": "ratio",
}


def _joint(landmarks: Landmarks, name: str) -> F64:
    return landmarks.xy_px[:, mediapipe33().index(name)].astype(np.float64)


def _middle(landmarks: Landmarks, joint: str) -> F64:
    return (_joint(landmarks, f"left_{joint}") + _joint(landmarks, f"right_{joint}")) / 2


def _seen(landmarks: Landmarks, joints: tuple[str, ...]) -> Mask:
    places = [mediapipe33().index(name) for name in joints]
    seen: Mask = (landmarks.visibility[:, places] >= MIN_VISIBILITY).all(axis=1)
    return seen


def _trunk_lean(landmarks: Landmarks) -> F64:
    return lean_deg(_middle(landmarks, "hip"), _middle(landmarks, "shoulder"))


def _spread(landmarks: Landmarks, wide: str, narrow: str) -> F64:
    """Horizontal distance of a pair of joints over that of another pair."""
    across = np.abs(_joint(landmarks, f"left_{wide}") - _joint(landmarks, f"right_{wide}"))[:, 0]
    base = np.abs(_joint(landmarks, f"left_{narrow}") - _joint(landmarks, f"right_{narrow}"))[:, 0]
    torso = torso_px(landmarks)
    with np.errstate(invalid="ignore", divide="ignore"):
        # A pair closer than a tenth of the torso gives no ratio worth the name.
        result: F64 = np.where(base > 0.1 * torso, across / base, np.nan)
    return result


_UNSIDED: dict[str, tuple[Callable[[Landmarks], F64], tuple[str, ...]]] = {
    "trunk_lean": (_trunk_lean, ("left_hip", "right_hip", "left_shoulder", "right_shoulder")),
    "knee_spread": (
        lambda landmarks: _spread(landmarks, "knee", "ankle"),
        ("left_knee", "right_knee", "left_ankle", "right_ankle"),
    ),
    "foot_spread": (
        lambda landmarks: _spread(landmarks, "ankle", "shoulder"),
        ("left_ankle", "right_ankle", "left_shoulder", "right_shoulder"),
    ),
}


def torso_px(landmarks: Landmarks) -> F64:
    """Distance from the middle of the hips to the middle of the shoulders, [T] px."""
    return distance(_middle(landmarks, "hip"), _middle(landmarks, "shoulder"))


def _split(name: str) -> tuple[str, Side | None]:
    base, _, side = name.rpartition("_")
    if base in SIDED and side == "left":
        return base, "left"
    if base in SIDED and side == "right":
        return base, "right"
    return name, None


def curve_joints(name: str) -> tuple[str, ...]:
    """Joints a curve needs, e.g. knee_left -> left_hip, left_knee, left_ankle."""
    base, side = _split(name)
    if side is None:
        return _UNSIDED[base][1]
    if base in _ANGLES:
        return tuple(f"{side}_{joint}" for joint in _ANGLES[base])
    if base in _SEGMENTS:
        return tuple(f"{side}_{joint}" for joint in _SEGMENTS[base])
    return tuple(f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle"))


def _sided(base: str, side: Side, landmarks: Landmarks) -> F64:
    if base in _ANGLES:
        a, b, c = (_joint(landmarks, f"{side}_{joint}") for joint in _ANGLES[base])
        return angle_at_deg(a, b, c)
    if base in _SEGMENTS:
        low, high = (_joint(landmarks, f"{side}_{joint}") for joint in _SEGMENTS[base])
        lean = lean_deg(low, high)
        return 90.0 - lean if base == "thigh_lift" else lean
    trunk = lean_deg(_joint(landmarks, f"{side}_hip"), _joint(landmarks, f"{side}_shoulder"))
    return trunk - lean_deg(_joint(landmarks, f"{side}_ankle"), _joint(landmarks, f"{side}_knee"))


def curve(name: str, landmarks: Landmarks) -> F64:
    """A named curve, [T], NaN where a joint it needs scores under MIN_VISIBILITY.

    Raises KeyError for a name outside the vocabulary. Source: docs/algorithms/kinematics.md.
    """
    base, side = _split(name)
    values = _UNSIDED[base][0](landmarks) if side is None else _sided(base, side, landmarks)
    seen = _seen(landmarks, curve_joints(name))
    result: F64 = np.where(seen, values, np.nan)
    return result


def world_angle(base: str, landmarks: Landmarks) -> F64:
    """3-D angle of knee, hip, shoulder or elbow, both sides averaged by visibility squared, [T].

    A signal for counting, less dependent on the view; never a reported figure (it errs by 5 to
    20 degrees). NaN where there is no pose.
    """
    skeleton = mediapipe33()
    total = np.zeros(len(landmarks))
    weight = np.zeros(len(landmarks))
    for side in ("left", "right"):
        places = [skeleton.index(f"{side}_{joint}") for joint in _ANGLES[base]]
        points = landmarks.world_m[:, places].astype(np.float64)
        angle = angle_at_deg(points[:, 0], points[:, 1], points[:, 2])
        sure = landmarks.visibility[:, places].min(axis=1).astype(np.float64) ** 2 + 1e-6
        usable = ~np.isnan(angle)
        total[usable] += (angle * sure)[usable]
        weight[usable] += sure[usable]
    result: F64 = np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan)
    return result
