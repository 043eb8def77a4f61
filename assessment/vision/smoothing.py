"""Smoothing by time: zero-lag for landmarks that are reported, causal for the live counter."""

import numpy as np

from assessment.core.units import F64

__all__ = ["REACH_S", "CausalSmoother", "smooth"]

# A median of three frames at 15 a second removes single outliers; the Gaussian then keeps 99 %
# of a movement of one cycle a second and 97 % of 1.5 (exp(-(2 pi f sigma)^2 / 2)). Chosen.
MEDIAN_S = 0.15
SIGMA_S = 0.03
REACH_S = MEDIAN_S / 2 + 4 * SIGMA_S


def smooth(t_s: F64, values: F64, *, weights: F64) -> F64:
    """Zero-lag median and Gaussian over one unbroken stretch.

    t_s [T]; values [T, J, C]; weights [T, J], e.g. visibility. Ends use what there is.
    """
    if len(t_s) < 3:
        return values
    medians = np.empty_like(values)
    for row, (low, high) in enumerate(_windows(t_s, MEDIAN_S / 2)):
        # An even window would lean to one side; it is cut to be symmetric.
        half = min(row - low, high - 1 - row)
        medians[row] = np.median(values[row - half : row + half + 1], axis=0)
    result = np.empty_like(values)
    sure = np.clip(weights, 0.05, 1.0)
    for row, (low, high) in enumerate(_windows(t_s, 4 * SIGMA_S)):
        bell = np.exp(-0.5 * ((t_s[low:high] - t_s[row]) / SIGMA_S) ** 2)
        share = bell[:, None] * sure[low:high]
        share /= share.sum(axis=0)
        result[row] = np.einsum("tj,tjc->jc", share, medians[low:high])
    return result


def _windows(t_s: F64, reach_s: float) -> list[tuple[int, int]]:
    lows = np.searchsorted(t_s, t_s - reach_s - 1e-9, side="left")
    highs = np.searchsorted(t_s, t_s + reach_s + 1e-9, side="right")
    return [(int(low), int(high)) for low, high in zip(lows, highs, strict=True)]


class CausalSmoother:
    """Exponential smoothing of one number with a time constant; forgets across a long gap."""

    def __init__(self, *, time_constant_s: float, gap_s: float) -> None:
        self._tau_s = time_constant_s
        self._gap_s = gap_s
        self._value: float | None = None
        self._at_s = 0.0

    def push(self, t_s: float, value: float) -> float:
        if self._value is None or t_s - self._at_s > self._gap_s:
            self._value = value
        else:
            share = 1.0 - float(np.exp(-(t_s - self._at_s) / self._tau_s))
            self._value += share * (value - self._value)
        self._at_s = t_s
        return self._value
