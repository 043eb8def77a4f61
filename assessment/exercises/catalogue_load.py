"""Reads and checks exercise files; every refusal names the file, the field and what to write."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from assessment.core.curves import CURVES
from assessment.core.errors import CatalogueError
from assessment.exercises.checks import Checks
from assessment.exercises.figures import (
    Frame,
    keep_read,
    measure_read,
    principal_read,
    rule_read,
)
from assessment.exercises.motion import Motion
from assessment.exercises.motion_load import motion_load
from assessment.exercises.schema import (
    BALANCES,
    GROUPS,
    NEAR_LEGS,
    POSTURES,
    SIDE_RULES,
    VIEWS,
    Balance,
    Exercise,
    Group,
    Keep,
    NamedMeasure,
    NearLeg,
    Posture,
    Rule,
    SideRule,
    View,
)

__all__ = ["catalogue", "exercise_find", "exercise_get", "exercise_load", "exercise_sha256"]

_FOLDER = Path(__file__).parent / "catalogue"


@cache
def catalogue() -> tuple[Exercise, ...]:
    """Every exercise, sorted by id. Raises CatalogueError when a file is wrong."""
    return tuple(exercise_load(path) for path in sorted(_FOLDER.glob("*.toml")))


def exercise_get(exercise_id: str) -> Exercise:
    """Raises CatalogueError (code `exercise_unknown`) for an id that has no file."""
    for exercise in catalogue():
        if exercise.id == exercise_id:
            return exercise
    known = ", ".join(exercise.id for exercise in catalogue())
    raise CatalogueError(
        "exercise_unknown", f"There is no exercise named {exercise_id!r}. Choose one of: {known}."
    )


@cache
def exercise_sha256(exercise_id: str) -> str:
    """Of the exercise's file, rules and all. Raises CatalogueError as `exercise_get`."""
    path = _FOLDER / f"{exercise_get(exercise_id).id}.toml"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def exercise_find(name: str) -> Exercise | None:
    """The exercise with this id or alias, or None."""
    for exercise in catalogue():
        if name == exercise.id or name in exercise.aliases:
            return exercise
    return None


def exercise_load(path: Path) -> Exercise:
    """One file. Raises CatalogueError with a sentence for a person who edits such files."""
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            "exercise_invalid", f"{path.name} is not valid TOML: {error}."
        ) from error
    return _exercise(kept, Checks(path))


def _exercise(kept: Mapping[str, Any], checks: Checks) -> Exercise:
    checks.no_others(kept, _FIELDS, "the file")
    if checks.text(kept, "id") != checks.path.stem:
        checks.refuse("`id` must equal the file name.")
    view, views = _views(kept, checks)
    hold = checks.flag(kept, "hold")
    phases = tuple(checks.texts(kept, "phases", ()))
    if len(phases) != (1 if hold else 3):
        checks.refuse("`phases` needs three names (out, far, back), or one for a hold.")
    sides = cast("SideRule", checks.one_of(kept, "sides", SIDE_RULES))
    frame = Frame(checks=checks, phases=phases, views=views, sides=sides)
    rules = _rules(kept, frame)
    return Exercise(
        id=kept["id"],
        name=checks.text(kept, "name"),
        aliases=tuple(kept.get("aliases", [])),
        group=cast("Group", checks.one_of(kept, "group", GROUPS)),
        hold=hold,
        sides=sides,
        posture=cast("Posture", checks.one_of(kept, "posture", POSTURES)),
        balance=cast("Balance", checks.one_of(kept, "balance", BALANCES)),
        start_position=checks.text(kept, "start_position"),
        view=view,
        views=views,
        near_leg=_near_leg(kept, checks),
        camera_advice=checks.text(kept, "camera_advice"),
        source=checks.text(kept, "source"),
        principal=principal_read(kept.get("principal", {}), checks),
        keep=_keep(kept, checks, hold=hold),
        phases=phases,
        curves=_curves(kept, checks, view),
        measures=_measures(kept, frame),
        rules=rules,
        motion=_motion(kept, frame, rules, hold=hold),
    )


def _near_leg(kept: Mapping[str, Any], checks: Checks) -> NearLeg | None:
    if "near_leg" not in kept:
        return None
    return cast("NearLeg", checks.one_of(kept, "near_leg", NEAR_LEGS))


def _views(kept: Mapping[str, Any], checks: Checks) -> tuple[View, tuple[View, ...]]:
    views = cast("tuple[View, ...]", tuple(checks.texts(kept, "views", VIEWS)))
    view = cast("View", checks.one_of(kept, "view", VIEWS))
    if view not in views:
        checks.refuse("`view` must be one of `views`.")
    return view, views


def _curves(kept: Mapping[str, Any], checks: Checks, view: View) -> tuple[str, ...]:
    names = tuple(checks.texts(kept, "curves", tuple(CURVES)))
    for name in names:
        if view not in CURVES[name].views:
            checks.refuse(f"`curves`: {name} can't be seen from {view}.")
    return names


def _keep(kept: Mapping[str, Any], checks: Checks, *, hold: bool) -> tuple[Keep, ...]:
    keep = tuple(keep_read(one, checks) for one in checks.tables(kept, "keep"))
    if hold != bool(keep):
        checks.refuse("`keep` belongs to a hold, and a hold needs at least one.")
    return keep


def _measures(kept: Mapping[str, Any], frame: Frame) -> tuple[NamedMeasure, ...]:
    measures = tuple(measure_read(one, frame) for one in frame.checks.tables(kept, "measures"))
    if len({one.name for one in measures}) != len(measures):
        frame.checks.refuse("two measures have the same `name`.")
    return measures


def _motion(
    kept: Mapping[str, Any], frame: Frame, rules: tuple[Rule, ...], *, hold: bool
) -> Motion | None:
    if "motion" not in kept:
        return None
    codes = frozenset(rule.code for rule in rules)
    return motion_load(kept["motion"], codes=codes, hold=hold, refuse=frame.checks.refuse)


def _rules(kept: Mapping[str, Any], frame: Frame) -> tuple[Rule, ...]:
    rules = tuple(rule_read(one, frame) for one in frame.checks.tables(kept, "rules"))
    if len({rule.code for rule in rules}) != len(rules):
        frame.checks.refuse("two rules have the same `code`.")
    return rules


_FIELDS = frozenset(
    {
        "id",
        "name",
        "aliases",
        "group",
        "hold",
        "sides",
        "posture",
        "balance",
        "start_position",
        "view",
        "views",
        "near_leg",
        "camera_advice",
        "source",
        "principal",
        "keep",
        "phases",
        "curves",
        "measures",
        "rules",
        "motion",
    }
)
