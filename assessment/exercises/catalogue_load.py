"""Reads and checks exercise files; every refusal names the file, the field and what to write."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Never, cast, get_args

from assessment.core.errors import CatalogueError
from assessment.exercises.schema import (
    GROUPS,
    MIDDLE_CURVES,
    PRINCIPALS,
    SIDED_CURVES,
    STATS,
    VIEWS,
    Exercise,
    Group,
    Limb,
    Principal,
    Rule,
    View,
)

__all__ = ["catalogue", "exercise_find", "exercise_get", "exercise_load"]

_FOLDER = Path(__file__).parent / "catalogue"
_CURVES = (*SIDED_CURVES, *MIDDLE_CURVES)
_UNITS = {**dict.fromkeys(_CURVES, "deg"), "knee_spread": "ratio", "foot_spread": "ratio"}


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
    return _Reader(path).exercise(kept)


class _Reader:
    """Checks one file field by field."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def refuse(self, why: str) -> Never:
        raise CatalogueError("exercise_invalid", f"{self.path.name}: {why}")

    def text(self, kept: Mapping[str, Any], field: str) -> str:
        value = kept.get(field)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"`{field}` must be a text that is not empty.")
        return value

    def texts(self, kept: Mapping[str, Any], field: str, allowed: tuple[str, ...]) -> list[str]:
        values = kept.get(field)
        if not isinstance(values, list) or not values:
            self.refuse(f"`{field}` must be a list with at least one entry.")
        for value in values:
            if not isinstance(value, str) or (allowed and value not in allowed):
                self.refuse(f"`{field}` holds {value!r}; choose from {', '.join(allowed)}.")
        return values

    def one_of(self, kept: Mapping[str, Any], field: str, allowed: tuple[str, ...]) -> str:
        value = self.text(kept, field)
        if value not in allowed:
            self.refuse(f"`{field}` is {value!r}; choose from {', '.join(allowed)}.")
        return value

    def number(self, kept: Mapping[str, Any], field: str) -> float:
        value = kept.get(field)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"`{field}` must be a number.")
        return float(value)

    def flag(self, kept: Mapping[str, Any], field: str) -> bool:
        value = kept.get(field)
        if not isinstance(value, bool):
            self.refuse(f"`{field}` must be true or false.")
        return value

    def no_others(self, kept: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
        unknown = sorted(set(kept) - allowed)
        if unknown:
            self.refuse(f"{where} has the unknown field {unknown[0]!r}; see _fields.md.")

    def exercise(self, kept: Mapping[str, Any]) -> Exercise:
        self.no_others(kept, _EXERCISE_FIELDS, "the file")
        if self.text(kept, "id") != self.path.stem:
            self.refuse("`id` must equal the file name.")
        views = cast("tuple[View, ...]", tuple(self.texts(kept, "views", VIEWS)))
        view = cast("View", self.one_of(kept, "view", VIEWS))
        if view not in views:
            self.refuse("`view` must be one of `views`.")
        phases = tuple(self.texts(kept, "phases", ()))
        hold = self.flag(kept, "hold")
        if len(phases) != (1 if hold else 3):
            self.refuse("`phases` needs three names (out, far, back), or one for a hold.")
        sides = self.one_of(kept, "sides", ("both", "one"))
        limb: Limb = "working" if sides == "one" else "near"
        rules = (
            tuple(self.rule(rule, phases=phases, views=views, limb=limb) for rule in kept["rules"])
            if kept.get("rules")
            else ()
        )
        if len({rule.code for rule in rules}) != len(rules):
            self.refuse("two rules have the same `code`.")
        return Exercise(
            id=kept["id"],
            name=self.text(kept, "name"),
            aliases=tuple(kept.get("aliases", [])),
            group=cast("Group", self.one_of(kept, "group", GROUPS)),
            hold=hold,
            sides="one" if sides == "one" else "both",
            start_position=self.text(kept, "start_position"),
            view=view,
            views=views,
            camera_advice=self.text(kept, "camera_advice"),
            source=self.text(kept, "source"),
            principal=self.principal(kept.get("principal", {})),
            phases=phases,
            curves=tuple(self.texts(kept, "curves", _CURVES)),
            rules=rules,
        )

    def principal(self, kept: Mapping[str, Any]) -> Principal:
        self.no_others(kept, frozenset({"curve", "far", "min_range_deg"}), "`principal`")
        return Principal(
            curve=self.one_of(kept, "curve", PRINCIPALS),
            far="max" if self.one_of(kept, "far", ("min", "max")) == "max" else "min",
            min_range_deg=self.number(kept, "min_range_deg"),
        )

    def rule(
        self,
        kept: Mapping[str, Any],
        *,
        phases: tuple[str, ...],
        views: tuple[View, ...],
        limb: Limb,
    ) -> Rule:
        code = self.text(kept, "code")
        self.no_others(kept, _RULE_FIELDS, f"the rule {code}")
        if ("at_least" in kept) == ("at_most" in kept):
            self.refuse(f"the rule {code} needs exactly one of `at_least` and `at_most`.")
        curve = self.one_of(kept, "curve", _CURVES)
        if self.text(kept, "unit") != _UNITS[curve]:
            self.refuse(f"the rule {code}: `{curve}` is measured in {_UNITS[curve]}.")
        return Rule(
            code=code,
            joint=self.text(kept, "joint"),
            curve=curve,
            stat=cast("Any", self.one_of(kept, "stat", STATS)),
            phase=self.one_of(kept, "phase", (*phases, "whole")),
            at_least=self.number(kept, "at_least") if "at_least" in kept else None,
            at_most=self.number(kept, "at_most") if "at_most" in kept else None,
            unit=kept["unit"],
            views=cast("tuple[View, ...]", tuple(self.texts(kept, "views", views))),
            limb=cast(
                "Limb", self.one_of({"limb": kept.get("limb", limb)}, "limb", get_args(Limb))
            ),
            required=self.flag({"required": kept.get("required", True)}, "required"),
            sentence_patient=self.text(kept, "sentence_patient"),
            sentence_clinician=self.text(kept, "sentence_clinician"),
            source=self.text(kept, "source"),
        )


_EXERCISE_FIELDS = frozenset(
    {
        "id",
        "name",
        "aliases",
        "group",
        "hold",
        "sides",
        "start_position",
        "view",
        "views",
        "camera_advice",
        "source",
        "principal",
        "phases",
        "curves",
        "rules",
    }
)
_RULE_FIELDS = frozenset(
    {
        "code",
        "joint",
        "curve",
        "stat",
        "phase",
        "at_least",
        "at_most",
        "unit",
        "views",
        "limb",
        "required",
        "sentence_patient",
        "sentence_clinician",
        "source",
    }
)
