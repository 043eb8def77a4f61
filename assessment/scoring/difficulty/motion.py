"""What the body does, frame by frame, in units that no camera distance changes."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, median_filter

from assessment.core.geometry import angle_at_deg
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.scoring.difficulty.heading import Heading, heading
from assessment.vision.orientation import yaw_deg

__all__ = ["BodyMotion", "body_motion"]

# The floor under a person is where the lower foot is most of the time within this long.
_FLOOR_WINDOW_S = 3.0
_BELOW_THE_FLOOR = 0.95
_EXPECTILE_ROUNDS = 30
# 4 m over a torso of half a metre: no tripod is higher.
_HIGHEST_CAMERA_TORSOS = 8.0
# Heights are smoothed by so little: a flight lasts a fifth of a second and more.
_SMOOTHED_S = 0.02


@dataclass(frozen=True, kw_only=True)
class BodyMotion:
    """All arrays have one row a frame; gaps are bridged by lines.

    lift [T, 2] (left, right) and hands [T, 2]: height over the floor, in torso lengths;
    rise [T]: height of the hips over the floor, in torso lengths;
    up [T]: cosine of the trunk against the vertical, 1 upright, -1 upside down;
    legs_deg [T]: angle between the two lines from hip to ankle; NaN where a leg has no length;
    folded_deg [T]: angle at the hip between trunk and thigh, of the leg that is folded less.
    """

    t_s: F64
    heading: Heading
    lift: F64
    hands: F64
    rise: F64
    up: F64
    legs_deg: F64
    folded_deg: F64

    def frames(self, start_s: float, end_s: float) -> slice:
        first, last = np.searchsorted(self.t_s, [start_s, end_s])
        return slice(int(first), max(int(last), int(first) + 1))


def body_motion(landmarks: Landmarks) -> BodyMotion:
    t_s = landmarks.t_s
    step_s = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 1.0
    xy = _bridged(t_s, landmarks.xy_px.astype(np.float64))
    world = _bridged(t_s, landmarks.world_m.astype(np.float64))
    torso_px = _torso_px(xy, world)
    feet = np.stack([_lowest(xy, side) for side in ("left", "right")], axis=1)
    floor = _floor(feet.max(1), torso_px, step_s)
    wrists = xy[:, [_j("left_wrist"), _j("right_wrist")], 1]
    hips = xy[:, [_j("left_hip"), _j("right_hip")]].mean(1)
    trunk = _middle(world, "shoulder") - _middle(world, "hip")
    legs = np.stack(
        [world[:, _j(f"{s}_ankle")] - world[:, _j(f"{s}_hip")] for s in ("left", "right")], axis=1
    )
    folds = [
        angle_at_deg(
            trunk, np.zeros_like(trunk), world[:, _j(f"{s}_knee")] - world[:, _j(f"{s}_hip")]
        )
        for s in ("left", "right")
    ]
    calm = _SMOOTHED_S / step_s

    def heights(rows: F64) -> F64:
        over = (floor.reshape(-1, *[1] * (rows.ndim - 1)) - rows) / torso_px.reshape(
            -1, *[1] * (rows.ndim - 1)
        )
        result: F64 = gaussian_filter1d(over, calm, axis=0, mode="nearest")
        return result

    return BodyMotion(
        t_s=t_s,
        heading=heading(t_s, yaw_deg(landmarks)),
        lift=heights(feet),
        hands=heights(wrists),
        rise=heights(hips[:, 1]),
        up=-trunk[:, 1] / np.maximum(np.linalg.norm(trunk, axis=1), 1e-9),
        legs_deg=angle_at_deg(legs[:, 0], np.zeros_like(legs[:, 0]), legs[:, 1]),
        folded_deg=np.max(folds, axis=0),
    )


def _j(name: str) -> int:
    return mediapipe33().index(name)


def _middle(points: F64, joint: str) -> F64:
    result: F64 = points[:, [_j(f"left_{joint}"), _j(f"right_{joint}")]].mean(1)
    return result


def _lowest(xy: F64, side: str) -> F64:
    """Height in the picture (down positive) of the lowest point of a foot, [T]."""
    parts = [_j(f"{side}_{part}") for part in ("ankle", "heel", "foot_index")]
    result: F64 = xy[:, parts, 1].max(1)
    return result


def _floor(lowest: F64, torso_px: F64, step_s: float) -> F64:
    """Where the floor is in the picture under the person, [T] px.

    Before a level camera the floor lies `camera height x scale` below the horizon, so the lower
    foot stands on a line over the person's scale while it stands. The line is an expectile (Newey
    and Powell 1987): feet are seldom below the floor and often above it. What is left over in a
    few seconds (the camera moved, or is not level) is taken up by its running extreme.
    """
    calm = median_filter(lowest, size=min(5, len(lowest)), mode="nearest")
    scale = torso_px - torso_px.mean()
    offset, slope = float(np.median(calm)), 0.0
    ridge = len(calm) * (0.02 * float(torso_px.mean())) ** 2
    for _ in range(_EXPECTILE_ROUNDS):
        weight = np.where(calm > offset + slope * scale, _BELOW_THE_FLOOR, 1 - _BELOW_THE_FLOOR)
        offset = float(np.average(calm - slope * scale, weights=weight))
        spread = float((weight * scale**2).sum()) + ridge
        slope = float((weight * scale * (calm - offset)).sum()) / spread
        slope = min(max(slope, 0.0), _HIGHEST_CAMERA_TORSOS)
    line = offset + slope * scale
    width = min(max(3, round(_FLOOR_WINDOW_S / step_s) | 1), 2 * len(calm) + 1)
    over = maximum_filter1d(calm - line, width, mode="nearest")
    left: F64 = gaussian_filter1d(over, width / 6, mode="nearest")
    result: F64 = line + left
    return result


def _torso_px(xy: F64, world: F64) -> F64:
    """Torso length in the picture as if it stood square to the camera, [T] px, slowly changing."""
    seen = np.linalg.norm(xy[:, 11:29].std(1), axis=1)
    flat = np.linalg.norm(world[:, 11:29, :2].std(1), axis=1)
    torso_m = np.median(np.linalg.norm(_middle(world, "shoulder") - _middle(world, "hip"), axis=1))
    scale = median_filter(seen / np.maximum(flat, 1e-6), size=min(15, len(seen)), mode="nearest")
    result: F64 = np.maximum(scale * torso_m, 1e-6)
    return result


def _bridged(t_s: F64, points: F64) -> F64:
    """Frames without a pose as a line between their neighbours; none at all gives zeros."""
    seen = ~np.isnan(points[:, 0, 0])
    if seen.all():
        return points
    if not seen.any():
        return np.zeros_like(points)
    flat = points.reshape(len(points), -1)
    columns = [np.interp(t_s, t_s[seen], flat[seen, at]) for at in range(flat.shape[1])]
    result: F64 = np.stack(columns, axis=1).reshape(points.shape)
    return result
