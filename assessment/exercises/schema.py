"""What an exercise file says. Every field is explained in catalogue/_fields.md."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from assessment.core.curves import CURVE_LABELS, CURVES, WIRE_CURVES, CurveView
from assessment.exercises.motion import Motion

if TYPE_CHECKING:  # its module imports arrays; this one is light
    from assessment.core.units import Unit

__all__ = [
    "BALANCES",
    "GROUPS",
    "LIMBS",
    "NEAR_LEGS",
    "POSTURES",
    "SIDE_RULES",
    "STATS",
    "VIEWS",
    "Balance",
    "Exercise",
    "Far",
    "Group",
    "Keep",
    "Limb",
    "NamedMeasure",
    "NearLeg",
    "Posture",
    "Principal",
    "Rule",
    "SideRule",
    "Signal",
    "Stat",
    "View",
]

View = CurveView
Group = Literal["legs", "arms", "trunk", "floor", "bars", "whole"]
Far = Literal["min", "max"]
SideRule = Literal["both", "one", "alternate"]
Posture = Literal["standing", "seated", "lying", "support", "hanging"]
Balance = Literal["lying", "seated", "support", "hanging", "two_feet", "split", "jump", "one_leg"]
NearLeg = Literal["standing"]
Limb = Literal["near", "each", "working", "other", "left_right"]
Stat = Literal[
    "min",
    "max",
    "mean",
    "rise",
    "drop",
    "range",
    "start",
    "end",
    "fastest",
    "passage",
    "duration",
]

VIEWS: tuple[View, ...] = get_args(View)
GROUPS: tuple[Group, ...] = get_args(Group)
SIDE_RULES: tuple[SideRule, ...] = get_args(SideRule)
POSTURES: tuple[Posture, ...] = get_args(Posture)
BALANCES: tuple[Balance, ...] = get_args(Balance)
LIMBS: tuple[Limb, ...] = get_args(Limb)
NEAR_LEGS: tuple[NearLeg, ...] = get_args(NearLeg)
STATS: tuple[Stat, ...] = get_args(Stat)


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A curve that a repetition moves from rest to `far` and back."""

    curve: str
    far: Far


@dataclass(frozen=True, kw_only=True)
class Principal(Signal):
    """What repetitions are counted on; `min_range` and `full_range` in the curve's unit.

    `also`: further signals that move with it. `world`: counted on the world landmarks in every
    view.
    """

    min_range: float
    full_range: float | None = None
    world: bool = False
    also: tuple[Signal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Keep:
    """A hold lasts while this curve stays within the bounds (one of them may be None)."""

    curve: str
    at_least: float | None
    at_most: float | None


@dataclass(frozen=True, kw_only=True)
class NamedMeasure:
    """A figure of a repetition beside the ranges of motion; `curve` is None for `duration`."""

    name: str
    curve: str | None
    stat: Stat
    phase: str
    limb: Limb
    unit: "Unit"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One bound on one statistic of a curve in one phase; missed only beyond `tolerance`."""

    code: str
    joint: str
    curve: str | None
    stat: Stat
    phase: str
    at_least: float | None
    at_most: float | None
    tolerance: float
    unit: "Unit"
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
            return value >= self.at_least - self.tolerance
        return value <= self.bound + self.tolerance


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One movement. `view` is the recommended one, `views` those that are accepted."""

    id: str
    name: str
    aliases: tuple[str, ...]
    group: Group
    hold: bool
    sides: SideRule
    posture: Posture
    balance: Balance
    start_position: str
    view: View
    views: tuple[View, ...]
    near_leg: NearLeg | None
    camera_advice: str
    source: str
    principal: Principal
    keep: tuple[Keep, ...]
    phases: tuple[str, ...]
    curves: tuple[str, ...]
    measures: tuple[NamedMeasure, ...]
    rules: tuple[Rule, ...]
    # How a rendered person performs it; None where the file does not say.
    motion: Motion | None = field(default=None, compare=False, hash=False)

    def describe(self) -> dict[str, object]:
        """The record of the list of exercises that clients read."""
        return {
            "id": self.id,
            "name": self.name,
            "aliases": list(self.aliases),
            "group": self.group,
            "view": self.view,
            "views": list(self.views),
            "posture": self.posture,
            "start_position": self.start_position,
            "hold": self.hold,
            "camera_advice": self.camera_advice,
            "principal": {"curve": self._drawn(), "unit": "deg"},
            "curves": [
                {"name": name, "label": CURVE_LABELS[name], "unit": "deg"} for name in WIRE_CURVES
            ],
            "rules": [
                {
                    "code": rule.code,
                    "joint": rule.joint,
                    "phase": rule.phase,
                    "views": list(rule.views),
                }
                for rule in self.rules
            ],
        }

    def _drawn(self) -> str:
        """The first of the exercise's curves that clients can draw."""
        for base in (self.principal.curve, *self.curves):
            name = f"{base}_left" if CURVES[base].sided else base
            if name in WIRE_CURVES:
                return name
        return "trunk_lean"
