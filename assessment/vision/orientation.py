"""The turn of the trunk against the camera, frame by frame, from one person's landmarks.

Two witnesses are weighed against each other. In the picture, the lines of the shoulders and of
the trunk are two vectors known to be square to each other and to have a known ratio of lengths
in the body; under a distant camera that fixes how far the shoulder line points out of the
picture (the two-vector case of scaled orthography). It is exact near a side view and weak near
a front view, where the cosine is flat. Of a level trunk the hips are asked instead of the
shoulders, and only how far they lie apart from left to right: a camera above a lying person sees
the far shoulder higher, and a near one sees the ends of the body spread, which is no turn.
The network's own 3-D points are the other witness: they know front from back and left from right,
and are best near a front view.
"""

import numpy as np

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64

__all__ = [
    "circular_mean_deg",
    "levelness",
    "running_mean_deg",
    "turned_deg",
    "world_yaw_deg",
    "yaw_deg",
]

# Shoulder and hip line over torso length of an adult: .37 m and .18 m over .50 m, the proportions
# of the rendered person (docs/algorithms/simulation.md).
_SHOULDERS_OF_TORSO = 0.74
_HIPS_OF_TORSO = 0.36
# How sure each witness is. People's proportions vary by a tenth and landmarks by some more; the
# network's 3-D yaw was off by 12 degrees (rms) on rendered people. Source: tracking.md.
_SIGMA_RATIO = 0.10
_SIGMA_WORLD_DEG = 12.0
_GRID_DEG = np.arange(0.0, 181.0, 1.0)
# Frames weighed at once: the grid costs 180 numbers a frame.
_BLOCK = 2048


def yaw_deg(landmarks: Landmarks) -> F64:
    """[T] degrees in (-180, 180]: 0 seen from the front, 90 from the person's left, 180 from
    behind; NaN without a pose.
    """
    found = np.full(len(landmarks), np.nan)
    seen = np.flatnonzero(~np.isnan(landmarks.xy_px[:, 0, 0]))
    for at in range(0, len(seen), _BLOCK):
        rows = seen[at : at + _BLOCK]
        ratio = _ratio(landmarks.xy_px[rows].astype(np.float64))
        world = world_yaw_deg(landmarks.world_m[rows].astype(np.float64))
        cost = ((np.abs(np.cos(np.radians(_GRID_DEG))) - ratio[:, None]) / _SIGMA_RATIO) ** 2
        cost += ((_GRID_DEG - np.abs(world)[:, None]) / _SIGMA_WORLD_DEG) ** 2
        found[rows] = _GRID_DEG[np.argmin(cost, axis=1)] * np.where(world < 0, -1.0, 1.0)
    return found


def circular_mean_deg(angles: F64) -> float:
    """Mean direction of the angles that are not NaN, in (-180, 180]."""
    seen = np.radians(angles[~np.isnan(angles)])
    return float(np.degrees(np.arctan2(np.sin(seen).mean(), np.cos(seen).mean())))


def running_mean_deg(angles: F64) -> F64:
    """[N]: mean direction of the angles up to each of them."""
    turned = np.radians(angles)
    result: F64 = np.degrees(np.arctan2(np.cumsum(np.sin(turned)), np.cumsum(np.cos(turned))))
    return result


def turned_deg(a: F64 | float, b: F64 | float) -> F64:
    """The way from `b` to `a` round the circle, in [-180, 180)."""
    result: F64 = np.mod(np.asarray(a, np.float64) - b + 180.0, 360.0) - 180.0
    return result


def _lines(points: F64) -> tuple[F64, F64, F64]:
    """(hips to shoulders, right to left shoulder, right to left hip)."""
    index = mediapipe33().index
    left_shoulder, right_shoulder, left_hip, right_hip = (
        points[:, index(f"{side}_{joint}")]
        for joint in ("shoulder", "hip")
        for side in ("left", "right")
    )
    trunk = (left_shoulder + right_shoulder - left_hip - right_hip) / 2
    return trunk, left_shoulder - right_shoulder, left_hip - right_hip


def levelness(xy: F64) -> F64:
    """How level the trunk lies in the picture, [T]: 0 upright, 1 level. xy [T, 33, 2]."""
    trunk, _, _ = _lines(xy)
    length = np.maximum(np.einsum("ti,ti->t", trunk, trunk), 1e-12)
    result: F64 = trunk[:, 0] ** 2 / length
    return result


def _ratio(xy: F64) -> F64:
    """Length in the picture of the line from right to left over its full length, [T] in 0..1.

    With t the trunk, l the shoulder line (both over their lengths in the body) and S the squared
    scale, (S - |t|^2)(S - |l|^2) = (t.l)^2; S is the larger root.
    """
    trunk, shoulders, hips = _lines(xy)
    line = shoulders / _SHOULDERS_OF_TORSO
    a, b = np.einsum("ti,ti->t", trunk, trunk), np.einsum("ti,ti->t", line, line)
    c = np.einsum("ti,ti->t", trunk, line)
    scale = (a + b + np.sqrt((a - b) ** 2 + 4 * c**2)) / 2
    level = levelness(xy)
    line = (1.0 - level)[:, None] * line
    line[:, 0] += level * hips[:, 0] / _HIPS_OF_TORSO
    seen = np.einsum("ti,ti->t", line, line)
    result: F64 = np.minimum(np.sqrt(seen / np.maximum(scale, 1e-12)), 1.0)
    return result


def world_yaw_deg(world: F64) -> F64:
    """The network's own yaw: direction of the shoulder and hip lines in depth, [T]."""
    _, shoulders, hips = _lines(world)
    line = shoulders + hips
    result: F64 = np.degrees(np.arctan2(-line[:, 2], line[:, 0]))
    return result
