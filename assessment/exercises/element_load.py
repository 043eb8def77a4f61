"""Reads and checks element files; every refusal names the file, the field and what to write."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from assessment.core.errors import CatalogueError
from assessment.exercises.checks import Checks
from assessment.exercises.element_schema import (
    KINDS,
    MEASURES,
    MOVEMENTS,
    Element,
    ElementKind,
    Listing,
    Measure,
    Movement,
    Requirement,
)

__all__ = ["element_get", "element_load", "elements"]

_FOLDER = Path(__file__).parent / "elements"
_GROUPS = ("A", "B", "C")
_FIELDS = frozenset({"id", "name", "kind", "listing", "movement", "requirements"})
_LISTING_FIELDS = frozenset({"cycle", "group", "family", "code", "value", "source"})
_REQUIREMENT_FIELDS = frozenset({"measure", "at_least", "at_most", "source"})
_UNKNOWN = "unknown"


@cache
def elements() -> tuple[Element, ...]:
    """Every element, sorted by id. Raises CatalogueError when a file is wrong."""
    found = tuple(element_load(path) for path in sorted(_FOLDER.glob("*.toml")))
    codes = [(one.listing.cycle, one.listing.code) for one in found if one.listing is not None]
    coded = [one for one in codes if one[1] is not None]
    if len(set(coded)) != len(coded):
        raise CatalogueError("element_invalid", "Two element files have the same cycle and code.")
    return found


def element_get(element_id: str) -> Element:
    """Raises CatalogueError (code `element_unknown`) for an id that has no file."""
    for element in elements():
        if element.id == element_id:
            return element
    raise CatalogueError("element_unknown", f"There is no element named {element_id!r}.")


def element_load(path: Path) -> Element:
    """One file. Raises CatalogueError with a sentence for a person who edits such files."""
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(
            "element_invalid", f"{path.name} is not valid TOML: {error}."
        ) from error
    return _element(kept, Checks(path))


def _element(kept: Mapping[str, Any], checks: Checks) -> Element:
    checks.no_others(kept, _FIELDS, "the file")
    if checks.text(kept, "id") != checks.path.stem:
        checks.refuse("`id` must equal the file name.")
    kind = cast("ElementKind", checks.one_of(kept, "kind", KINDS))
    if (kind == "negative") == ("listing" in kept):
        checks.refuse("`listing` belongs to every element and to no negative.")
    if (kind == "negative") == ("movement" in kept):
        checks.refuse("`movement` belongs to every element and to no negative.")
    requirements = tuple(_requirement(one, checks) for one in checks.tables(kept, "requirements"))
    if (kind == "negative") == bool(requirements):
        checks.refuse("`requirements` belong to every element and to no negative.")
    if len({one.measure for one in requirements}) != len(requirements):
        checks.refuse("two requirements have the same `measure`.")
    return Element(
        id=kept["id"],
        name=checks.text(kept, "name"),
        kind=kind,
        listing=None if kind == "negative" else _listing(kept["listing"], checks, kind),
        movement=None
        if kind == "negative"
        else cast("Movement", checks.one_of(kept, "movement", MOVEMENTS)),
        requirements=requirements,
    )


def _listing(kept: Any, checks: Checks, kind: ElementKind) -> Listing:
    if not isinstance(kept, dict):
        checks.refuse("`listing` must be a table.")
    checks.no_others(kept, _LISTING_FIELDS, "`listing`")
    group = checks.one_of(kept, "group", (*_GROUPS, _UNKNOWN))
    code = checks.text(kept, "code")
    listing = Listing(
        cycle=checks.text(kept, "cycle"),
        group=None if group == _UNKNOWN else cast("Any", group),
        family=_family(kept, checks),
        code=None if code == _UNKNOWN else code,
        value=_value(kept, checks),
        source=checks.text(kept, "source"),
    )
    if listing.code is not None and listing.code[:1] != listing.group:
        checks.refuse("`code` must begin with the letter of its `group`.")
    if listing.value is not None and listing.code is None:
        checks.refuse("`value` needs the `code` that it was read beside, or write 'unknown'.")
    if kind == "acrobatic" and listing.value is not None:
        checks.refuse("an acrobatic element has no `value`; write 'unknown'.")
    return listing


def _family(kept: Mapping[str, Any], checks: Checks) -> int | None:
    family = kept.get("family")
    if family == _UNKNOWN:
        return None
    if isinstance(family, bool) or not isinstance(family, int) or not 1 <= family <= 8:
        checks.refuse("`family` must be a number from 1 to 8, or 'unknown'.")
    return family


def _value(kept: Mapping[str, Any], checks: Checks) -> float | None:
    """Tenths from 0.1 to 1.0, or None for 'unknown'."""
    if kept.get("value") == _UNKNOWN:
        return None
    value = checks.number(kept, "value")
    if round(value * 10) not in range(1, 11) or abs(value * 10 - round(value * 10)) > 1e-9:
        checks.refuse("`value` must be one of 0.1, 0.2 ... 1.0, or 'unknown'.")
    return value


def _requirement(kept: Mapping[str, Any], checks: Checks) -> Requirement:
    checks.no_others(kept, _REQUIREMENT_FIELDS, "a requirement")
    measure = checks.one_of(kept, "measure", tuple(MEASURES))
    at_least, at_most = checks.maybe(kept, "at_least"), checks.maybe(kept, "at_most")
    if at_least is None and at_most is None:
        checks.refuse(f"the requirement {measure} needs `at_least` or `at_most`.")
    if at_least is not None and at_most is not None and at_least > at_most:
        checks.refuse(f"the requirement {measure} has `at_least` above `at_most`.")
    return Requirement(
        measure=cast("Measure", measure),
        at_least=at_least,
        at_most=at_most,
        source=checks.text(kept, "source") if "source" in kept else None,
    )
