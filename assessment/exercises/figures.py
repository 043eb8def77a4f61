"""Reads what an exercise file measures: signals, posture criteria, named measures and rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from assessment.core.curves import CURVES, JOINTS
from assessment.exercises.checks import Checks
from assessment.exercises.schema import (
    LIMBS,
    STATS,
    Keep,
    Limb,
    NamedMeasure,
    Principal,
    Rule,
    SideRule,
    Signal,
    Stat,
    View,
)

if TYPE_CHECKING:  # its module imports arrays; this one is light
    from assessment.core.units import Unit

__all__ = ["Frame", "keep_read", "measure_read", "principal_read", "rule_read"]

_NAMES = tuple(CURVES)
# Error of a length of time: a start and an end of a phase, each off by about a tenth. Chosen.
_DURATION_ERROR_S = 0.2


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the figures of one file may refer to."""

    checks: Checks
    phases: tuple[str, ...]
    views: tuple[View, ...]
    sides: SideRule


def principal_read(kept: Mapping[str, Any], checks: Checks) -> Principal:
    checks.no_others(kept, _PRINCIPAL_FIELDS, "`principal`")
    first = _signal(kept, checks)
    unit = CURVES[first.curve].unit
    smallest = checks.number(kept, "min_range")
    if smallest <= 0:
        checks.refuse(f"`min_range` must be above zero, in the unit of {first.curve} ({unit}).")
    return Principal(
        curve=first.curve,
        far=first.far,
        min_range=smallest,
        full_range=checks.maybe(kept, "full_range"),
        world=checks.flag(kept, "world", default=False),
        also=tuple(_also(one, checks) for one in checks.tables(kept, "also")),
    )


def _also(kept: Mapping[str, Any], checks: Checks) -> Signal:
    checks.no_others(kept, frozenset({"curve", "far"}), "`principal.also`")
    return _signal(kept, checks)


def _signal(kept: Mapping[str, Any], checks: Checks) -> Signal:
    return Signal(
        curve=checks.one_of(kept, "curve", _NAMES),
        far="max" if checks.one_of(kept, "far", ("min", "max")) == "max" else "min",
    )


def keep_read(kept: Mapping[str, Any], checks: Checks) -> Keep:
    checks.no_others(kept, frozenset({"curve", "at_least", "at_most"}), "`keep`")
    if "at_least" not in kept and "at_most" not in kept:
        checks.refuse("`keep` needs `at_least`, `at_most` or both.")
    return Keep(
        curve=checks.one_of(kept, "curve", _NAMES),
        at_least=checks.maybe(kept, "at_least"),
        at_most=checks.maybe(kept, "at_most"),
    )


def measure_read(kept: Mapping[str, Any], frame: Frame) -> NamedMeasure:
    checks = frame.checks
    name = checks.text(kept, "name")
    checks.no_others(kept, _MEASURE_FIELDS, f"the measure {name}")
    stat, curve, unit = _figure(kept, checks, f"the measure {name}")
    return NamedMeasure(
        name=name,
        curve=curve,
        stat=stat,
        phase=checks.one_of(kept, "phase", (*frame.phases, "whole")),
        limb=_limb(kept, curve, frame),
        unit=unit,
    )


