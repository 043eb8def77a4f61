"""Outliers out, noise out. Arrays are [T, C], each column for itself."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import signal

__all__ = ["hampel", "low_passed"]

Number = TypeVar("Number", np.float64, np.complex128)

_ORDER = 4
# Standard deviations of normal noise for one median absolute deviation.
_MAD = 1.4826


def hampel(
    values: npt.NDArray[Number], *, half: int = 3, sigmas: float = 3.0
) -> npt.NDArray[Number]:
    """A value farther than `sigmas` from the median of its 2 `half` + 1 neighbours becomes that
    median; the real and the imaginary part each for itself. Source: F. R. Hampel, JASA 69, 1974.
    """
    if np.iscomplexobj(values):
        real = hampel(values.real, half=half, sigmas=sigmas)
        imaginary = hampel(values.imag, half=half, sigmas=sigmas)
        joined: npt.NDArray[Number] = real + 1j * imaginary
        return joined
    around = np.arange(len(values))[:, None] + np.arange(-half, half + 1)
    windows = values[np.clip(around, 0, len(values) - 1)]  # (T, 2 half + 1, C)
    middle = np.median(windows, axis=1)
    spread = _MAD * np.median(np.abs(windows - middle[:, None]), axis=1)
    kept: npt.NDArray[Number] = np.where(np.abs(values - middle) > sigmas * spread, middle, values)
    return kept


def low_passed(
    values: npt.NDArray[Number], *, rate_hz: float, below_hz: float
) -> npt.NDArray[Number]:
    """Butterworth of order 4, forwards and backwards, so that nothing is delayed.

    Unchanged where the clock is too slow for the limit or the recording too short to filter.
    """
    sections = signal.butter(_ORDER, min(below_hz / (rate_hz / 2), 1 - 1e-9), output="sos")
    if below_hz >= rate_hz / 2 or len(values) <= 3 * (2 * len(sections) + 1):
        return values
    passed: npt.NDArray[Number] = signal.sosfiltfilt(sections, values, axis=0)
    return passed
