"""Range of motion, tempo and the side of a repetition.

Angles are planar and reported only in a view that shows the exercise's plane, in a side view
only for the side towards the camera: the other one is the network's invention.
"""

from dataclasses import replace

import numpy as np

from assessment.core.curves import SIDED, curve_base
from assessment.core.kinematics import Side, curve, other_side
from assessment.core.records import Landmarks, Measure
from assessment.core.units import F64, Mask
from assessment.exercises import Exercise
from assessment.exercises.schema import Limb, View
from assessment.scoring.repetitions import Phase, Repetition, RepetitionSide

__all__ = [
    "clip_ranges",
    "frames_between",
    "limb_sides",
    "measured",
    "reliable_sides",
    "repetition_measured",
]

# Share of frames that must show a joint for a figure to be given. Chosen.
_SEEN_SHARE = 0.6
_SIDES: tuple[Side, Side] = ("left", "right")


def frames_between(landmarks: Landmarks, start_s: float, end_s: float) -> Mask:
    inside: Mask = (landmarks.t_s >= start_s - 1e-6) & (landmarks.t_s <= end_s + 1e-6)
    return inside


def measured(values: F64) -> F64 | None:
    """The values that were measured, or None when too few of the frames were."""
    seen = values[~np.isnan(values)]
    if len(seen) == 0 or len(seen) < _SEEN_SHARE * len(values):
        return None
    return seen


def reliable_sides(view: View, near: Side) -> tuple[Side, ...]:
    return (near,) if view == "side" else _SIDES


def limb_sides(limb: Limb, side: RepetitionSide, view: View, near: Side) -> tuple[Side, ...]:
    """The sides a limb means, of those that this view shows; empty where it shows none."""
    seen = reliable_sides(view, near)
    if limb == "left_right":
        return seen if len(seen) > 1 else ()
    if limb in ("near", "each") or side == "both":
        return () if limb == "other" else seen
    wanted = side if limb == "working" else other_side(side)
    return tuple(one for one in seen if one == wanted)


def repetition_measured(
    repetition: Repetition,
    *,
    exercise: Exercise,
    landmarks: Landmarks,
    view: View | None,
    near: Side,
) -> Repetition:
    """The repetition with its side and measures filled in."""
    part = _cut(landmarks, repetition.start_s, repetition.end_s)
    measures = [("duration", _seconds(repetition.start_s, repetition.end_s))]
    if not exercise.hold:
        measures += [
            (phase.name, _seconds(phase.start_s, phase.end_s)) for phase in repetition.phases
        ]
    if view == exercise.view:
        measures += _ranges(exercise.curves, part, reliable_sides(view, near))
        measures += _far_point(exercise, repetition.phases, part, reliable_sides(view, near))
    return replace(repetition, measures=tuple(measures))


def clip_ranges(
    landmarks: Landmarks, *, curves: tuple[str, ...], sides: tuple[Side, ...]
) -> list[tuple[str, Measure]]:
    """Range of motion of each curve over the whole clip (5th to 95th percentile)."""
    return _ranges(curves, landmarks, sides)


def _seconds(start_s: float, end_s: float) -> Measure:
    return Measure(value=end_s - start_s, unit="s")


def _cut(landmarks: Landmarks, start_s: float, end_s: float) -> Landmarks:
    rows = np.flatnonzero(frames_between(landmarks, start_s, end_s))
    if not len(rows):
        return landmarks.part(0, 0)
    return landmarks.part(int(rows[0]), int(rows[-1]) + 1)


def _names(curves: tuple[str, ...], sides: tuple[Side, ...]) -> list[str]:
    return [
        name
        for base in curves
        for name in ([f"{base}_{side}" for side in sides] if base in SIDED else [base])
    ]


def _ranges(
    curves: tuple[str, ...], part: Landmarks, sides: tuple[Side, ...]
) -> list[tuple[str, Measure]]:
    found = []
    for name in _names(curves, sides):
        values = measured(curve(name, part))
        if values is not None:
            low, high = (
                np.percentile(values, (5, 95)) if len(values) > 60 else (values.min(), values.max())
            )
            unit = curve_base(name)[0].unit
            found.append((f"{name}_range", Measure(value=float(high - low), unit=unit)))
    return found


def _far_point(
    exercise: Exercise, phases: tuple[Phase, ...], part: Landmarks, sides: tuple[Side, ...]
) -> list[tuple[str, Measure]]:
    """The principal angle at the far point, and its fastest change."""
    if exercise.hold or len(phases) != 3:
        return []
    found = []
    for name in _names((exercise.principal.curve,), sides):
        values = curve(name, part)
        if measured(values) is None:
            continue
        pick = np.nanmax if exercise.principal.far == "max" else np.nanmin
        found.append((f"{name}_far", Measure(value=float(pick(values)), unit="deg")))
        if len(values) >= 3:
            speed = np.abs(np.gradient(values, part.t_s))
            if not np.isnan(speed).all():
                found.append(
                    (f"{name}_fastest", Measure(value=float(np.nanmax(speed)), unit="deg_s"))
                )
    return found
