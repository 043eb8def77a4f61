"""Biomechanical complexity index, 0 to 1, of joints, angular sensitivity, range and balance.

The four parts are those Rezaee and Monshizadeh 2026 name (doi 10.30476/jhmi.2026.109616.1334);
they give no formula. Ours stands in docs/algorithms/complexity.md.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from assessment.core.curves import CURVES
from assessment.core.units import JSON
from assessment.exercises import Exercise
from assessment.exercises.schema import Balance
from assessment.scoring.limbs import Clip, curve_names, shows
from assessment.scoring.repetitions import Repetition
from assessment.simulation.ranges import joint_ranges

__all__ = ["Complexity", "complexity"]

# Full range of a joint, degrees. Source: norms of the AAOS (Greene, Heckman 1994), flexion and
# extension together; the trunk's 90 is from upright to level.
FULL_RANGE_DEG = {
    "ankle": 70.0,
    "knee": 140.0,
    "hip": 140.0,
    "trunk": 90.0,
    "shoulder": 180.0,
    "elbow": 145.0,
}
# A joint is engaged from this much movement: three times the largest error of an angle but the
# elbow's. Chosen.
ENGAGED_DEG = 18.0
# A rule that leaves this much tolerance asks for no exactness. Chosen: a third of a right angle.
LOOSE_DEG = 30.0
# Chosen, in the order of the base of support: from the whole back down to one foot.
BALANCE_DEMAND: dict[Balance, float] = {
    "lying": 0.0,
    "seated": 0.1,
    "hanging": 0.2,
    "support": 0.3,
    "two_feet": 0.3,
    "split": 0.6,
    "jump": 0.7,
    "one_leg": 1.0,
}
_CURVE_OF = {
    "ankle": "shank_lean",
    "knee": "knee",
    "hip": "hip",
    "trunk": "trunk_lean",
    "shoulder": "shoulder",
    "elbow": "elbow",
}


@dataclass(frozen=True, kw_only=True)
class Complexity:
    """The index is the mean of its four parts, each 0 to 1."""

    joints: float
    angular_sensitivity: float
    range_of_motion: float
    balance: float

    @property
    def index(self) -> float:
        parts = (self.joints, self.angular_sensitivity, self.range_of_motion, self.balance)
        return sum(parts) / len(parts)

    def payload(self) -> dict[str, JSON]:
        return {
            "index": round(self.index, 3),
            "joints": round(self.joints, 3),
            "angular_sensitivity": round(self.angular_sensitivity, 3),
            "range_of_motion": round(self.range_of_motion, 3),
            "balance": round(self.balance, 3),
        }


def complexity(
    exercise: Exercise, clip: Clip | None = None, repetitions: list[Repetition] | None = None
) -> Complexity:
    """Of the repetitions of a clip where its view shows them, else of the exercise's own data."""
    ranges = _measured(exercise, clip, repetitions or []) if clip is not None else {}
    ranges = ranges or _described(exercise)
    engaged = {joint: size for joint, size in ranges.items() if size >= ENGAGED_DEG}
    shares = [min(size / FULL_RANGE_DEG[joint], 1.0) for joint, size in engaged.items()]
    return Complexity(
        joints=len(engaged) / len(FULL_RANGE_DEG),
        angular_sensitivity=_sensitivity(exercise),
        range_of_motion=float(np.mean(shares)) if shares else 0.0,
        balance=BALANCE_DEMAND[exercise.balance],
    )


def _measured(exercise: Exercise, clip: Clip, repetitions: list[Repetition]) -> dict[str, float]:
    """Median range of each joint over the repetitions, the side that moves further."""
    found: dict[str, float] = {}
    if clip.view != exercise.view:
        return found
    for joint, base in _CURVE_OF.items():
        if not shows(exercise, base, clip.view):
            continue
        sizes = []
        for one in repetitions:
            own = clip.of(one)
            if own.view != clip.view:
                continue
            names = curve_names(base, own.sides)
            figures = [own.figure(name, "range", (one.start_s, one.end_s)) for name in names]
            seen = [figure.value for figure in figures if figure is not None]
            sizes += [max(seen)] if seen else []
        if sizes:
            found[joint] = float(np.median(sizes))
    return found


@cache
def _described(exercise: Exercise) -> dict[str, float]:
    """As the file's motion is performed; without one, what its principal curve must reach."""
    if exercise.motion is not None:
        return joint_ranges(exercise.motion)
    joint = next((j for j, base in _CURVE_OF.items() if base == exercise.principal.curve), None)
    asked = exercise.principal.full_range or exercise.principal.min_range
    return {} if joint is None else {joint: asked}


def _sensitivity(exercise: Exercise) -> float:
    """How closely angles must be kept: 1 for no tolerance, 0 for LOOSE_DEG or for no such rule."""
    angular = [
        rule.tolerance
        for rule in exercise.rules
        if rule.curve is not None and CURVES[rule.curve].unit == "deg" and rule.unit == "deg"
    ]
    if not angular:
        return 0.0
    return float(np.mean([max(1.0 - tolerance / LOOSE_DEG, 0.0) for tolerance in angular]))
