"""Swings of a signal: out to a peak and back, with the moments at which they begin and end.

A swing leaves its valley by more than the band of a hysteresis and comes back. Source: the study
of 15 real clips (band 35 to 65 %, amplitude at least 55 % of the median) and
docs/algorithms/repetitions.md.
"""

from dataclasses import dataclass, replace

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
# Of a movement that the picture breaks off nobody knows whether it would have come back: more of
# the return must be seen. Fixed on the development half.
_RETURN_BROKEN_OFF = 0.75
_SMALLEST_OF_MEDIAN = 0.55
# A smaller swing that takes nearly as long as a repetition is a shallow one, not a twitch. Chosen:
# a third of the way is hardly more than the band; three quarters of the median length.
_SHALLOW_OF_MEDIAN = 0.33
_SHALLOW_LENGTH = 0.75
# The far phase is the part within this share of the repetition's own amplitude. Chosen.
_FAR = 0.85
# By this share of the way the movement has begun in any case. Chosen: above the noise.
_BEGUN = 0.10
# Up to this share of the way a movement speeds up evenly. Chosen: a cosine is at its fastest at
# a half.
_SPEEDS_UP = 0.40
# No start lies further than 10 s before that. Chosen: a slow repetition lasts half of it.
_LOOKS_BACK = round(10.0 * GRID_HZ)
# A stretch that opens at the far point holds a repetition under way only if its far point was
# this far out and the person is back within one ordinary repetition; longer is setting up.
_FAR_SEEN = 0.65
_UNDER_WAY_S = 2.0

# Valley before (None where the stretch begins on the way), peak, valley after.
Peak = tuple[int | None, int, int]


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
    found = _without_small(_returned(signal, max(_BAND, least)), signal)
    if found:
        found = _with_shallow(found, _returned(signal, max(_SHALLOW_BAND, least)), signal)
    return _without_setting_up(found, signal)


def _returned(signal: CountSignal, reversal: float) -> list[Swing]:
    """Every swing of every stretch that stands out by `reversal` and comes back."""
    parts = [
        (start, signal.share[start:stop], _peaks(signal.share[start:stop], reversal))
        for start, stop in signal.stretches()
    ]
    falls = [share[peak] - share[after] for _, share, peaks in parts for _, peak, after in peaks]
    usual = float(np.median(falls)) if falls else 0.0
    return [
        _swing(share, offset=start, before=before, peak=peak, after=after)
        for start, share, peaks in parts
        for before, peak, after in _joined(share, peaks, usual)
    ]


def _joined(share: F64, peaks: list[Peak], usual: float) -> list[Peak]:
    """Peaks with no return between them are one: the person hesitated on the way out or back."""
    joined: list[Peak] = []
    for before, peak, after in peaks:
        last = joined[-1] if joined else None
        if last is not None and not _came_back(share, last, usual):
            joined[-1] = (last[0], max(last[1], peak, key=lambda at: share[at]), after)
        else:
            joined.append((before, peak, after))
    return [one for one in joined if _came_back(share, one, usual)]


def _came_back(share: F64, peak: Peak, usual: float) -> bool:
    before, top, after = peak
    fall = share[top] - share[after]
    way = min(fall if before is None else share[top] - share[before], usual)
    is_broken_off = after == len(share) - 1
    return bool(fall >= (_RETURN_BROKEN_OFF if is_broken_off else _RETURN) * way)


def _with_shallow(found: list[Swing], more: list[Swing], signal: CountSignal) -> list[Swing]:
    """Adds swings that lie apart from those found, are large and slow enough, and return."""
    median = float(np.median([swing.amplitude for swing in found]))
    shortest_s = _SHALLOW_LENGTH * _length_s(found, signal)
    shallow = [
        one
        for one in more
        if one.whole
        and one.amplitude >= _SHALLOW_OF_MEDIAN * median
        and signal.t_s[one.end] - signal.t_s[one.start] >= shortest_s
        and all(one.end <= other.start or one.start >= other.end for other in found)
    ]
    return sorted([*found, *shallow], key=lambda swing: swing.start)


def _length_s(swings: list[Swing], signal: CountSignal) -> float:
    return float(np.median([signal.t_s[one.end] - signal.t_s[one.start] for one in swings]))


def _peaks(share: F64, reversal: float) -> list[Peak]:
    """Every peak that stands out by `reversal`, in order."""
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


def _swing(share: F64, *, offset: int, before: int | None, peak: int, after: int) -> Swing:
    top = float(share[peak])
    first = 0 if before is None else before
    rise = top - float(share[first]) if before is not None else None
    fall = top - float(share[after])
    start = first if rise is None else first + _onset(share[first : peak + 1])
    # The way back, run backwards, begins where the way back ends.
    end = after - _onset(share[peak : after + 1][::-1])
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


def _onset(way: F64) -> int:
    """Where a way from valley to peak begins: as if the person stood still, then sped up evenly.

    Of all moments up to a tenth of the way, the one at which `max(t - start, 0) ** 2` fits the
    first part of the way best.
    """
    height = float(way[-1] - way[0])
    until = int(np.argmax(way > way[0] + _SPEEDS_UP * height)) + 1
    begun = int(np.flatnonzero(way[:until] <= way[0] + _BEGUN * height)[-1])
    first = max(0, min(until - _LOOKS_BACK, begun))
    part = way[first:until] - way[first:until].mean()
    since = np.arange(first, until)[None, :] - np.arange(first, begun + 1)[:, None]
    models = np.maximum(since, 0.0) ** 2
    models -= models.mean(axis=1, keepdims=True)
    fits = (models @ part) / np.maximum(np.linalg.norm(models, axis=1), 1e-12)
    return first + int(fits.argmax())


def _without_small(swings: list[Swing], signal: CountSignal) -> list[Swing]:
    """Leaves out small swings, unless they take their time: those are shallow repetitions.

    A small one from which the person does not come back to where it began is a hesitation on the
    way out: it begins the next.
    """
    if not swings:
        return []
    median = float(np.median([swing.amplitude for swing in swings]))
    ordinary = [swing for swing in swings if swing.amplitude >= _SMALLEST_OF_MEDIAN * median]
    shortest_s = _SHALLOW_LENGTH * _length_s(ordinary, signal)
    kept: list[Swing] = []
    small: Swing | None = None
    for swing in swings:
        is_long = signal.t_s[swing.end] - signal.t_s[swing.start] >= shortest_s
        least = _SHALLOW_OF_MEDIAN if is_long else _SMALLEST_OF_MEDIAN
        if swing.amplitude < least * median:
            small = swing
            continue
        is_late = small is not None and _hesitates(small, swing, signal, median)
        kept.append(replace(swing, start=small.start) if small and is_late else swing)
        small = None
    return kept


def _hesitates(small: Swing, swing: Swing, signal: CountSignal, median: float) -> bool:
    away = signal.share[swing.start] - signal.share[small.start]
    is_apart = any(small.start < at <= swing.start for at in signal.starts)
    return not is_apart and bool(away > (1 - _FAR) * median)


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
