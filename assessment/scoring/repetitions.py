"""Repetitions of a whole clip: hysteresis on the principal angle.

A repetition leaves the start position by more than the band of the hysteresis and comes back.
Source: the study of 15 real clips (band 35 to 65 %, amplitude at least 55 % of the median) and
docs/algorithms/repetitions.md.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from assessment.core.records import FLAG_NO_POSE, Landmarks, Measure
from assessment.core.units import F64, JSON, Mask
from assessment.exercises import Exercise
from assessment.scoring.signal import BREAK_S, CountSignal, count_signal, planar_mean
from assessment.vision.view import ViewFound

__all__ = ["Phase", "Repetition", "RepetitionSide", "holds_find", "repetitions_find"]

# Width of the hysteresis as a share of the range: 35 to 65 %. It follows the last extreme instead
# of standing still, so that setting up or a drifting rest position does not swallow repetitions.
_BAND = 0.30
_SMALLEST_REVERSAL_DEG = 12.5  # half of the smallest range of an exercise
_FAR_SEEN = 0.65  # a swing cut off by the start of the clip must have been this far out
_RETURN = 0.65  # back within 35 % of its own or the usual way: the return was seen
_SMALLEST_OF_MEDIAN = 0.55
# A smaller swing that takes nearly as long as a repetition is a shallow one, not a twitch. Chosen:
# a third of the way is hardly more than the band; three quarters of the median length.
_SHALLOW_OF_MEDIAN = 0.33
_SHALLOW_LENGTH = 0.75
# The far phase is the part within this share of the repetition's own amplitude. Chosen.
_FAR = 0.85
# Shares of the way at which the start position is left and reached again. Chosen: the first is
# the noise of a still person (about 3 degrees of 60), the second allows for a slow last part.
_LEAVES = 0.05
_SETTLES = 0.10
# A stretch that opens at the far point holds a repetition under way only if the person is back
# within one ordinary repetition; longer is setting up. 2 s where there is no other repetition.
_UNDER_WAY_S = 2.0
_SHORTEST_HOLD_S = 2.0

RepetitionSide = Literal["left", "right", "both"]


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
    side: RepetitionSide = "both"
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
    """Places in the signal and sizes as shares; `back`: first frame under 35 % of the way."""

    start: int
    far_first: int
    far_last: int
    end: int
    amplitude: float
    rise: float
    fall: float
    top: float
    back: int
    whole: bool


def repetitions_find(
    exercise: Exercise, landmarks: Landmarks, view: ViewFound | None
) -> list[Repetition]:
    """Repetitions in order of time; a hold exercise gives its holds."""
    if exercise.hold:
        return holds_find(exercise, landmarks)
    signal = count_signal(exercise, landmarks, view)
    if signal is None:
        return []
    swings = _without_small(_swings(signal), signal)
    swings = _without_setting_up(swings, signal)
    return [
        _repetition(index, swing, signal, exercise) for index, swing in enumerate(swings, start=1)
    ]


def _swings(signal: CountSignal) -> list[_Swing]:
    reversal = max(_BAND, _SMALLEST_REVERSAL_DEG / signal.range_deg)
    found: list[_Swing] = []
    for start, stop in pairwise((*signal.starts, len(signal.t_s))):
        share = signal.share[start:stop]
        found += [
            _swing(share, offset=start, before=before, peak=peak, after=after)
            for before, peak, after in _peaks(share, reversal)
        ]
    usual = float(np.median([swing.fall for swing in found])) if found else 0.0
    return [swing for swing in found if swing.fall >= _RETURN * min(swing.rise, usual)]


def _peaks(share: F64, reversal: float) -> list[tuple[int | None, int, int]]:
    """(valley before or None, peak, valley after) of every peak that stands out by `reversal`."""
    extremes: list[int] = []  # alternating, the last one still open
    low = high = 0
    rising: bool | None = None
    for at, value in enumerate(share):
        low = at if value < share[low] else low
        high = at if value > share[high] else high
        if rising is not False and share[high] - value >= reversal:
            extremes.append(high)
            rising, low = False, at
        elif rising is not True and value - share[low] >= reversal:
            extremes.append(low)
            rising, high = True, at
    if rising is None:
        return []
    first_is_peak = len(extremes) % 2 == (0 if rising else 1)
    extremes.append(high if rising else low)
    peaks = range(0 if first_is_peak else 1, len(extremes) - 1, 2)
    return [(extremes[n - 1] if n else None, extremes[n], extremes[n + 1]) for n in peaks]


def _swing(share: F64, *, offset: int, before: int | None, peak: int, after: int) -> _Swing:
    top = float(share[peak])
    first = 0 if before is None else before
    rise = top - float(share[first]) if before is not None else None
    fall = top - float(share[after])
    start = first
    if rise is not None:
        out = share[first : peak + 1]
        start += int(np.flatnonzero(out <= out[0] + _LEAVES * rise)[-1])
    back = share[peak : after + 1]
    end = peak + int(np.flatnonzero(back <= back[-1] + _SETTLES * fall)[0])
    amplitude = fall if rise is None else min(rise, fall)
    far = np.flatnonzero(share[start : end + 1] >= top - (1 - _FAR) * amplitude)
    return _Swing(
        start=offset + start,
        far_first=offset + start + int(far[0]),
        far_last=offset + start + int(far[-1]),
        end=offset + end,
        amplitude=amplitude,
        rise=fall if rise is None else rise,
        fall=fall,
        top=top,
        back=offset + peak + int(np.flatnonzero(back <= top - _RETURN * fall)[0]),
        whole=rise is not None,
    )


def _without_small(swings: list[_Swing], signal: CountSignal) -> list[_Swing]:
    """Leaves out small swings, unless they take their time: those are shallow repetitions."""
    if not swings:
        return []
    median = float(np.median([swing.amplitude for swing in swings]))
    ordinary = [swing for swing in swings if swing.amplitude >= _SMALLEST_OF_MEDIAN * median]
    lengths = [signal.t_s[swing.end] - signal.t_s[swing.start] for swing in ordinary]
    shortest_s = _SHALLOW_LENGTH * float(np.median(lengths))
    return [
        swing
        for swing in swings
        if swing.amplitude >= _SMALLEST_OF_MEDIAN * median
        or (
            swing.amplitude >= _SHALLOW_OF_MEDIAN * median
            and signal.t_s[swing.end] - signal.t_s[swing.start] >= shortest_s
        )
    ]


def _without_setting_up(swings: list[_Swing], signal: CountSignal) -> list[_Swing]:
    """Keeps a swing whose start lies before its stretch only if its far point was seen and it
    ends within one ordinary repetition.
    """
    lengths = [signal.t_s[s.end] - signal.t_s[s.start] for s in swings if s.whole]
    longest_s = float(np.median(lengths)) if lengths else _UNDER_WAY_S
    return [
        swing
        for swing in swings
        if swing.whole
        or (
            swing.top >= _FAR_SEEN and signal.t_s[swing.back] - signal.t_s[swing.start] <= longest_s
        )
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
    """True where every criterion of the posture is kept."""
    kept: Mask = (landmarks.flags & FLAG_NO_POSE) == 0
    for one in exercise.keep:
        values = planar_mean(one.curve, ("left", "right"), landmarks)
        above = -np.inf if one.at_least is None else one.at_least
        below = np.inf if one.at_most is None else one.at_most
        kept &= (values >= above) & (values <= below)
    return kept
