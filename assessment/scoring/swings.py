"""Swings of a signal: out to a peak and back, with the moments at which they begin and end.

A swing leaves its valley by more than the band of a hysteresis and comes back. Source: the study
of 15 real clips (band 35 to 65 %, amplitude at least 55 % of the median) and
docs/algorithms/repetitions.md.
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.scoring.grid import GRID_HZ
from assessment.scoring.signal import CountSignal

__all__ = ["Swing", "swings_find"]

# Width of the hysteresis as a share of the range: 35 to 65 %. It follows the last extreme instead
# of standing still, so that setting up or a drifting rest position does not swallow repetitions.
_BAND = 0.30
# Between the repetitions so found, shallow ones are looked for with a narrower band. Chosen: half
# of the smallest way of a shallow repetition.
_SHALLOW_BAND = 0.17
# Noise that is left after smoothing, of the noise of a frame (median and Gaussian of 0.08 s at 15
# to 30 frames a second), and how many deviations of it a reversal must exceed. Chosen.
_NOISE_LEFT = 0.5
_NOISE_TIMES = 5.0
_RETURN = 0.65  # back within 35 % of its own or the usual way: the return was seen
_SMALLEST_OF_MEDIAN = 0.55
# A smaller swing that takes nearly as long as a repetition is a shallow one, not a twitch. Chosen:
# a third of the way is hardly more than the band; three quarters of the median length.
_SHALLOW_OF_MEDIAN = 0.33
_SHALLOW_LENGTH = 0.75
# The far phase is the part within this share of the repetition's own amplitude. Chosen.
_FAR = 0.85
# The movement begins where the speed first exceeds this share of the fastest of this way, and
# the person is at rest again where it falls under it. Chosen: on a cosine of 1 s it is 0.03 s.
_MOVES = 0.08
# Of a still person's noise, a speed counts from this many deviations. Chosen.
_SPEED_TIMES = 2.0
# By this share of the way the movement has begun in any case. Chosen: above the noise.
_BEGUN = 0.10
# A stretch that opens at the far point holds a repetition under way only if its far point was
# this far out and the person is back within one ordinary repetition; longer is setting up.
_FAR_SEEN = 0.65
_UNDER_WAY_S = 2.0


@dataclass(frozen=True, kw_only=True)
class Swing:
    """Places in the signal and sizes as shares; `whole`: its beginning was seen."""

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


def swings_find(signal: CountSignal, *, smallest: float) -> list[Swing]:
    """Repetitions in order of time; `smallest`: least reversal in the unit of the signal."""
    least = max(smallest / signal.range, _NOISE_TIMES * _NOISE_LEFT * signal.noise)
    found = _returned(signal, max(_BAND, least))
    usual = float(np.median([swing.fall for swing in found])) if found else 0.0
    found = [swing for swing in found if swing.fall >= _RETURN * min(swing.rise, usual)]
    found = _without_small(found, signal)
    if found:
        found = _with_shallow(found, _returned(signal, max(_SHALLOW_BAND, least)), signal)
    return _without_setting_up(found, signal)


def _returned(signal: CountSignal, reversal: float) -> list[Swing]:
    """Every swing of every stretch that stands out by `reversal`."""
    still = _SPEED_TIMES * signal.noise * _NOISE_LEFT * GRID_HZ / 4
    return [
        _swing(signal.share[start:stop], still, offset=start, before=before, peak=peak, after=after)
        for start, stop in signal.stretches()
        for before, peak, after in _peaks(signal.share[start:stop], reversal)
    ]


def _with_shallow(found: list[Swing], more: list[Swing], signal: CountSignal) -> list[Swing]:
    """Adds swings that lie apart from those found, are large and slow enough, and return."""
    median = float(np.median([swing.amplitude for swing in found]))
    shortest_s = _SHALLOW_LENGTH * _length_s(found, signal)
    shallow = [
        one
        for one in more
        if one.whole
        and one.amplitude >= _SHALLOW_OF_MEDIAN * median
        and one.fall >= _RETURN * one.rise
        and signal.t_s[one.end] - signal.t_s[one.start] >= shortest_s
        and all(one.end <= other.start or one.start >= other.end for other in found)
    ]
    return sorted([*found, *shallow], key=lambda swing: swing.start)


def _length_s(swings: list[Swing], signal: CountSignal) -> float:
    return float(np.median([signal.t_s[one.end] - signal.t_s[one.start] for one in swings]))


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


def _swing(
    share: F64, still: float, *, offset: int, before: int | None, peak: int, after: int
) -> Swing:
    top = float(share[peak])
    first = 0 if before is None else before
    rise = top - float(share[first]) if before is not None else None
    fall = top - float(share[after])
    start = first if rise is None else first + _onset(share[first : peak + 1], still)
    # The way back, run backwards, begins where the way back ends.
    end = after - _onset(share[peak : after + 1][::-1], still)
    amplitude = fall if rise is None else min(rise, fall)
    far = np.flatnonzero(share[start : end + 1] >= top - (1 - _FAR) * amplitude)
    return Swing(
        start=offset + start,
        far_first=offset + start + int(far[0]),
        far_last=offset + start + int(far[-1]),
        end=offset + end,
        amplitude=amplitude,
        rise=fall if rise is None else rise,
        fall=fall,
        top=top,
        back=offset
        + peak
        + int(np.flatnonzero(share[peak : after + 1] <= top - _RETURN * fall)[0]),
        whole=rise is not None,
    )


def _onset(way: F64, still: float) -> int:
    """Where a way from valley to peak begins to move for good, by its speed.

    Going back from where a tenth of the way is done, the last frame at which it was slower than
    a share of its fastest, or than a still person's noise.
    """
    if len(way) < 3:
        return 0
    speed = np.gradient(way) * GRID_HZ
    begun = int(np.flatnonzero(way <= way[0] + _BEGUN * (way[-1] - way[0]))[-1])
    slow = np.flatnonzero(speed[: begun + 1] < max(_MOVES * float(speed.max()), still))
    return int(slow[-1]) if len(slow) else 0


def _without_small(swings: list[Swing], signal: CountSignal) -> list[Swing]:
    """Leaves out small swings, unless they take their time: those are shallow repetitions."""
    if not swings:
        return []
    median = float(np.median([swing.amplitude for swing in swings]))
    ordinary = [swing for swing in swings if swing.amplitude >= _SMALLEST_OF_MEDIAN * median]
    shortest_s = _SHALLOW_LENGTH * _length_s(ordinary, signal)
    return [
        swing
        for swing in swings
        if swing.amplitude >= _SMALLEST_OF_MEDIAN * median
        or (
            swing.amplitude >= _SHALLOW_OF_MEDIAN * median
            and signal.t_s[swing.end] - signal.t_s[swing.start] >= shortest_s
        )
    ]


def _without_setting_up(swings: list[Swing], signal: CountSignal) -> list[Swing]:
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
