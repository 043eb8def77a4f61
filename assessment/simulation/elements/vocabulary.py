"""Shapes of a body and performances made of them, read from the two tables beside this file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assessment.simulation.rotations import Array

__all__ = [
    "ARMS",
    "LEGS",
    "Error",
    "Performance",
    "Shape",
    "fillers",
    "kinds",
    "performances",
    "shapes",
]

_FOLDER = Path(__file__).parent
Error = Literal["under_turn", "low_leg", "bent_knee"]

# Places in a shape's row: lean, side, legs (left flexion, abduction, knee; right), toes, arms.
LEGS, ARMS, _FIELDS = slice(2, 8), slice(10, 16), 16


@dataclass(frozen=True, kw_only=True)
class Shape:
    """row [16] degrees, arms NaN where the style decides. `peak`: what leg errors change."""

    row: Array
    peak: bool


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What the fields mean: the head of performances.toml. `element` None for a negative."""

    id: str
    keys: tuple[tuple[float, tuple[str, ...]], ...]
    turn: tuple[float, float, float] | None
    turns: tuple[float, ...]
    somersault: tuple[str, float, float, float] | None
    twist: tuple[float, float, float] | None
    pitch: tuple[tuple[float, float], ...]
    flight: tuple[tuple[float, float], ...]
    element: tuple[float, float] | None
    hold: tuple[float, float] | None
    travel: float
    errors: tuple[Error, ...]
    cycles: tuple[int, int]


@cache
def shapes() -> dict[str, Shape]:
    kept = tomllib.loads((_FOLDER / "shapes.toml").read_text(encoding="utf-8"))
    return {name: _shape(one) for name, one in kept.items()}


@cache
def performances() -> dict[str, Performance]:
    kept = tomllib.loads((_FOLDER / "performances.toml").read_text(encoding="utf-8"))
    return {name: _performance(name, one) for name, one in kept.items()}


def kinds() -> tuple[str, ...]:
    """Names of the performances that are elements, sorted; a turn of any number is one kind."""
    return tuple(sorted(one.id for one in performances().values() if one.element is not None))


def fillers() -> tuple[str, ...]:
    """Names of the performances that are no element, sorted."""
    return tuple(sorted(one.id for one in performances().values() if one.element is None))


def _shape(kept: dict[str, Any]) -> Shape:
    row = np.zeros(_FIELDS)
    row[0], row[1] = kept.get("lean", 0.0), kept.get("side", 0.0)
    row[LEGS] = np.ravel(kept.get("legs", np.zeros((2, 3))))
    row[8:10] = kept.get("toes", [0.0, 0.0])
    row[ARMS] = np.ravel(kept["arms"]) if "arms" in kept else np.nan
    return Shape(row=row, peak=bool(kept.get("peak", False)))


def _performance(name: str, kept: dict[str, Any]) -> Performance:
    keys = tuple(
        (float(at), (chosen,) if isinstance(chosen, str) else tuple(chosen))
        for at, chosen in kept["keys"]
    )
    return Performance(
        id=name,
        keys=keys,
        turn=tuple(kept["turn"]) if "turn" in kept else None,
        turns=tuple(kept.get("turns", (1.0,))),
        somersault=tuple(kept["somersault"]) if "somersault" in kept else None,
        twist=tuple(kept["twist"]) if "twist" in kept else None,
        pitch=tuple((at, degrees) for at, degrees in kept.get("pitch", ())),
        flight=tuple((start, end) for start, end in kept.get("flight", ())),
        element=tuple(kept["element"]) if "element" in kept else None,
        hold=tuple(kept["hold"]) if "hold" in kept else None,
        travel=float(kept.get("travel", 0.0)),
        errors=tuple(kept.get("errors", ())),
        cycles=tuple(kept.get("cycles", (1, 1))),
    )