def rule_read(kept: Mapping[str, Any], frame: Frame) -> Rule:
    checks = frame.checks
    code = checks.text(kept, "code")
    where = f"the rule {code}"
    checks.no_others(kept, _RULE_FIELDS, where)
    if ("at_least" in kept) == ("at_most" in kept):
        checks.refuse(f"{where} needs exactly one of `at_least` and `at_most`.")
    stat, curve, unit = _figure(kept, checks, where)
    if checks.text(kept, "unit") != unit:
        checks.refuse(f"{where}: {stat} of `{curve}` is measured in {unit}.")
    views = cast("tuple[View, ...]", tuple(checks.texts(kept, "views", frame.views)))
    limb = _limb(kept, curve, frame)
    _check_views(checks, where, views, curve, limb)
    return Rule(
        code=code,
        joint=checks.one_of(kept, "joint", JOINTS),
        curve=curve,
        stat=stat,
        phase=checks.one_of(kept, "phase", (*frame.phases, "whole")),
        at_least=checks.maybe(kept, "at_least"),
        at_most=checks.maybe(kept, "at_most"),
        tolerance=_tolerance(kept, checks, stat, curve, where),
        unit=unit,
        views=views,
        limb=limb,
        required=checks.flag(kept, "required", default=True),
        sentence_patient=_sentence(kept, checks, "sentence_patient"),
        sentence_clinician=_sentence(kept, checks, "sentence_clinician"),
        source=checks.text(kept, "source"),
    )


def _figure(kept: Mapping[str, Any], checks: Checks, where: str) -> "tuple[Stat, str | None, Unit]":
    stat = cast("Stat", checks.one_of(kept, "stat", STATS))
    if stat == "duration":
        if "curve" in kept:
            checks.refuse(f"{where}: `duration` is that of the phase and takes no `curve`.")
        return stat, None, "s"
    curve = checks.one_of(kept, "curve", _NAMES)
    unit = CURVES[curve].unit
    if stat == "passage":
        return stat, curve, "s"
    if stat != "fastest":
        return stat, curve, unit
    if unit != "deg":
        checks.refuse(f"{where}: `fastest` needs a curve in degrees.")
    return stat, curve, "deg_s"


def _limb(kept: Mapping[str, Any], curve: str | None, frame: Frame) -> Limb:
    usual = "near" if frame.sides == "both" else "working"
    limb = cast("Limb", frame.checks.one_of(kept, "limb", LIMBS, default=usual))
    if "limb" in kept and (curve is None or not CURVES[curve].sided):
        frame.checks.refuse(f"`limb` belongs to curves of one side; {curve} has none.")
    return limb


def _check_views(
    checks: Checks, where: str, views: tuple[View, ...], curve: str | None, limb: Limb
) -> None:
    shown = CURVES[curve].views if curve is not None else views
    hidden = [view for view in views if view not in shown]
    if hidden:
        checks.refuse(f"{where}: `{curve}` can't be seen from {hidden[0]}; {', '.join(shown)} can.")
    if limb == "left_right" and "side" in views:
        checks.refuse(f"{where}: `left_right` needs both sides, and a side view shows one.")


def _tolerance(
    kept: Mapping[str, Any], checks: Checks, stat: Stat, curve: str | None, where: str
) -> float:
    if "tolerance" in kept:
        given = checks.number(kept, "tolerance")
        if given < 0:
            checks.refuse(f"{where}: `tolerance` can't be below zero.")
        return given
    if stat == "fastest":
        checks.refuse(f"{where}: `fastest` needs a `tolerance` in degrees a second.")
    if curve is None or stat == "passage":
        return _DURATION_ERROR_S
    return CURVES[curve].error


def _sentence(kept: Mapping[str, Any], checks: Checks, field: str) -> str:
    text = checks.text(kept, field)
    try:
        text.format(measured=1.0, expected=2.0)
    except (KeyError, IndexError, ValueError):
        checks.refuse(f"`{field}` may hold {{measured}} and {{expected}} only: {text!r}.")
    return text


_PRINCIPAL_FIELDS = frozenset({"curve", "far", "min_range", "full_range", "world", "also"})
_MEASURE_FIELDS = frozenset({"name", "curve", "stat", "phase", "limb"})
_RULE_FIELDS = frozenset(
    {
        "code",
        "joint",
        "curve",
        "stat",
        "phase",
        "at_least",
        "at_most",
        "tolerance",
        "unit",
        "views",
        "limb",
        "required",
        "sentence_patient",
        "sentence_clinician",
        "source",
    }
)
