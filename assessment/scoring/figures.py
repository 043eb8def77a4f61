"""One number out of a curve over a span, and the moment it belongs to."""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.exercises.schema import Stat

__all__ = ["Figure", "figure", "steady"]

# Share of frames that must show a joint for a figure to be given. Chosen.
_SEEN_SHARE = 0.6
# A start or an end value is the median of this long a piece. Chosen: two or three frames.
_EDGE_S = 0.2
# One frame that is off makes no extreme: medians over this window. A repetition of 2 s loses
# about a degree of its extreme by it.
_STEADY_S = 0.2
_FEWEST_FOR_SPEED = 3
# A passage leaves out a tenth of the way at each end, as the rise time of a signal does: there a
# curve creeps, and where it stands still nobody can say when it began.
_PASSAGE_ENDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`at_s` is the moment of the extreme; of a mean or a length of time, the middle."""

    value: float
    at_s: float


def figure(stat: Stat, t_s: F64, values: F64, *, exact: bool = False) -> Figure | None:
    """The statistic of `values` [N] at `t_s` [N]; None when too few frames were measured.

    rise: largest less first value; drop: first less smallest; fastest: largest speed in units a
    second, without its sign; passage: seconds of the middle 80 % of the way. `exact` values are
    taken as they are: no median goes over them.
    """
    if not len(t_s):
        return None
    if stat == "duration":
        return Figure(value=float(t_s[-1] - t_s[0]), at_s=float(t_s[0] + t_s[-1]) / 2)
    seen = ~np.isnan(values)
    if not seen.any() or seen.sum() < _SEEN_SHARE * len(values):
        return None
    t_s, calm = t_s[seen], values[seen]
    if not exact:
        calm = steady(t_s, calm)
    if stat == "fastest":
        return _fastest(t_s, calm)
    if stat == "passage":
        return _passage(t_s, calm)
    top, low = int(calm.argmax()), int(calm.argmin())
    first = float(np.median(calm[t_s <= t_s[0] + _EDGE_S]))
    last = float(np.median(calm[t_s >= t_s[-1] - _EDGE_S]))
    found = {
        "min": (float(calm[low]), low),
        "max": (float(calm[top]), top),
        "mean": (float(calm.mean()), len(calm) // 2),
        "rise": (max(float(calm[top]) - first, 0.0), top),
        "drop": (max(first - float(calm[low]), 0.0), low),
        "range": (float(calm[top] - calm[low]), top),
        "start": (first, 0),
        "end": (last, len(calm) - 1),
    }
    value, at = found[stat]
    return Figure(value=value, at_s=float(t_s[at]))


def steady(t_s: F64, values: F64) -> F64:
    """Medians over a window of _STEADY_S, kept symmetric towards the ends."""
    result = np.empty_like(values)
    lows = np.searchsorted(t_s, t_s - _STEADY_S / 2 - 1e-9, side="left")
    highs = np.searchsorted(t_s, t_s + _STEADY_S / 2 + 1e-9, side="right")
    for row, (low, high) in enumerate(zip(lows, highs, strict=True)):
        half = min(row - low, high - 1 - row)
        result[row] = np.median(values[row - half : row + half + 1])
    return result


def _fastest(t_s: F64, calm: F64) -> Figure | None:
    if len(t_s) < _FEWEST_FOR_SPEED:
        return None
    speed = np.abs(np.gradient(calm, t_s))
    at = int(speed.argmax())
    return Figure(value=float(speed[at]), at_s=float(t_s[at]))


def _passage(t_s: F64, calm: F64) -> Figure | None:
    """Between the last value within a tenth of where the way begins and the first within a tenth
    of where it ends; from the largest to the smallest value or back, whichever comes first.
    """
    falling = -calm if calm.argmin() < calm.argmax() else calm
    low, high = float(falling.min()), float(falling.max())
    if high == low:
        return None
    ends = _PASSAGE_ENDS * (high - low)
    after = int(np.flatnonzero(falling <= low + ends)[0])
    before = int(np.flatnonzero(falling[:after] >= high - ends)[-1])
    moments = [
        float(np.interp(-level, -falling[at : at + 2], t_s[at : at + 2]))
        for at, level in ((before, high - ends), (after - 1, low + ends))
    ]
    return Figure(value=moments[1] - moments[0], at_s=sum(moments) / 2)
