"""Curves of the middle of the body: tilts, turns, widths, heights."""

from collections.abc import Callable

import numpy as np

from assessment.core.geometry import distance, lean_deg
from assessment.core.kinematics.body import Body
from assessment.core.units import F64

__all__ = ["MIDDLES"]

# A pair closer than a tenth of the torso gives no ratio worth the name.
_NARROWEST = 0.1
# Width of a line square to the camera: the one reached in one frame of twenty. Chosen.
_SQUARE_PERCENTILE = 95


def _trunk_lean(body: Body) -> F64:
    return lean_deg(body.middle("hip"), body.middle("shoulder"))


def _trunk_side(body: Body) -> F64:
    line = body.middle("shoulder") - body.middle("hip")
    result: F64 = np.degrees(np.arctan2(line[:, 0] * body.leftwards, -line[:, 1]))
    return result


def _tilt(joint: str) -> Callable[[Body], F64]:
    """Angle of the line right -> left against level, + = left higher."""

    def tilt(body: Body) -> F64:
        left, right = body.pair(joint)
        across = np.maximum(np.abs((left - right)[:, 0]), 1e-9)
        result: F64 = np.degrees(np.arctan2((right - left)[:, 1], across))
        return result

    return tilt


def _turn(joint: str) -> Callable[[Body], F64]:
    """How far a pair has turned off the picture, from how narrow it looks: 0 to 90, no sign."""

    def turn(body: Body) -> F64:
        width = distance(*body.pair(joint))  # a tilted line is no narrower
        seen = width[~np.isnan(width)]
        if not len(seen):
            return np.full(len(width), np.nan)
        square = max(float(np.percentile(seen, _SQUARE_PERCENTILE)), 1e-9)
        result: F64 = np.degrees(np.arccos(np.clip(width / square, 0.0, 1.0)))
        return result

    return turn


def _spread(wide: str, narrow: str) -> Callable[[Body], F64]:
    """Horizontal distance of a pair of joints over that of another pair."""

    def spread(body: Body) -> F64:
        across, base = (
            np.abs((left - right)[:, 0]) for left, right in (body.pair(wide), body.pair(narrow))
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            result: F64 = np.where(base > _NARROWEST * body.torso, across / base, np.nan)
        return result

    return spread


def _base_width(body: Body) -> F64:
    feet = np.stack([p[:, 0] for j in ("heel", "foot_index") for p in body.pair(j)])
    result: F64 = (feet.max(axis=0) - feet.min(axis=0)) / body.torso
    return result


def _hip_height(body: Body) -> F64:
    left, right = body.pair("ankle")
    result: F64 = (np.maximum(left[:, 1], right[:, 1]) - body.middle("hip")[:, 1]) / body.torso
    return result


def _left_of(joint: str, base: str) -> Callable[[Body], F64]:
    return lambda body: (body.middle(joint) - body.middle(base))[:, 0] * body.leftwards / body.torso


def _above(joint: str, base: str) -> Callable[[Body], F64]:
    return lambda body: (body.middle(base) - body.middle(joint))[:, 1] / body.torso


def _head_forward(body: Body) -> F64:
    off = body.middle("ear") - body.middle("shoulder")
    return off[:, 0] * body.ahead / body.torso


def _sway(body: Body) -> F64:
    across = body.middle("hip")[:, 0]
    seen = across[~np.isnan(across)]
    return (across - (float(np.median(seen)) if len(seen) else np.nan)) / body.torso


MIDDLES: dict[str, Callable[[Body], F64]] = {
    "trunk_lean": _trunk_lean,
    "trunk_side": _trunk_side,
    "shoulder_tilt": _tilt("shoulder"),
    "pelvis_tilt": _tilt("hip"),
    "trunk_turn": _turn("shoulder"),
    "pelvis_turn": _turn("hip"),
    "knee_spread": _spread("knee", "ankle"),
    "foot_spread": _spread("ankle", "shoulder"),
    "hand_spread": _spread("wrist", "shoulder"),
    "base_width": _base_width,
    "hip_height": _hip_height,
    "hip_side": _left_of("hip", "ankle"),
    "hands_side": _left_of("wrist", "hip"),
    "hands_height": _above("wrist", "shoulder"),
    "head_over_hands": _above("ear", "wrist"),
    "head_forward": _head_forward,
    "sway": _sway,
}
