"""What an exercise file says. Every field is explained in catalogue/_fields.md."""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CURVE_LABELS",
    "GROUPS",
    "VIEWS",
    "WIRE_CURVES",
    "Exercise",
    "Group",
    "Limb",
    "Principal",
    "Rule",
    "Stat",
    "View",
]

Group = Literal["legs", "arms", "trunk", "floor", "bars", "whole"]
View = Literal["front", "back", "side", "three_quarter"]
Stat = Literal["min", "max", "mean", "rise"]
Limb = Literal["working", "near"]

GROUPS: tuple[Group, ...] = ("legs", "arms", "trunk", "floor", "bars", "whole")
VIEWS: tuple[View, ...] = ("front", "back", "side", "three_quarter")
STATS: tuple[Stat, ...] = ("min", "max", "mean", "rise")
SIDED_CURVES = (
    "knee",
    "hip",
    "shoulder",
    "elbow",
    "body_line",
    "thigh_lift",
    "shank_lean",
    "trunk_shank",
)
MIDDLE_CURVES = ("trunk_lean", "knee_spread", "foot_spread")
PRINCIPALS = ("knee", "hip", "shoulder", "elbow", "body_line")

WIRE_CURVES = (
    "knee_left",
    "knee_right",
    "hip_left",
    "hip_right",
    "shoulder_left",
    "shoulder_right",
    "elbow_left",
    "elbow_right",
    "trunk_lean",
)
CURVE_LABELS: dict[str, str] = {
    **{
        f"{joint}_{side}": f"{side.capitalize()} {joint}"
        for joint in ("knee", "hip", "shoulder", "elbow")
        for side in ("left", "right")
    },
    "trunk_lean": "Trunk lean",
}


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The angle that a repetition moves: from rest to `far` and back."""

    curve: str
    far: Literal["min", "max"]
    min_range_deg: float


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One bound on one curve in one phase."""

    code: str
    joint: str
    curve: str
    stat: Stat
    phase: str
    at_least: float | None
    at_most: float | None
    unit: str
    views: tuple[View, ...]
    limb: Limb
    required: bool
    sentence_patient: str
    sentence_clinician: str
    source: str

    @property
    def bound(self) -> float:
        return self.at_least if self.at_least is not None else float(self.at_most or 0.0)

    def holds(self, value: float) -> bool:
        if self.at_least is not None:
            return value >= self.at_least
        return value <= self.bound


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One movement. `view` is the recommended one, `views` those that are accepted."""

    id: str
    name: str
    aliases: tuple[str, ...]
    group: Group
    hold: bool
    sides: Literal["both", "one"]
    start_position: str
    view: View
    views: tuple[View, ...]
    camera_advice: str
    source: str
    principal: Principal
    phases: tuple[str, ...]
    curves: tuple[str, ...]
    rules: tuple[Rule, ...]

    def describe(self) -> dict[str, object]:
        """The record of the list of exercises that clients read."""
        curve = f"{self.principal.curve}_left"
        return {
            "id": self.id,
            "name": self.name,
            "aliases": list(self.aliases),
            "group": self.group,
            "view": self.view,
            "views": list(self.views),
            "start_position": self.start_position,
            "hold": self.hold,
            "camera_advice": self.camera_advice,
            "principal": {
                "curve": curve if curve in WIRE_CURVES else "hip_left",
                "unit": "deg",
            },
            "curves": [
                {"name": name, "label": CURVE_LABELS[name], "unit": "deg"} for name in WIRE_CURVES
            ],
        }
