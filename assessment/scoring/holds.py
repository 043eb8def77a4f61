"""Holds: stretches in which a posture is kept, by the criteria of the exercise file."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from assessment.core.curves import CURVES
from assessment.core.kinematics import Side
from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.core.units import F64, Mask
from assessment.exercises import Exercise
from assessment.exercises.schema import Signal
from assessment.scoring.signal import BREAK_S, planar
from assessment.vision.view import ViewFound

__all__ = ["HoldSpan", "holds_spans"]

_SHORTEST_HOLD_S = 2.0
# A posture that is lost for no longer than this was not given up: a wobble, or a hidden joint.
_WOBBLE_S = BREAK_S


@dataclass(frozen=True, kw_only=True)
class HoldSpan:
    start_s: float
    end_s: float
    side: Literal["left", "right", "both"]


def holds_spans(exercise: Exercise, landmarks: Landmarks, view: ViewFound | None) -> list[HoldSpan]:
    """Stretches of at least 2 s; where one side keeps the posture, that side's."""
    seen: tuple[Side, ...] = (
        (view.near,) if view is not None and view.name == "side" else ("left", "right")
    )
    if exercise.sides == "both" or not any(CURVES[one.curve].sided for one in exercise.keep):
        return _spans(landmarks, _kept(exercise, landmarks, seen), "both")
    found = [
        span
        for side in seen
        for span in _spans(landmarks, _kept(exercise, landmarks, (side,)), side)
    ]
    return sorted(found, key=lambda span: span.start_s)


def _kept(exercise: Exercise, landmarks: Landmarks, sides: tuple[Side, ...]) -> Mask:
    """True where every criterion holds on these sides (their mean)."""
    kept: Mask = (landmarks.flags & FLAG_NO_POSE) == 0
    for one in exercise.keep:
        values = planar(Signal(curve=one.curve, far="max"), "both", landmarks, sides)
        above = -np.inf if one.at_least is None else one.at_least
        below = np.inf if one.at_most is None else one.at_most
        kept &= (values >= above) & (values <= below)
    return kept


def _spans(
    landmarks: Landmarks, kept: Mask, side: Literal["left", "right", "both"]
) -> list[HoldSpan]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False])).astype(np.int8)))
    cuts = np.cumsum((landmarks.flags & FLAG_CUT) != 0)
    runs: list[tuple[int, int]] = []
    for first, after in edges.reshape(-1, 2):
        runs += _uncut(int(first), int(after) - 1, cuts)
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        before = joined[-1][1] if joined else None
        near = before is not None and landmarks.t_s[first] - landmarks.t_s[before] <= _WOBBLE_S
        if near and before is not None and cuts[first] == cuts[before]:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    times = [(float(landmarks.t_s[a]), float(landmarks.t_s[b])) for a, b in joined]
    return [HoldSpan(start_s=a, end_s=b, side=side) for a, b in times if b - a >= _SHORTEST_HOLD_S]


def _uncut(first: int, last: int, cuts: F64) -> list[tuple[int, int]]:
    """The run divided at camera cuts."""
    inner = np.flatnonzero(np.diff(cuts[first : last + 1])) + first + 1
    edges = [first, *(int(at) for at in inner), last + 1]
    return [(a, b - 1) for a, b in pairwise(edges)]
