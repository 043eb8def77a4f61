"""Repetitions of a whole clip: hysteresis on the principal angle.

A repetition leaves the start position, passes 65 % of the range and comes back under 35 %.
Source: the study of 15 real clips (hysteresis 35/65, amplitude at least 55 % of the median),
docs/algorithms/repetitions.md.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from assessment.core.kinematics import curve
from assessment.core.records import FLAG_NO_POSE, Landmarks, Measure
from assessment.core.units import F64, JSON, Mask
from assessment.exercises import Exercise
from assessment.scoring.signal import BREAK_S, CountSignal, count_signal, principal_angle

__all__ = ["Phase", "Repetition", "holds_find", "repetitions_find"]

_HIGH = 0.65
_LOW = 0.35
_SMALLEST_OF_MEDIAN = 0.55
# The far phase is the part within this share of the repetition's own amplitude. Chosen.
_FAR = 0.85
# The start position ends where the signal has risen by this much from rest. Chosen: above the
# noise of a still person (about 5 % of a range of 60 degrees).
_LEAVES = 0.10
# A clip that opens at the far point holds a repetition under way only if the person is back
# within one ordinary repetition; longer is setting up. 2 s where there is no other repetition.
_UNDER_WAY_S = 2.0
_SHORTEST_HOLD_S = 2.0
# A hold is kept while the body line stays above this and the trunk is nearer to lying. Chosen.
_HOLD_LINE_DEG = 140.0


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
    """`index` counts from 1. A provisional one has no phases and no measures yet."""

    index: int
    start_s: float
    end_s: float
    side: Literal["left", "right", "both"] = "both"
    phases: tuple[Phase, ...] = ()
    measures: tuple[tuple[str, Measure], ...] = ()

    def payload(self) -> dict[str, JSON]:
        return {
            "index": self.index,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "side": self.side,
            "phases": [phase.payload() for phase in self.phases],
            "measures": {name: measure.payload() for name, measure in self.measures},
        }


@dataclass(frozen=True, kw_only=True)
class _Swing:
    """Places in the signal: leaves rest, first and last frame of the far phase, back at rest."""

    start: int
    far_first: int
    far_last: int
    end: int
    amplitude: float
    whole: bool


def repetitions_find(exercise: Exercise, landmarks: Landmarks) -> list[Repetition]:
    """Repetitions in order of time; a hold exercise gives its holds."""
    if exercise.hold:
        return holds_find(exercise, landmarks)
    signal = count_signal(exercise, landmarks)
    if signal is None:
        return []
    swings = _without_small(_swings(signal))
    swings = _without_setting_up(swings, signal)
    return [
        _repetition(index, swing, signal, exercise) for index, swing in enumerate(swings, start=1)
    ]


def _swings(signal: CountSignal) -> list[_Swing]:
    stops = (*signal.starts[1:], len(signal.t_s))
    found: list[_Swing] = []
    for start, stop in zip(signal.starts, stops, strict=True):
        found += _stretch(signal.share[start:stop], offset=start)
    return found


def _stretch(share: F64, *, offset: int) -> list[_Swing]:
    """Swings of one unbroken stretch; one cut off by its end is left out."""
    crossings: list[tuple[int, int]] = []
    away_from: int | None = None
    low_at = 0
    for at, value in enumerate(share):
        if value < _LOW:
            if away_from is not None:
                crossings.append((away_from, at))
                away_from = None
            low_at = at
        elif value > _HIGH and away_from is None:
            away_from = low_at
    edges = [0, *(at for _, at in crossings)]
    nexts = [*(at for at, _ in crossings[1:]), len(share) - 1]
    return [
        _swing(share, offset, previous=edges[place], up=up, down=down, following=nexts[place])
        for place, (up, down) in enumerate(crossings)
    ]


def _swing(share: F64, offset: int, *, previous: int, up: int, down: int, following: int) -> _Swing:
    """`up`: last frame at rest before the far point, `down`: first one after it."""
    before = share[previous : up + 1]
    rest = max(_LEAVES, float(before.min()) + _LEAVES)
    start = previous + int(np.flatnonzero(before <= rest)[-1])
    after = share[down : max(following, down) + 1]
    settled = max(_LEAVES, float(after.min()) + _LEAVES)
    end = down + int(np.flatnonzero(after <= settled)[0])
    part = share[start : end + 1]
    peak = float(part.max())
    base = min(float(share[start]), float(share[end]))
    far = np.flatnonzero(part >= base + _FAR * (peak - base))
    return _Swing(
        start=offset + start,
        far_first=offset + start + int(far[0]),
        far_last=offset + start + int(far[-1]),
        end=offset + end,
        amplitude=peak - base,
        whole=float(share[start]) < _LOW,
    )


def _without_small(swings: list[_Swing]) -> list[_Swing]:
    if not swings:
        return []
    median = float(np.median([swing.amplitude for swing in swings]))
    return [swing for swing in swings if swing.amplitude >= _SMALLEST_OF_MEDIAN * median]


def _without_setting_up(swings: list[_Swing], signal: CountSignal) -> list[_Swing]:
    """Leaves out a first swing that never left rest and takes longer than a repetition."""
    lengths = [signal.t_s[s.end] - signal.t_s[s.start] for s in swings if s.whole]
    longest_s = float(np.median(lengths)) if lengths else _UNDER_WAY_S
    return [
        swing
        for swing in swings
        if swing.whole or (swing.start == 0 and signal.t_s[swing.end] - signal.t_s[0] <= longest_s)
    ]


def _repetition(index: int, swing: _Swing, signal: CountSignal, exercise: Exercise) -> Repetition:
    times = [
        float(signal.t_s[at]) for at in (swing.start, swing.far_first, swing.far_last, swing.end)
    ]
    phases = tuple(
        Phase(name=name, start_s=a, end_s=b)
        for name, a, b in zip(exercise.phases, times[:-1], times[1:], strict=True)
    )
    return Repetition(index=index, start_s=times[0], end_s=times[3], phases=phases)


def holds_find(exercise: Exercise, landmarks: Landmarks) -> list[Repetition]:
    """Stretches of at least 2 s in which the posture is kept; each counts as one hold."""
    kept = _posture(exercise, landmarks)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False])).astype(np.int8)))
    spans: list[tuple[float, float]] = []
    for first, after in edges.reshape(-1, 2):
        start_s, end_s = float(landmarks.t_s[first]), float(landmarks.t_s[after - 1])
        if spans and start_s - spans[-1][1] <= BREAK_S:
            spans[-1] = (spans[-1][0], end_s)
        else:
            spans.append((start_s, end_s))
    long_enough = [span for span in spans if span[1] - span[0] >= _SHORTEST_HOLD_S]
    return [
        replace(
            Repetition(index=index, start_s=a, end_s=b),
            phases=(Phase(name=exercise.phases[0], start_s=a, end_s=b),),
        )
        for index, (a, b) in enumerate(long_enough, start=1)
    ]


def _posture(exercise: Exercise, landmarks: Landmarks) -> Mask:
    """True where the trunk lies nearer to horizontal and the body is roughly one line."""
    line = principal_angle(exercise, landmarks)
    lean = curve("trunk_lean", landmarks)
    lying = np.abs(lean - 90.0) <= 45.0
    with_pose = (landmarks.flags & FLAG_NO_POSE) == 0
    kept: Mask = (line >= _HOLD_LINE_DEG) & lying & with_pose
    return kept
