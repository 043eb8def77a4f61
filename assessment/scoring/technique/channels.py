"""What is measured of a repetition in every frame: angles, offsets and directions of limbs.

In space, or in a picture (where what lies in depth is left out and z is zero).
Each channel belongs to a part of the body and to a joint, so that a verdict can be held to the
parts that matter and can say where it comes from. No channel is a limb length, a place in the
room, a speed or a duration. Sideways and left-right channels of a side point outwards from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.geometry import angle_at_deg
from assessment.core.units import F64
from assessment.scoring.technique.movements import Part
from assessment.scoring.technique.skeleton import at

__all__ = ["CHANNELS", "Channel", "Seen", "channels"]

ChannelUnit = Literal["deg", "body", "direction"]
ChannelSide = Literal["working", "other", "middle"]
# Depth is not in a picture; how wide a person looks tells of a turn there, in space of the build.
Seen = Literal["both", "space", "picture"]


@dataclass(frozen=True, kw_only=True)
class Channel:
    """`unit`: degrees, shares of trunk + leg, or a component of a unit vector; `seen`: by whom."""

    name: str
    part: Part
    joint: str
    unit: ChannelUnit
    side: ChannelSide
    seen: Seen


@dataclass(frozen=True, kw_only=True)
class _Measured:
    part: Part
    joint: str
    unit: ChannelUnit
    of: Callable[[F64], F64]
    seen: Seen = "both"


# The working side is the right one in a canonical repetition.
_SIDES: tuple[tuple[ChannelSide, str, float], ...] = (("working", "r", -1.0), ("other", "l", 1.0))
_AXES = ("out", "up", "ahead")


def channels(body: F64) -> F64:
    """[T, 17, 3] canonical, in the body frame (a picture: z = 0) -> [T, len(CHANNELS)]."""
    return np.stack([measured.of(body) for measured in _TABLE.values()], axis=1)


def _joint(body: F64, side: str, name: str) -> F64:
    result: F64 = body[:, at(f"{side}_{name}")]
    return result


def _angle(a: str, b: str, c: str, side: str) -> Callable[[F64], F64]:
    return lambda body: angle_at_deg(*(_joint(body, side, name) for name in (a, b, c)))


def _hip(side: str) -> Callable[[F64], F64]:
    def of(body: F64) -> F64:
        hip = _joint(body, side, "hip")
        trunk = body[:, at("neck")] - body[:, at("pelvis")]
        return angle_at_deg(hip + trunk, hip, _joint(body, side, "knee"))

    return of


def _shoulder(side: str) -> Callable[[F64], F64]:
    def of(body: F64) -> F64:
        shoulder = _joint(body, side, "shoulder")
        down = body[:, at("pelvis")] - body[:, at("neck")]
        return angle_at_deg(shoulder + down, shoulder, _joint(body, side, "elbow"))

    return of


def _knee_off(side: str, axis: int, sign: float) -> Callable[[F64], F64]:
    """How far the knee is off the line from hip to ankle, along a body axis."""

    def of(body: F64) -> F64:
        hip, ankle = _joint(body, side, "hip"), _joint(body, side, "ankle")
        line = ankle - hip
        knee = _joint(body, side, "knee") - hip
        along = (knee * line).sum(-1) / np.maximum((line * line).sum(-1), 1e-9)
        off: F64 = (knee - along[:, None] * line)[:, axis] * sign
        return off

    return of


def _from(start: str, end: str, axis: int, sign: float = 1.0) -> Callable[[F64], F64]:
    return lambda body: (body[:, at(end), axis] - body[:, at(start), axis]) * sign


def _height(joint: str) -> Callable[[F64], F64]:
    return lambda body: body[:, at(joint), 1]


def _shift(joint: str, axis: int) -> Callable[[F64], F64]:
    """Way from the place at the start."""
    return lambda body: body[:, at(joint), axis] - body[:8, at(joint), axis].mean()


def _lean(axis: int) -> Callable[[F64], F64]:
    """Of the trunk off the vertical, forwards (axis 2) or to the other side (axis 0)."""

    def of(body: F64) -> F64:
        trunk = body[:, at("neck")] - body[:, at("pelvis")]
        result: F64 = np.degrees(np.arctan2(trunk[:, axis], trunk[:, 1]))
        return result

    return of


def _tilt(joint: str) -> Callable[[F64], F64]:
    """Of the line of both joints off level, + where the other side is higher."""

    def of(body: F64) -> F64:
        line = _joint(body, "l", joint) - _joint(body, "r", joint)
        level = np.hypot(line[:, 0], line[:, 2])
        result: F64 = np.degrees(np.arctan2(line[:, 1], level))
        return result

    return of


def _turn(joint: str) -> Callable[[F64], F64]:
    """Of the line of both joints about the vertical."""

    def of(body: F64) -> F64:
        line = _joint(body, "l", joint) - _joint(body, "r", joint)
        result: F64 = np.degrees(np.arctan2(-line[:, 2], line[:, 0]))
        return result

    return of


def _twist(body: F64) -> F64:
    """Shoulders against hips about the vertical, degrees in [-180, 180)."""
    turn = _turn("shoulder")(body) - _turn("hip")(body)
    result: F64 = (turn + 180.0) % 360.0 - 180.0
    return result


def _direction(start: str, end: str, axis: int, sign: float) -> Callable[[F64], F64]:
    def of(body: F64) -> F64:
        limb = body[:, at(end)] - body[:, at(start)]
        length = np.maximum(np.linalg.norm(limb, axis=-1), 1e-9)
        result: F64 = limb[:, axis] * sign / length
        return result

    return of


def _directions(
    name: str, limb: tuple[str, str], part: Part, joint: str, sign: float
) -> dict[str, _Measured]:
    return {
        f"{name}_{axis_name}": _Measured(
            part=part,
            joint=joint,
            unit="direction",
            of=_direction(*limb, axis, sign if axis == 0 else 1.0),
            seen="space" if axis == 2 else "both",
        )
        for axis, axis_name in enumerate(_AXES)
    }


def _middle() -> dict[str, _Measured]:
    def one(
        part: Part, joint: str, unit: ChannelUnit, of: Callable[[F64], F64], seen: Seen = "both"
    ) -> _Measured:
        return _Measured(part=part, joint=joint, unit=unit, of=of, seen=seen)

    return {
        "trunk_lean_ahead": one("trunk", "trunk", "deg", _lean(2), "space"),
        "trunk_lean_aside": one("trunk", "trunk", "deg", _lean(0)),
        "shoulder_tilt": one("trunk", "trunk", "deg", _tilt("shoulder")),
        "trunk_twist": one("trunk", "trunk", "deg", _twist, "space"),
        "shoulder_turn": one("trunk", "trunk", "deg", _turn("shoulder"), "space"),
        "pelvis_tilt": one("pelvis", "pelvis", "deg", _tilt("hip")),
        "pelvis_turn": one("pelvis", "pelvis", "deg", _turn("hip"), "space"),
        "pelvis_height": one("pelvis", "pelvis", "body", _height("pelvis")),
        "pelvis_aside": one("pelvis", "pelvis", "body", _shift("pelvis", 0)),
        "pelvis_ahead": one("pelvis", "pelvis", "body", _shift("pelvis", 2), "space"),
        "stance_wide": one("legs", "foot", "body", _from("r_ankle", "l_ankle", 0)),
        "stance_long": one("legs", "foot", "body", _from("r_ankle", "l_ankle", 2), "space"),
        "shoulders_wide": one(
            "trunk", "trunk", "body", _from("r_shoulder", "l_shoulder", 0), "picture"
        ),
        "hips_wide": one("pelvis", "pelvis", "body", _from("r_hip", "l_hip", 0), "picture"),
        "head_aside": one("head", "head", "body", _from("neck", "head", 0)),
        "head_ahead": one("head", "head", "body", _from("neck", "head", 2), "space"),
        **_directions("trunk", ("pelvis", "neck"), "trunk", "trunk", 1.0),
        **_directions("head", ("neck", "head"), "head", "head", 1.0),
    }


def _sided(side: str, sign: float) -> dict[str, _Measured]:
    def leg(
        joint: str, unit: ChannelUnit, of: Callable[[F64], F64], seen: Seen = "both"
    ) -> _Measured:
        return _Measured(part="legs", joint=joint, unit=unit, of=of, seen=seen)

    def arm(
        joint: str, unit: ChannelUnit, of: Callable[[F64], F64], seen: Seen = "both"
    ) -> _Measured:
        return _Measured(part="arms", joint=joint, unit=unit, of=of, seen=seen)

    def limb(name: str, start: str, end: str, part: Part, joint: str) -> dict[str, _Measured]:
        first = start if start in {"neck", "pelvis"} else f"{side}_{start}"
        return _directions(name, (first, f"{side}_{end}"), part, joint, sign)

    return {
        "knee": leg("knee", "deg", _angle("hip", "knee", "ankle", side)),
        "hip": leg("hip", "deg", _hip(side)),
        "ankle": leg("ankle", "deg", _angle("knee", "ankle", "toe", side)),
        "knee_out": leg("knee", "body", _knee_off(side, 0, sign)),
        "knee_ahead": leg("knee", "body", _knee_off(side, 2, 1.0), "space"),
        "ankle_height": leg("ankle", "body", _height(f"{side}_ankle")),
        "elbow": arm("elbow", "deg", _angle("shoulder", "elbow", "wrist", side)),
        "shoulder": arm("shoulder", "deg", _shoulder(side)),
        "shoulder_raised": arm("shoulder", "body", _from("neck", f"{side}_shoulder", 1)),
        "shoulder_forward": arm("shoulder", "body", _from("neck", f"{side}_shoulder", 2), "space"),
        "wrist_height": arm("wrist", "body", _height(f"{side}_wrist")),
        **limb("collar", "neck", "shoulder", "trunk", "shoulder"),
        **limb("upper_arm", "shoulder", "elbow", "arms", "shoulder"),
        **limb("forearm", "elbow", "wrist", "arms", "elbow"),
        **limb("hip_line", "pelvis", "hip", "pelvis", "pelvis"),
        **limb("thigh", "hip", "knee", "legs", "hip"),
        **limb("shank", "knee", "ankle", "legs", "knee"),
        **limb("foot", "ankle", "toe", "legs", "ankle"),
    }


def _table() -> dict[tuple[ChannelSide, str], _Measured]:
    found: dict[tuple[ChannelSide, str], _Measured] = {}
    for side, letter, sign in _SIDES:
        found |= {(side, name): one for name, one in _sided(letter, sign).items()}
    return found | {("middle", name): one for name, one in _middle().items()}


_TABLE = _table()
CHANNELS: tuple[Channel, ...] = tuple(
    Channel(name=name, part=one.part, joint=one.joint, unit=one.unit, side=side, seen=one.seen)
    for (side, name), one in _TABLE.items()
)
