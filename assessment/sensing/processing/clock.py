"""An even clock over packets that come unevenly or are lost."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64, Mask

__all__ = ["clock_even", "gaps_marked", "resampled"]

Number = TypeVar("Number", np.float64, np.complex128)


def clock_even(*, duration_s: float, rate_hz: float) -> F64:
    """Moments from 0 in steps of 1/rate, at least one."""
    return np.arange(max(round(duration_s * rate_hz), 1), dtype=np.float64) / rate_hz


def resampled(values: npt.NDArray[Number], times_s: F64, clock_s: F64) -> npt.NDArray[Number]:
    """Values [T, C] by straight lines onto the clock [K] -> [K, C]; ends are held.

    Packets with the same stamp count as one, their mean.
    """
    starts: npt.NDArray[np.int64] = np.flatnonzero(np.diff(times_s, prepend=-np.inf) > 0)
    counts = np.diff(np.append(starts, len(values)))[:, None]
    means: npt.NDArray[Number] = np.add.reduceat(values, starts, axis=0) / counts
    known = times_s[starts]
    if len(known) == 1:
        return np.repeat(means, len(clock_s), axis=0)
    after = np.clip(np.searchsorted(known, clock_s, side="right"), 1, len(known) - 1)
    share = (clock_s - known[after - 1]) / (known[after] - known[after - 1])
    share = np.clip(share, 0.0, 1.0)[:, None]
    line: npt.NDArray[Number] = means[after - 1] * (1 - share) + means[after] * share
    return line


def gaps_marked(times_s: F64, clock_s: F64, *, longest_s: float) -> Mask:
    """True where a moment of the clock is farther than this from every packet."""
    after = np.clip(np.searchsorted(times_s, clock_s), 0, len(times_s) - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.minimum(np.abs(times_s[after] - clock_s), np.abs(times_s[before] - clock_s))
    marked: Mask = nearest > longest_s
    return marked
