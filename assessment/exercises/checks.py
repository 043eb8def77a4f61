"""Checks on the fields of an exercise file; every refusal names the file and what to write."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Never

from assessment.core.errors import CatalogueError

__all__ = ["Checks"]


class Checks:
    """Typed access to the tables of one file."""

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

    def one_of(
        self,
        kept: Mapping[str, Any],
        field: str,
        allowed: tuple[str, ...],
        default: str | None = None,
    ) -> str:
        value = default if default is not None and field not in kept else self.text(kept, field)
        if value not in allowed:
            self.refuse(f"`{field}` is {value!r}; choose from {', '.join(allowed)}.")
        return value

    def number(self, kept: Mapping[str, Any], field: str) -> float:
        value = kept.get(field)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"`{field}` must be a number.")
        return float(value)

    def maybe(self, kept: Mapping[str, Any], field: str) -> float | None:
        return self.number(kept, field) if field in kept else None

    def flag(self, kept: Mapping[str, Any], field: str, *, default: bool | None = None) -> bool:
        value = kept.get(field, default)
        if not isinstance(value, bool):
            self.refuse(f"`{field}` must be true or false.")
        return value

    def tables(self, kept: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
        """A list of tables, empty where the file has none."""
        values = kept.get(field, [])
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            self.refuse(f"`{field}` must be a list of tables.")
        return values

    def no_others(self, kept: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
        unknown = sorted(set(kept) - allowed)
        if unknown:
            self.refuse(f"{where} has the unknown field {unknown[0]!r}; see _fields.md.")
