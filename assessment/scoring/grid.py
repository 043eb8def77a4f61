"""Unevenly timed values on an even grid, smoothed without lag.

Counting on a grid of fixed rate makes it independent of the clip's own frame rate.
"""

import numpy as np

from assessment.core.units import F64

__all__ = ["GRID_HZ", "gridded", "noise_of", "smoothed"]

GRID_HZ = 30.0
# The study's filter for counting: median of 0.15 s, then a Gaussian of 0.08 s.
_MEDIAN = 5  # frames of the grid: 0.17 s
_SIGMA = 0.08 * GRID_HZ
_REACH = 8  # frames: more than three sigma
# Standard deviation over median absolute deviation of a normal distribution.
_MAD = 1.4826


def gridded(t_s: F64, values: F64) -> tuple[F64, F64]:
    """(times, values) at GRID_HZ from the first to the last time; linear between frames."""
    steps = round((float(t_s[-1]) - float(t_s[0])) * GRID_HZ)
    grid = np.linspace(float(t_s[0]), float(t_s[-1]), steps + 1)
    return grid, np.interp(grid, t_s, values)


def smoothed(values: F64) -> F64:
    """Median, then Gaussian; the ends are mirrored."""
    half = _MEDIAN // 2
    calm: F64 = np.median(
        np.lib.stride_tricks.sliding_window_view(np.pad(values, half, mode="reflect"), _MEDIAN),
        axis=1,
    )
    reach = min(_REACH, len(values) - 1)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _SIGMA) ** 2)
    padded = np.pad(calm, reach, mode="reflect", reflect_type="odd")
    result: F64 = np.convolve(padded, bell / bell.sum(), mode="valid")
    return result


def noise_of(values: F64) -> float:
    """Standard deviation of what jumps from frame to frame, by second differences.

    A smooth movement has next to none; white noise of deviation s has sqrt(6) s.
    """
    if len(values) < 3:
        return 0.0
    jumps = np.abs(np.diff(values, n=2))
    return float(_MAD * np.median(jumps) / np.sqrt(6.0))
