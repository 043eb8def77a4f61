"""Performances strung together: one element between everyday movement, or a whole routine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from assessment.simulation.elements.measures import measured
from assessment.simulation.elements.place import Flight, placed
from assessment.simulation.elements.style import Population, Style, style_draw
from assessment.simulation.elements.tracks import Tracks, tracks_made
from assessment.simulation.elements.vocabulary import Error, fillers, kinds, performances
from assessment.simulation.rotations import Array
from assessment.simulation.skeleton import Joints
from assessment.simulation.truth import world_points

__all__ = ["FPS", "Marked", "Routine", "element_made", "routine_made"]

FPS = 30.0
# A new performance begins out of the last one's end over so long.
_JOIN_S = 0.1
# One in so many performances of a routine is an element: about twelve in 90 s (chosen; the codes
# allow eight to ten, and some of the pauses between are short on purpose).
_ELEMENT_SHARE = 0.45


@dataclass(frozen=True, kw_only=True)
class Marked:
    """An element as performed; measured: degrees, seconds and counts by name (measures.py)."""

    id: str
    start_s: float
    end_s: float
    errors: tuple[Error, ...]
    measured: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Routine:
    """positions [T, 33, 3] metres, y up; `joints` the same and more, for drawing."""

    fps: float
    positions: Array
    joints: Joints
    style: Style
    marked: tuple[Marked, ...]


def routine_made(
    population: Population,
    seed: int,
    *,
    seconds: float = 90.0,
    share: float = _ELEMENT_SHARE,
    only: Sequence[str] | None = None,
) -> Routine:
    """A routine of one person. `only`: the elements it is drawn from (all without)."""
    random = np.random.default_rng([seed, 0 if population == "train" else 1])
    style = style_draw(population, random)
    names = list(only or kinds())
    order: list[str] = []
    parts: list[Tracks] = []
    total = 0.0
    while total < seconds:
        if random.random() < share:
            # Each as often as the others.
            order = order or list(random.permutation(names))
            name = order.pop()
        else:
            name = str(random.choice(fillers()))
        parts.append(tracks_made(performances()[name], style, random, fps=FPS))
        total += len(parts[-1].yaw) / FPS
    return _joined(parts, style, random)


def element_made(
    name: str, population: Population, seed: int, *, beside: Sequence[str] | None = None
) -> Routine:
    """One performance with those `beside` before and after it; None: everyday movement."""
    random = np.random.default_rng([seed, 2 if population == "train" else 3])
    style = style_draw(population, random)
    before, after = (
        [str(random.choice(fillers()))] if beside is None else [*beside] for _ in range(2)
    )
    names = [*before, name, *after]
    made = [tracks_made(performances()[one], style, random, fps=FPS) for one in names]
    return _joined(made, style, random)


def _joined(parts: Sequence[Tracks], style: Style, random: np.random.Generator) -> Routine:
    starts = np.cumsum([0] + [len(one.yaw) for one in parts]) / FPS
    flights: list[Flight] = [
        (start + a, start + b, one.travel)
        for start, one in zip(starts, parts, strict=False)
        for a, b in one.flights
    ]
    yaw, facing = [], float(random.uniform(-180, 180))
    for one in parts:
        yaw.append(facing + one.yaw)
        facing = float(yaw[-1][-1])
    rows = np.concatenate([one.rows for one in parts])
    rows = gaussian_filter1d(rows, 0.5 * _JOIN_S * FPS, axis=0, mode="nearest")
    heading = np.concatenate(yaw) + 4.0 * gaussian_filter1d(
        random.standard_normal(len(rows)) * np.sqrt(FPS * 4), FPS, mode="nearest"
    )
    pitch, roll, twist = (
        np.concatenate([getattr(one, name) for one in parts]) for name in ("pitch", "roll", "twist")
    )
    joints = placed(style.body, rows, (heading, pitch, roll, twist), flights, fps=FPS)
    marked = []
    for start, one in zip(starts, parts, strict=False):
        if one.element is not None:
            a, b = start + one.element[0], start + one.element[1]
            inside = slice(int(a * FPS), int(b * FPS) + 1)
            found = measured(joints, inside, (heading, pitch, roll, twist))
            found["flight_s"] = sum(end - begin for begin, end in one.flights)
            marked.append(Marked(id=one.id, start_s=a, end_s=b, errors=one.errors, measured=found))
    return Routine(
        fps=FPS,
        positions=world_points(joints),
        joints=joints,
        style=style,
        marked=tuple(marked),
    )
