"""Which element of the tables a spot is, and whether it keeps the element's requirements.

The elements of one movement are tried from the most demanding down. What misses a requirement
that it nearly kept was tried and is downgraded to the next that keeps all of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assessment.exercises.element_load import elements
from assessment.exercises.element_schema import MEASURES, Requirement
from assessment.exercises.element_schema import Element as Listed
from assessment.scoring.difficulty.elements_record import Check, Downgrade, Measured, Outcome
from assessment.scoring.difficulty.spots import SpotKind

__all__ = ["Ruling", "ruling", "ruling_among"]

_TURNS = ("air_turn_deg", "floor_turn_deg", "somersault_deg")
_WHOLE_DEG = 360.0
# So near is an attempt: half a turn; of a split 30 degrees, the last error that the code lists
# (fig-aerobic.com a1388), and so of other angles, chosen: twice what a view may err by.
_NEAR_TURN_DEG, _NEAR_DEG = 180.0, 30.0
# They say which of two elements it is: no attempt at the one is the other.
_DEFINING = ("feet_on_floor", "leg_switches", "legs_off_facing_deg", "over_direction_deg")
# Within one standard deviation of the bound counts as kept, beyond two as missed.
_KEPT_ERRORS, _MISSED_ERRORS = 1.0, 2.0
_WORDS = {
    "last_turn_share": "The last turn is {measured} done (at least {wanted})",
    "leg_split_deg": "The legs are {measured} apart (at least {wanted})",
    "legs_off_facing_deg": "The legs are {measured} off where the hips face",
    "leading_leg_deg": "The front leg is lifted by {measured} (at least {wanted})",
    "leg_below_horizontal_deg": "A leg is {measured} below the horizontal (at most {wanted})",
    "free_leg_below_horizontal_deg": (
        "The free leg is {measured} below the horizontal (at most {wanted})"
    ),
    "body_off_horizontal_deg": "The body is {measured} off the horizontal (at most {wanted})",
    "trunk_leg_angle_deg": "Trunk and legs are {measured} apart (at most {wanted})",
    "leg_switches": "The legs switch {measured} times (at least {wanted})",
    "bent_knee_deg": "The knee is at {measured} (wanted {wanted})",
    "take_off_feet": "Feet that take off: {measured} (wanted {wanted})",
    "landing_feet": "Feet that land: {measured} (wanted {wanted})",
    "feet_on_floor": "Feet on the floor: {measured} (wanted {wanted})",
    "hands_on_floor": "Hands on the floor: {measured} (wanted {wanted})",
    "over_direction_deg": "The head goes over {measured} off the front",
}


@dataclass(frozen=True)
class Ruling:
    """`listed` is what counts, or was tried in vain where `outcome` is missed."""

    listed: Listed
    checks: tuple[Check, ...]
    downgrade: Downgrade | None

    @property
    def outcome(self) -> Outcome:
        return _outcome(self.checks)


def ruling(kind: SpotKind, measured: dict[str, Measured]) -> Ruling | None:
    """None where no element of the tables begins like this, or the view shows too little."""
    return ruling_among(_ladder(kind), measured)


def ruling_among(ladder: Sequence[Listed], measured: dict[str, Measured]) -> Ruling | None:
    """The same of given elements, the most demanding first."""
    tried = [
        (listed, checks) for listed in ladder if _is_tried(checks := _checked(listed, measured))
    ]
    if not tried:
        return None
    first, checks = tried[0]
    kept = next((one for one in tried if _outcome(one[1]) != "missed"), None)
    if kept is None:
        return Ruling(first, checks, Downgrade(tried=first.id, sentence=_sentence(checks, None)))
    if kept[0] is first:
        return Ruling(first, checks, None)
    return Ruling(*kept, Downgrade(tried=first.id, sentence=_sentence(checks, kept[0])))


@cache
def _ladder(kind: SpotKind) -> tuple[Listed, ...]:
    """Elements that begin like `kind`, the one with most shape and then most turns first."""
    return tuple(sorted((one for one in elements() if one.movement == kind), key=_demand))


def _demand(listed: Listed) -> tuple[int, int, float, str]:
    turns = sum(one.at_least or 0 for one in listed.requirements if one.measure in _TURNS)
    shape = sum(_is_shape(one.measure) for one in listed.requirements)
    return -shape, -len(listed.requirements), -turns, listed.id


def _is_shape(measure: str) -> bool:
    return measure.endswith("_deg") and measure not in _TURNS


def _checked(listed: Listed, measured: dict[str, Measured]) -> tuple[Check, ...]:
    """Where the element has the three-quarter rule, it decides on the whole turns as well."""
    turn = next((one for one in listed.requirements if one.measure in _TURNS), None)
    if turn is not None and turn.at_least and turn.measure in measured:
        share = _share(measured[turn.measure], turn.at_least)
        measured = {**measured, "last_turn_share": share}
    checks = [_check(one, measured.get(one.measure)) for one in listed.requirements]
    ruled = next((one for one in checks if one.requirement == "last_turn_share"), None)
    if ruled is None or turn is None:
        return tuple(checks)
    return tuple(
        replace(one, outcome=ruled.outcome) if one.requirement == turn.measure else one
        for one in checks
    )


def _share(turned: Measured, wanted_deg: float) -> Measured:
    """Of the last whole turn (or of all, where less than a turn is wanted), 0 to 1."""
    last = min(_WHOLE_DEG, wanted_deg)
    share = 1.0 - max(wanted_deg - turned.value, 0.0) / last
    return Measured(value=share, error=turned.error / last, unit="share", at_s=turned.at_s)


def _check(one: Requirement, measured: Measured | None) -> Check:
    return Check(
        requirement=one.measure,
        outcome="unknown" if measured is None else _held_to(one, measured),
        measured=measured,
        at_least=one.at_least,
        at_most=one.at_most,
        unit=MEASURES[one.measure],
    )


def _held_to(one: Requirement, measured: Measured) -> Outcome:
    short = _short(one.at_least, one.at_most, measured.value)
    if short <= _KEPT_ERRORS * measured.error:
        return "met"
    return "missed" if short > _MISSED_ERRORS * measured.error else "unknown"


def _short(at_least: float | None, at_most: float | None, value: float) -> float:
    """How far `value` is outside of the bounds; 0 inside."""
    below = 0.0 if at_least is None else at_least - value
    above = 0.0 if at_most is None else value - at_most
    return max(below, above, 0.0)


def _is_tried(checks: tuple[Check, ...]) -> bool:
    """Every angle that is known is near what is wanted, and one of them is known."""
    shapes = [
        one for one in checks if _is_shape(one.requirement) and one.requirement not in _DEFINING
    ]
    if shapes and all(one.measured is None for one in shapes):
        return False
    return all(_is_near(one) for one in checks)


def _is_near(check: Check) -> bool:
    """What is not known stands in no way, unless it says which element it is."""
    if check.requirement in _DEFINING:
        return check.outcome == "met"
    if check.measured is None:
        return True
    short = _short(check.at_least, check.at_most, check.measured.value)
    if check.requirement in _TURNS:
        return short <= min(_NEAR_TURN_DEG, (check.at_least or 0.0) / 2)
    return check.unit != "deg" or short <= _NEAR_DEG


def _outcome(checks: tuple[Check, ...]) -> Outcome:
    outcomes = {one.outcome for one in checks}
    return "missed" if "missed" in outcomes else "unknown" if "unknown" in outcomes else "met"


def _sentence(checks: tuple[Check, ...], counted: Listed | None) -> str:
    """By the first requirement that was missed."""
    said = next(
        _said(one.requirement, one.measured, one.at_least or one.at_most or 0.0, one.unit)
        for one in checks
        if one.outcome == "missed" and one.measured is not None
    )
    return f"{said}: {'not counted' if counted is None else f'counted as {counted.name}'}."


def _said(requirement: str, measured: Measured, wanted: float, unit: str) -> str:
    if requirement in _TURNS:
        what = "somersault" if requirement == "somersault_deg" else "turn"
        many = "" if wanted <= _WHOLE_DEG else "s"
        return f"{_turns(measured.value)} of {_turns(wanted)} {what}{many}"
    return _WORDS[requirement].format(
        measured=_figure(measured.value, unit), wanted=_figure(wanted, unit)
    )


def _turns(degrees: float) -> str:
    """Down to twentieths, so that a turn that is not whole never reads as whole."""
    return f"{math.floor(degrees / _WHOLE_DEG * 20 + 1e-6) / 20:.2f}".rstrip("0").rstrip(".")


def _figure(value: float, unit: str) -> str:
    if unit == "deg":
        return f"{value:.0f} degrees"
    return f"{100 * value:.0f} %" if unit == "share" else f"{value:.0f}"
