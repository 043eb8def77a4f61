"""Sided curves in degrees: angles at a joint, and segments against the vertical or level."""

from collections.abc import Callable

import numpy as np

from assessment.core.geometry import angle_at_deg, distance, lean_deg
from assessment.core.kinematics.body import Body, Side
from assessment.core.units import F64

__all__ = ["ANGLES", "SIDED_ANGLES"]

Formula = Callable[[Body, Side], F64]

# name -> the three landmarks of the angle (at the middle one).
ANGLES: dict[str, tuple[str, str, str]] = {
    "knee": ("hip", "knee", "ankle"),
    "hip": ("shoulder", "hip", "knee"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "elbow": ("shoulder", "elbow", "wrist"),
    "ankle": ("knee", "ankle", "foot_index"),
    "body_line": ("shoulder", "hip", "ankle"),
    "neck": ("ear", "shoulder", "hip"),
}
# Forearm over upper arm. Source: 0.26 m and 0.29 m, the proportions of the rendered person.
_FOREARM_OF_UPPER_ARM = 0.26 / 0.29
_FULL_LENGTH_PERCENTILE = 90


def _angle(name: str) -> Formula:
    return lambda body, side: angle_at_deg(*(body.at(f"{side}_{j}") for j in ANGLES[name]))


def _lean(low: str, high: str) -> Formula:
    """Unsigned angle of low -> high from straight up, 0 to 180."""
    return lambda body, side: lean_deg(body.at(f"{side}_{low}"), body.at(f"{side}_{high}"))


def _lift(start: str, end: str) -> Formula:
    """Angle of start -> end above the horizontal, -90 to 90."""
    lean = _lean(start, end)
    return lambda body, side: 90.0 - lean(body, side)


def _forearm_lean(body: Body, side: Side) -> F64:
    lean = _lean("elbow", "wrist")(body, side)
    result: F64 = np.minimum(lean, 180.0 - lean)
    return result


def _trunk_shank(body: Body, side: Side) -> F64:
    return _lean("hip", "shoulder")(body, side) - _lean("ankle", "knee")(body, side)


def _leg_out(body: Body, side: Side) -> F64:
    leg = body.at(f"{side}_ankle") - body.at(f"{side}_hip")
    return _atan_deg(leg[:, 0] * body.outwards(side), leg[:, 1])


def _arm_ahead(body: Body, side: Side) -> F64:
    """Unsigned shoulder angle, negative where the elbow is behind the line of the trunk."""
    hip, shoulder = body.at(f"{side}_hip"), body.at(f"{side}_shoulder")
    trunk, arm = shoulder - hip, body.at(f"{side}_elbow") - shoulder
    # Turned by a quarter towards where the person looks, the trunk points ahead.
    ahead = body.ahead * (-trunk[:, 1] * arm[:, 0] + trunk[:, 0] * arm[:, 1])
    sign = np.where(ahead < 0, -1.0, 1.0)
    result: F64 = sign * angle_at_deg(hip, shoulder, body.at(f"{side}_elbow"))
    return result


def _forearm_out(body: Body, side: Side) -> F64:
    """Turn of a bent forearm away from straight ahead, from its sideways reach."""
    elbow, wrist = body.at(f"{side}_elbow"), body.at(f"{side}_wrist")
    upper = distance(body.at(f"{side}_shoulder"), elbow)
    seen = upper[~np.isnan(upper)]
    if not len(seen):
        return np.full(len(upper), np.nan)
    length = _FOREARM_OF_UPPER_ARM * max(float(np.percentile(seen, _FULL_LENGTH_PERCENTILE)), 1e-9)
    out = (wrist - elbow)[:, 0] * body.outwards(side)
    result: F64 = np.degrees(np.arcsin(np.clip(out / length, -1.0, 1.0)))
    return result


def _atan_deg(across: F64, along: F64) -> F64:
    result: F64 = np.degrees(np.arctan2(across, along))
    return result


SIDED_ANGLES: dict[str, Formula] = {
    **{name: _angle(name) for name in ANGLES},
    "thigh_lift": _lift("knee", "hip"),
    "shank_lean": _lean("ankle", "knee"),
    "trunk_shank": _trunk_shank,
    "upper_arm_lift": _lift("shoulder", "elbow"),
    "forearm_lift": _lift("elbow", "wrist"),
    "forearm_lean": _forearm_lean,
    "leg_lift": _lift("hip", "ankle"),
    "leg_out": _leg_out,
    "foot_pitch": _lift("foot_index", "heel"),
    "arm_ahead": _arm_ahead,
    "forearm_out": _forearm_out,
}
