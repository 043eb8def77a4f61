"""A rigid person of 33 landmarks who turns, jumps and goes over the head as a test says."""

import numpy as np

from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.training.difficulty.data import Clip, Segment

FPS = 30.0
# Standing, facing +z, metres: left is +x.
_STANDING = {
    "hip": (0.10, 0.90, 0.0),
    "knee": (0.10, 0.48, 0.02),
    "ankle": (0.10, 0.08, 0.0),
    "heel": (0.10, 0.02, -0.05),
    "foot_index": (0.10, 0.02, 0.14),
    "shoulder": (0.18, 1.40, 0.0),
    "elbow": (0.22, 1.12, 0.0),
    "wrist": (0.24, 0.88, 0.05),
    "pinky": (0.24, 0.80, 0.05),
    "index": (0.24, 0.80, 0.05),
    "thumb": (0.24, 0.82, 0.05),
    "ear": (0.07, 1.62, 0.0),
    "eye": (0.03, 1.64, 0.1),
    "eye_inner": (0.02, 1.64, 0.1),
    "eye_outer": (0.04, 1.64, 0.1),
}


def standing() -> F64:
    """[33, 3]"""
    points = []
    for name in mediapipe33().names:
        if name == "nose":
            points.append((0.0, 1.6, 0.11))
            continue
        side = -1.0 if "right" in name else 1.0
        part = name.replace("left_", "").replace("right_", "").replace("mouth", "eye")
        x, y, z = _STANDING[part.removesuffix("_left").removesuffix("_right")]
        points.append((side * x, y, z))
    return np.array(points)


def still(seconds: float, points: F64 | None = None) -> F64:
    return np.repeat((standing() if points is None else points)[None], round(seconds * FPS), axis=0)


def turned(points: F64, turns: F64) -> F64:
    """Each frame turned to its left by `turns` about the vertical through the origin."""
    angle = 2 * np.pi * turns
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([cos * x + sin * z, y, -sin * x + cos * z], axis=-1)


def turn(turns: float, seconds: float, points: F64 | None = None) -> F64:
    """From a standstill to a standstill."""
    share = np.linspace(0.0, 1.0, round(seconds * FPS))
    return turned(still(seconds, points), turns * (3 * share**2 - 2 * share**3))


def jumped(points: F64) -> F64:
    """The whole length of `points` is a flight under gravity."""
    t_s = np.arange(len(points)) / FPS
    height = 9.81 / 2 * t_s * (t_s[-1] - t_s)
    flown: F64 = points + np.stack([0 * height, height, 0 * height], axis=-1)[:, None]
    return flown


def rolled(seconds: float, *, centre_m: float, rise_m: float, sideways: bool) -> F64:
    """Once over the head about a point of the trunk: sideways (a wheel) or backwards."""
    share = np.linspace(0.0, 1.0, round(seconds * FPS))
    angle = 2 * np.pi * share
    points = still(seconds)
    if sideways:  # arms over the head, as hands take the floor
        for side in ("left", "right"):
            for part, height in (("elbow", 1.68), ("wrist", 1.92), ("index", 1.98)):
                points[:, mediapipe33().index(f"{side}_{part}"), 1] = height
    points[..., 1] -= centre_m
    along = points[..., 0] if sideways else points[..., 2]
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    up = cos * points[..., 1] - sin * along
    along = sin * points[..., 1] + cos * along
    rise = rise_m * np.sin(np.pi * share)[:, None]
    result = points.copy()
    result[..., 0 if sideways else 2] = along
    result[..., 1] = up + centre_m + rise
    return result


def clip(*parts: F64, segments: tuple[Segment, ...] = (), label: str = "made") -> Clip:
    return Clip(
        collection="made",
        name="made_1",
        label=label,
        person="A",
        fps=FPS,
        positions=np.concatenate(parts),
        segments=segments,
    )
