"""Ranges of motion, tempo, speeds and symmetry, each with its unit and known error.

Angles are planar and reported only in a view that shows them, in a side view only for the side
towards the camera. Definitions: docs/algorithms/kinematics.md.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from assessment.core.curves import CURVES, SIDED
from assessment.core.records import Measure
from assessment.core.units import Mask
from assessment.exercises import Exercise
from assessment.exercises.schema import NamedMeasure
from assessment.scoring.errors import with_errors
from assessment.scoring.limbs import (
    Clip,
    curve_names,
    limb_sides,
    shows,
    span_of,
)
from assessment.scoring.repetitions import Repetition

__all__ = ["clip_measures", "repetition_measured"]

Named = list[tuple[str, Measure]]

# What is shown of a clip whose exercise is not known.
_EVERY_CURVE = ("knee", "hip", "shoulder", "elbow", "trunk_lean")
# Share of the frames of a clip that must show a curve. Chosen.
_SEEN_SHARE = 0.6
# A side that moves less than this tells nothing about symmetry. Chosen: three times the error.
_SMALLEST_RANGE_ERRORS = 3.0


def repetition_measured(repetition: Repetition, *, exercise: Exercise, clip: Clip) -> Repetition:
    """The repetition with its measures filled in, those that its own view shows."""
    clip = clip.of(repetition)
    whole = (repetition.start_s, repetition.end_s)
    measures: Named = [("duration", _seconds(*whole))]
    if not exercise.hold:
        measures += [
            (phase.name, _seconds(phase.start_s, phase.end_s)) for phase in repetition.phases
        ]
    for base in exercise.curves:
        if shows(exercise, base, clip.view):
            measures += _of_curve(base, repetition, exercise, clip)
    measures += _far_point(repetition, exercise, clip)
    for named in exercise.measures:
        measures += _named(named, repetition, exercise, clip)
    return replace(repetition, measures=tuple(with_errors(exercise.id, "repetition", measures)))


def clip_measures(exercise: Exercise | None, clip: Clip, repetitions: list[Repetition]) -> Named:
    """Ranges of motion (5th to 95th percentile) over its repetitions, of holds or without one over
    the whole clip, and their pace.
    """
    if clip.view in (None, "three_quarter"):
        return _pace(exercise, repetitions)
    bases: tuple[str, ...] = _EVERY_CURVE
    if exercise is not None:
        bases = tuple(base for base in exercise.curves if shows(exercise, base, clip.view))
    measures: Named = []
    # Within a hold little moves, and its edges are whole frames: of holds, the way into it counts.
    moved = [] if exercise is not None and exercise.hold else repetitions
    frames = clip.faced() & _within(clip, moved)
    for base in bases:
        for name in curve_names(base, clip.sides):
            values = clip.curve(name)[frames]
            seen = values[~np.isnan(values)]
            if len(seen) and len(seen) >= _SEEN_SHARE * len(values):
                low, high = np.percentile(seen, (5, 95))
                measures.append((f"{name}_range", _measure(base, float(high - low))))
    if exercise is not None:
        measures = with_errors(exercise.id, "clip", measures)
    return measures + _pace(exercise, repetitions)


def _within(clip: Clip, repetitions: list[Repetition]) -> Mask:
    """[T]: frames of any repetition; every frame where there is none."""
    t_s = clip.landmarks.t_s
    inside = np.full(len(t_s), not repetitions)
    for one in repetitions:
        inside |= (t_s >= one.start_s - 1e-6) & (t_s <= one.end_s + 1e-6)
    return inside


def _pace(exercise: Exercise | None, repetitions: list[Repetition]) -> Named:
    """Seconds from start to start within a set, and their spread."""
    if exercise is None or exercise.hold:
        return []
    steps = [b.start_s - a.start_s for a, b in pairwise(repetitions) if a.set == b.set]
    if not steps:
        return []
    found: Named = [("period", Measure(value=float(np.median(steps)), unit="s"))]
    if len(steps) > 1:
        found.append(("period_spread", Measure(value=float(np.std(steps)), unit="s")))
    return found


def _seconds(start_s: float, end_s: float) -> Measure:
    return Measure(value=end_s - start_s, unit="s")


def _measure(base: str, value: float) -> Measure:
    return Measure(value=value, unit=CURVES[base].unit, error=CURVES[base].error)


def _of_curve(base: str, repetition: Repetition, exercise: Exercise, clip: Clip) -> Named:
    """Ranges of motion, whole and by phase, and how alike the sides are."""
    spans = {"": (repetition.start_s, repetition.end_s)}
    if not exercise.hold:
        spans |= {f"_{one.name}": (one.start_s, one.end_s) for one in repetition.phases}
    found: Named = []
    ranges: list[float] = []
    for name in curve_names(base, clip.sides):
        for phase, span in spans.items():
            one = clip.figure(name, "range", span)
            if one is not None:
                found.append((f"{name}{phase}_range", _measure(base, one.value)))
                ranges += [one.value] if not phase else []
    if base in SIDED and exercise.sides == "both" and len(ranges) == 2:
        larger = max(ranges)
        if larger >= _SMALLEST_RANGE_ERRORS * CURVES[base].error:
            alike = Measure(value=min(ranges) / larger, unit="ratio")
            found.append((f"{base}_symmetry", alike))
    return found


def _far_point(repetition: Repetition, exercise: Exercise, clip: Clip) -> Named:
    """The principal curve at the far point, and its fastest change on the way out and back."""
    base = exercise.principal.curve
    if exercise.hold or not repetition.phases:
        return []
    if not shows(exercise, base, clip.view) or clip.view != exercise.view:
        return []
    found: Named = []
    for name in curve_names(base, clip.sides):
        whole = (repetition.start_s, repetition.end_s)
        far = clip.figure(name, exercise.principal.far, whole)
        if far is not None:
            found.append((f"{name}_far", _measure(base, far.value)))
        if CURVES[base].unit == "deg":
            spans = {"": whole, **_ways(repetition)}
            for phase, span in spans.items():
                fastest = clip.figure(name, "fastest", span)
                if fastest is not None:
                    speed = Measure(value=fastest.value, unit="deg_s")
                    found.append((f"{name}{phase}_fastest", speed))
    return found


def _ways(repetition: Repetition) -> dict[str, tuple[float, float]]:
    out, _, back = repetition.phases
    return {f"_{one.name}": (one.start_s, one.end_s) for one in (out, back)}


def _named(named: NamedMeasure, repetition: Repetition, exercise: Exercise, clip: Clip) -> Named:
    span = span_of(named.phase, repetition)
    if named.curve is None:
        return [(named.name, _seconds(*span))]
    if not shows(exercise, named.curve, clip.view):
        return []
    if named.curve in SIDED:
        sides = limb_sides(named.limb, repetition.side, clip)
    else:
        sides = clip.sides[:1]
    names = curve_names(named.curve, sides)
    found = [clip.figure(name, named.stat, span) for name in names]
    values = [one.value for one in found if one is not None]
    if not values or len(values) < len(names):
        return []
    value = abs(values[0] - values[1]) if named.limb == "left_right" else float(np.mean(values))
    error = None if named.stat == "fastest" else CURVES[named.curve].error
    return [(named.name, Measure(value=value, unit=named.unit, error=error))]
