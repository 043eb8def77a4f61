"""The angles that elements are judged by, frame by frame, each with how far it may be off.

A limb that lies in the picture is measured well, one that points at the camera badly: the share
of its length that is depth decides the error, and where most of it is depth nothing is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter

from assessment.core.geometry import angle_at_deg
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask

__all__ = ["Curve", "Shape", "shape_of"]

# Planar angles of rendered people are off by 3.1 to 3.8 degrees (docs/results/pose.md), what the
# network says of depth by 12 (tracking.md).
_PLANAR_ERROR_DEG, _DEPTH_ERROR_DEG = 4.0, 12.0
# Over this share of depth a limb is seen end on. Chosen: 64 degrees out of the picture.
_END_ON = 0.9
_SEEN = 0.5
_SMOOTHED_FRAMES = 3
_SIDES = ("left", "right")


@dataclass(frozen=True, kw_only=True)
class Curve:
    """value [T] deg, error [T] deg, seen [T]: whether the view shows it at all."""

    value: F64
    error: F64
    seen: Mask


@dataclass(frozen=True, kw_only=True)
class Shape:
    """below: thigh under the horizontal, per leg; trunk_leg: angle at the hip to the thigh;
    knee: angle at the knee; split: between the lines hip to ankle; off_facing: the line between
    the ankles against where the hips face, both level; trunk_off: trunk against the horizontal;
    feet_seen, hands_seen [T, 2]; facing [T, 3]: forward, level; trunk [T, 3]: hips to shoulders,
    unit length, y up; stride [T]: left ankle ahead of the right one, in leg lengths.
    """

    below: tuple[Curve, Curve]
    trunk_leg: tuple[Curve, Curve]
    knee: tuple[Curve, Curve]
    split: Curve
    off_facing: Curve
    trunk_off: Curve
    feet_seen: Mask
    hands_seen: Mask
    facing: F64
    trunk: F64
    stride: F64


def shape_of(landmarks: Landmarks) -> Shape:
    body = _Body(landmarks)
    trunk = body.middle("shoulder") - body.middle("hip")
    thighs = [body.point(s, "knee") - body.point(s, "hip") for s in _SIDES]
    shins = [body.point(s, "ankle") - body.point(s, "knee") for s in _SIDES]
    legs = [body.point(s, "ankle") - body.point(s, "hip") for s in _SIDES]
    across = body.point("left", "hip") - body.point("right", "hip")
    facing = np.stack([-across[:, 2], np.zeros(len(across)), across[:, 0]], axis=1)
    facing /= np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-9)
    between = (legs[0] - legs[1]) * [1.0, 0.0, 1.0]
    reach = np.mean([np.linalg.norm(leg, axis=1) for leg in legs], axis=0)
    hips = body.seen("hip")
    leg_seen = [hips & body.side_seen(s, "knee") for s in _SIDES]
    ankles = hips & body.seen("ankle")
    trunk_seen = hips & body.seen("shoulder")
    upward = trunk / np.maximum(np.linalg.norm(trunk, axis=1, keepdims=True), 1e-9)
    off = _between(between, facing)
    return Shape(
        below=_both(lambda at: _curve(-_slope(thighs[at]), leg_seen[at], thighs[at])),
        trunk_leg=_both(
            lambda at: _curve(
                _between(trunk, thighs[at]), trunk_seen & leg_seen[at], trunk, thighs[at]
            )
        ),
        knee=_both(
            lambda at: _curve(
                180.0 - _between(thighs[at], shins[at]),
                leg_seen[at] & body.side_seen(_SIDES[at], "ankle"),
                thighs[at],
                shins[at],
            )
        ),
        split=_curve(_between(legs[0], legs[1]), ankles, *legs),
        off_facing=_curve(np.minimum(off, 180.0 - off), ankles, between),
        trunk_off=_curve(np.abs(_slope(trunk)), trunk_seen, trunk),
        feet_seen=np.stack([body.side_seen(s, "ankle") for s in _SIDES], axis=1),
        hands_seen=np.stack([body.side_seen(s, "wrist") for s in _SIDES], axis=1),
        facing=facing,
        trunk=upward,
        stride=np.einsum("ti,ti->t", between, facing) / np.maximum(reach, 1e-9),
    )


class _Body:
    """Points of a clip with y up; frames without a pose are lines between their neighbours."""

    def __init__(self, landmarks: Landmarks) -> None:
        world = landmarks.world_m.astype(np.float64) * [1.0, -1.0, -1.0]
        flat = world.reshape(len(world), -1)
        known = ~np.isnan(flat[:, 0])
        if known.any() and not known.all():
            t_s = landmarks.t_s
            columns = [np.interp(t_s, t_s[known], flat[known, at]) for at in range(flat.shape[1])]
            flat = np.stack(columns, axis=1)
        self._points = np.nan_to_num(flat).reshape(world.shape)
        self._visible = landmarks.visibility >= _SEEN

    def point(self, side: str, joint: str) -> F64:
        return self._points[:, mediapipe33().index(f"{side}_{joint}")]

    def middle(self, joint: str) -> F64:
        result: F64 = (self.point("left", joint) + self.point("right", joint)) / 2
        return result

    def side_seen(self, side: str, joint: str) -> Mask:
        return self._visible[:, mediapipe33().index(f"{side}_{joint}")]

    def seen(self, joint: str) -> Mask:
        return self.side_seen("left", joint) & self.side_seen("right", joint)


def _both(make: Callable[[int], Curve]) -> tuple[Curve, Curve]:
    return make(0), make(1)


def _curve(value: F64, seen: Mask, *lines: F64) -> Curve:
    """The lines' share of depth sets the error; a line seen end on hides the angle."""
    depth = np.max([_depth_share(line) for line in lines], axis=0)
    calm = median_filter(np.nan_to_num(value), size=min(_SMOOTHED_FRAMES, len(value)))
    return Curve(
        value=calm,
        error=_PLANAR_ERROR_DEG + (_DEPTH_ERROR_DEG - _PLANAR_ERROR_DEG) * depth,
        seen=seen & (depth < _END_ON) & ~np.isnan(value),
    )


def _depth_share(line: F64) -> F64:
    length = np.linalg.norm(line, axis=1)
    result: F64 = np.abs(line[:, 2]) / np.maximum(length, 1e-9)
    return result


def _slope(line: F64) -> F64:
    """Degrees over the horizontal, -90 to 90."""
    result: F64 = np.degrees(np.arctan2(line[:, 1], np.hypot(line[:, 0], line[:, 2])))
    return result


def _between(a: F64, b: F64) -> F64:
    return angle_at_deg(a, np.zeros_like(a), b)
