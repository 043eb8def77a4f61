"""The body frame: one repetition seen from the person's own start.

x to the person's left, y up, z where the person faces at the start; the origin is on the floor
below the pelvis of the first frames; lengths are shares of trunk + leg. So neither the place in
the room, nor the heading, nor the size of the person is left in the numbers.
"""

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.skeleton import at

__all__ = [
    "FPS",
    "START_FRAMES",
    "body_frame",
    "body_length",
    "gaps_filled",
    "picture_frame",
    "resampled",
    "smoothed",
]

# Rate at which repetitions are judged: that of the training data.
FPS = 30.0
# The start posture: about a quarter of a second. Source: the study of the method.
START_FRAMES = 8
_SMOOTH_FRAMES = 5
# The floor is where the lower ankle is in this share of the frames.
_FLOOR_PERCENTILE = 5.0


def body_frame(positions: F64) -> F64:
    """[T, 17, 3] metres in room axes (y up) -> the same points, smoothed, unitless."""
    calm = smoothed(positions)
    start = calm[:START_FRAMES].mean(axis=0)
    left = (start[at("l_hip")] - start[at("r_hip")]) + (
        start[at("l_shoulder")] - start[at("r_shoulder")]
    )
    left = np.array([left[0], 0.0, left[2]])
    left /= max(float(np.linalg.norm(left)), 1e-9)
    up = np.array([0.0, 1.0, 0.0])
    axes = np.stack([left, up, np.cross(left, up)])  # (3 axes, 3)
    origin = start[at("pelvis")].copy()
    origin[1] = _floor(calm)
    result: F64 = (calm - origin) @ axes.T / body_length(calm)
    return result


def picture_frame(points: F64) -> F64:
    """[T, 17, 2], x right, y up, any unit -> [T, 17, 3] with z = 0, as `body_frame` lays it out.

    Lengths are shares of trunk + leg as they look at the start.
    """
    calm = smoothed(points)
    flat = np.concatenate([calm, np.zeros_like(calm[..., :1])], axis=-1)
    origin = flat[:START_FRAMES, at("pelvis")].mean(axis=0)
    origin[1] = _floor(flat)
    result: F64 = (flat - origin) / body_length(flat[:START_FRAMES])
    return result


def _floor(points: F64) -> float:
    ankles = points[:, [at("l_ankle"), at("r_ankle")], 1]
    return float(np.percentile(ankles.min(axis=1), _FLOOR_PERCENTILE))


def body_length(positions: F64) -> float:
    """Trunk + leg, the median over the frames, in the unit of the points."""
    trunk = np.linalg.norm(positions[:, at("neck")] - positions[:, at("pelvis")], axis=-1)
    legs = [
        np.linalg.norm(positions[:, at(f"{side}_{a}")] - positions[:, at(f"{side}_{b}")], axis=-1)
        for side in ("l", "r")
        for a, b in (("hip", "knee"), ("knee", "ankle"))
    ]
    length = float(np.median(trunk + sum(legs) / 2))
    return max(length, 1e-6)


def smoothed(points: F64) -> F64:
    """Mean over five frames, kept symmetric towards the ends. points: [T, ...]."""
    frames = len(points)
    total = np.concatenate([np.zeros_like(points[:1]), np.cumsum(points, axis=0)])
    half = np.minimum(_SMOOTH_FRAMES // 2, np.minimum(np.arange(frames), np.arange(frames)[::-1]))
    low, high = np.arange(frames) - half, np.arange(frames) + half + 1
    width = (high - low).reshape(-1, *[1] * (points.ndim - 1))
    result: F64 = (total[high] - total[low]) / width
    return result


def gaps_filled(points: F64) -> F64:
    """NaN filled linearly over time, the ends by the nearest value; [T, J, C] of any unit.

    A joint that was never seen stays NaN.
    """
    flat = points.reshape(len(points), -1).copy()
    frames = np.arange(len(flat))
    for column in np.flatnonzero(np.isnan(flat).any(axis=0)):
        seen = ~np.isnan(flat[:, column])
        if seen.any():
            flat[:, column] = np.interp(frames, frames[seen], flat[seen, column])
    return flat.reshape(points.shape)


def resampled(t_s: F64, points: F64) -> F64:
    """[T, J, C] at rising times `t_s` -> the same span at FPS frames a second."""
    wanted = np.arange(t_s[0], t_s[-1] + 0.5 / FPS, 1.0 / FPS)
    flat = points.reshape(len(points), -1)
    columns = [np.interp(wanted, t_s, flat[:, column]) for column in range(flat.shape[1])]
    return np.stack(columns, axis=1).reshape(len(wanted), *points.shape[1:])
