"""What an element file says. Every field is explained in elements/_fields.md."""

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = [
    "KINDS",
    "MEASURES",
    "MOVEMENTS",
    "ROUTINE",
    "Element",
    "ElementKind",
    "Listing",
    "Measure",
    "Movement",
    "Requirement",
]

# What stands in place of an exercise for a clip in which elements are looked for. In a clip of an
# exercise none are: a lunge with a turn is no element.
ROUTINE = "routine"

# difficulty: of the code's table; acrobatic: a list of its own without values; negative: everyday
# and low-impact movement that must not be taken for an element.
ElementKind = Literal["difficulty", "acrobatic", "negative"]
KINDS: tuple[ElementKind, ...] = get_args(ElementKind)

# What a camera sees of an element before its requirements are looked at (difficulty.md, "Spots").
Movement = Literal[
    "air_turn",
    "aerial",
    "inversion",
    "leg_hold",
    "shape_jump",
    "single_leg_turn",
    "somersault",
]
MOVEMENTS: tuple[Movement, ...] = get_args(Movement)

Measure = Literal[
    "air_turn_deg",
    "floor_turn_deg",
    "somersault_deg",
    "over_direction_deg",
    "last_turn_share",
    "leg_split_deg",
    "legs_off_facing_deg",
    "leading_leg_deg",
    "leg_below_horizontal_deg",
    "free_leg_below_horizontal_deg",
    "body_off_horizontal_deg",
    "trunk_leg_angle_deg",
    "bent_knee_deg",
    "take_off_feet",
    "landing_feet",
    "feet_on_floor",
    "hands_on_floor",
    "leg_switches",
]
# Measure -> unit.
MEASURES: dict[Measure, str] = {
    name: "deg" if name.endswith("_deg") else "share" if name.endswith("_share") else "count"
    for name in get_args(Measure)
}


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Where a code of points lists the element; None where no source was found.

    cycle: the code that the source names, as it names it. value: points, None = unknown, never 0.
    """

    cycle: str
    group: Literal["A", "B", "C"] | None
    family: int | None
    code: str | None
    value: float | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A bound on one measure; one of the two bounds may be None. `source` None: the listing's."""

    measure: Measure
    at_least: float | None
    at_most: float | None
    source: str | None

    def holds(self, value: float) -> bool:
        below = self.at_least is not None and value < self.at_least
        return not below and not (self.at_most is not None and value > self.at_most)


@dataclass(frozen=True, kw_only=True)
class Element:
    """One element or negative. `listing` and `movement` are None for negatives alone."""

    id: str
    name: str
    kind: ElementKind
    listing: Listing | None
    movement: Movement | None
    requirements: tuple[Requirement, ...]
