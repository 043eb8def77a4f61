"""Repetitions of a whole clip: when, in which phases, of which side, how full, in which set.

Source: docs/algorithms/repetitions.md.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from assessment.core.curves import SIDED, SIGNED
from assessment.core.kinematics import Side, curve, world_curve
from assessment.core.records import Landmarks, Measure
from assessment.core.units import F64, JSON, Mask
from assessment.exercises import Exercise
from assessment.scoring.holds import holds_spans
from assessment.scoring.signal import CountSignal, count_signal
from assessment.scoring.swings import Swing, swings_find
from assessment.vision.view import ViewFound

__all__ = ["Phase", "Repetition", "RepetitionSide", "repetitions_find"]

RepetitionSide = Literal["left", "right", "both"]

# A reversal is at least half of the smallest range of the exercise.
_REVERSAL_OF_RANGE = 0.5
# Under this share of the usual or the full range a repetition is a partial one. Chosen: well
# under the spread of full repetitions (about a tenth) and the error of the angle.
_PARTIAL = 0.6
# A pause this long starts a new set: longer than a breath between repetitions, and than two
# repetitions of a slow exercise. Chosen.
_PAUSE_S = 6.0
_PAUSE_REPETITIONS = 2.0
# A side counts as the working one when it moves this many times as far as the other. Chosen;
# where the sides take turns the one that moves further is meant.
_ONE_SIDED = 1.8


@dataclass(frozen=True, kw_only=True)
class Phase:
    name: str
    start_s: float
    end_s: float

    def payload(self) -> dict[str, JSON]:
        return {
            "name": self.name,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
        }


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """`index` counts from 1. A provisional one has no phases and no measures yet.

    `share`: how far it went, of the person's usual way or of the full range of the exercise,
    whichever is less; `partial` below 0.6; `set` counts from 1.
    """

    index: int
    start_s: float
    end_s: float
    side: RepetitionSide = "both"
    phases: tuple[Phase, ...] = ()
    measures: tuple[tuple[str, Measure], ...] = ()
    share: float = 1.0
    partial: bool = False
    set: int = 1

    def payload(self) -> dict[str, JSON]:
        return {
            "index": self.index,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "side": self.side,
            "share": round(self.share, 3),
            "partial": self.partial,
            "set": self.set,
            "phases": [phase.payload() for phase in self.phases],
            "measures": {name: measure.payload() for name, measure in self.measures},
        }


def repetitions_find(
    exercise: Exercise, landmarks: Landmarks, view: ViewFound | None
) -> list[Repetition]:
    """Repetitions in order of time; a hold exercise gives its holds."""
    if exercise.hold:
        return _in_sets(_holds(exercise, landmarks, view))
    signal = count_signal(exercise, landmarks, view)
    if signal is None:
        return []
    swings = swings_find(signal, smallest=_REVERSAL_OF_RANGE * exercise.principal.min_range)
    usual = float(np.median([swing.amplitude for swing in swings])) if swings else 1.0
    found = []
    for swing in swings:
        one = _repetition(swing, signal, exercise, landmarks.t_s)
        share = _share(swing, signal, exercise, usual)
        side = _side(exercise, landmarks, one)
        found.append(replace(one, share=share, partial=share < _PARTIAL, side=side))
    return _in_sets(found)


def _repetition(swing: Swing, signal: CountSignal, exercise: Exercise, frames_s: F64) -> Repetition:
    """Moments are those of the nearest frame (of two, the earlier), so a player can show them."""
    places = (swing.start, swing.far_first, swing.far_last, swing.end)
    times = [float(frames_s[np.abs(frames_s - signal.t_s[at] + 1e-6).argmin()]) for at in places]
    phases = tuple(
        Phase(name=name, start_s=a, end_s=b)
        for name, a, b in zip(exercise.phases, times[:-1], times[1:], strict=True)
    )
    return Repetition(index=1, start_s=times[0], end_s=times[3], phases=phases)


def _share(swing: Swing, signal: CountSignal, exercise: Exercise, usual: float) -> float:
    of_usual = swing.amplitude / usual
    full = exercise.principal.full_range
    if full is None or not signal.planar:
        return of_usual
    return min(of_usual, swing.amplitude * signal.range / full)


def _holds(exercise: Exercise, landmarks: Landmarks, view: ViewFound | None) -> list[Repetition]:
    return [
        Repetition(
            index=1,
            start_s=span.start_s,
            end_s=span.end_s,
            side=span.side,
            phases=(Phase(name=exercise.phases[0], start_s=span.start_s, end_s=span.end_s),),
        )
        for span in holds_spans(exercise, landmarks, view)
    ]


def _in_sets(found: list[Repetition]) -> list[Repetition]:
    """Numbered, and divided where a pause is longer than a rest between repetitions."""
    if not found:
        return []
    usual_s = float(np.median([one.end_s - one.start_s for one in found]))
    pause_s = max(_PAUSE_S, _PAUSE_REPETITIONS * usual_s)
    numbered: list[Repetition] = []
    for index, one in enumerate(found, start=1):
        last = numbered[-1] if numbered else None
        later = last is not None and one.start_s - last.end_s > pause_s
        of_set = (last.set if last else 1) + later
        numbered.append(replace(one, index=index, set=of_set))
    return numbered


def _side(exercise: Exercise, landmarks: Landmarks, one: Repetition) -> RepetitionSide:
    base = exercise.principal.curve
    if exercise.sides == "both":
        return "both"
    inside = (landmarks.t_s >= one.start_s - 1e-6) & (landmarks.t_s <= one.end_s + 1e-6)
    if base in SIDED:
        return _moving(exercise, landmarks, inside)
    if base not in SIGNED:
        return "both"
    values = _signed(exercise, landmarks)
    off = values[inside] - np.nanmedian(values)
    return "left" if np.nansum(off) > 0 else "right"


def _signed(exercise: Exercise, landmarks: Landmarks) -> F64:
    """The curve with its sign: turns have one in the world only."""
    base = exercise.principal.curve
    if exercise.principal.world or base.endswith("_turn"):
        return world_curve(base, landmarks, from_side=False)
    return curve(base, landmarks)


def _moving(exercise: Exercise, landmarks: Landmarks, inside: Mask) -> RepetitionSide:
    left = _travel(exercise, landmarks, "left", inside)
    right = _travel(exercise, landmarks, "right", inside)
    least = 1.0 if exercise.sides == "alternate" else _ONE_SIDED
    if left > least * right:
        return "left"
    return "right" if right > least * left else "both"


def _travel(exercise: Exercise, landmarks: Landmarks, side: Side, inside: Mask) -> float:
    """How far this side goes towards the far point and back; of the world where hidden.

    Of a curve that sets one side against the other (`foot_lift`), only one side goes there.
    """
    name = f"{exercise.principal.curve}_{side}"
    values = curve(name, landmarks)[inside]
    if np.isnan(values).mean() > 0.4:
        values = world_curve(name, landmarks, from_side=exercise.view == "side")[inside]
    seen = values[~np.isnan(values)] * (1.0 if exercise.principal.far == "max" else -1.0)
    return float(seen.max() - min(seen[0], seen[-1])) if len(seen) else 0.0
