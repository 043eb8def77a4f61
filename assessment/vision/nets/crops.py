"""What the element network sees of a person: landmarks in a frame that goes with the hips.

Landmarks at any rate -> 16 frames a second of 17 points: place in metres about the smoothed hips
(so that a jump stays a jump), depth in metres, and how well each was seen. Nothing of the picture
itself: clothes and rooms cannot matter.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d, median_filter

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F32, F64

__all__ = ["POINTS", "RATE_HZ", "Crops", "crops", "energy"]

RATE_HZ = 16.0
POINTS: tuple[str, ...] = (
    "nose", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist",
    "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_foot_index", "right_foot_index", "left_heel", "right_heel",
)  # fmt: skip
# The frame follows the hips over about a second: a flight of half a second stays in it. Chosen.
_FOLLOW_S = 0.6
_SCALE_S = 1.5
# Weight of a point in a frame without a pose: it is a line between its neighbours.
_BRIDGED = 0.3


@dataclass(frozen=True, kw_only=True)
class Crops:
    """points [T, 17, 4] float32: x right, y down, z away (metres), weight 0 to 1; 16 a second from
    `start_s`.
    """

    start_s: float
    points: F32


def crops(landmarks: Landmarks) -> Crops:
    """No frame, or none with a pose, gives weights of zero."""
    index = [mediapipe33().index(name) for name in POINTS]
    t_s = landmarks.t_s
    start = float(t_s[0]) if len(t_s) else 0.0
    count = max(int((float(t_s[-1]) - start) * RATE_HZ) + 1 if len(t_s) else 1, 1)
    even = start + np.arange(count) / RATE_HZ
    seen = ~np.isnan(landmarks.xy_px[:, 0, 0])
    points = np.zeros((count, len(POINTS), 4), np.float32)
    if not seen.any():
        return Crops(start_s=start, points=points)
    xy = _even(t_s[seen], landmarks.xy_px[seen][:, index].astype(np.float64), even)
    world = _even(t_s[seen], landmarks.world_m[seen][:, index].astype(np.float64), even)
    sure = np.where(seen[:, None], landmarks.visibility[:, index], 0.0).astype(np.float64)
    sure = np.maximum(_even(t_s, sure, even), 0.0)
    gap = np.interp(even, t_s, seen.astype(np.float64)) < 1.0
    metre = _px_per_metre(xy, world)
    middle = gaussian_filter1d(xy[:, 7:9].mean(1), _FOLLOW_S * RATE_HZ, axis=0, mode="nearest")
    points[..., :2] = (xy - middle[:, None]) / metre[:, None, None]
    points[..., 2] = world[..., 2] - world[:, 7:9, 2].mean(1, keepdims=True)
    points[..., 3] = np.where(gap[:, None], _BRIDGED * np.maximum(sure, 0.5), sure)
    return Crops(start_s=start, points=np.clip(points, -4.0, 4.0))


def energy(found: Crops, step_s: float) -> F64:
    """Motion energy: mean square speed (m^2/s^2) of the points about each moment, [K]."""
    speed = np.diff(found.points[..., :3].astype(np.float64), axis=0) * RATE_HZ
    power = gaussian_filter1d((speed**2).sum(-1).mean(1), 0.3 * RATE_HZ, mode="nearest")
    steps = np.arange(0.0, len(found.points) / RATE_HZ, step_s)
    return np.asarray(np.interp(steps, (np.arange(len(power)) + 0.5) / RATE_HZ, power))


def _even(t_s: F64, values: F64, even: F64) -> F64:
    """[T, ...] onto the moments `even`, by straight lines."""
    flat = values.reshape(len(values), -1)
    columns = [np.interp(even, t_s, column) for column in flat.T]
    return np.stack(columns, axis=1).reshape(len(even), *values.shape[1:])


def _px_per_metre(xy: F64, world: F64) -> F64:
    """[T] by the spread of the body in the picture over that of its metric points."""
    seen = np.linalg.norm(xy[:, 1:].std(1), axis=1)
    flat = np.linalg.norm(world[:, 1:, :2].std(1), axis=1)
    width = min(int(_SCALE_S * RATE_HZ) | 1, len(xy))
    calm = median_filter(seen / np.maximum(flat, 1e-6), size=width, mode="nearest")
    return np.asarray(np.maximum(calm, 1e-3))
