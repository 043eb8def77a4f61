"""How far a curve goes while the person moves, however long the person rests.

Source: docs/algorithms/repetitions.md, "Signal".
"""

import numpy as np

from assessment.core.units import F64, Mask
from assessment.scoring.grid import gridded

__all__ = ["ends", "moving_at"]

# What a curve reaches lies between these percentiles: the study's choice against frames that are
# off.
_ENDS = (4, 96)
# A movement goes somewhere within this time: a slow repetition is on its way out for half of it.
# Chosen.
_WINDOW_S = 5.0
# Windows lie on every so many moments of the grid: a tenth of a second. Chosen.
_STEP = 3


def ends(values: F64) -> tuple[float, float]:
    """The lower and the upper end of what the values reach."""
    low, high = np.percentile(values, _ENDS)
    return float(low), float(high)


def moving_at(t_s: F64, values: F64, least: float) -> Mask:
    """[N]: moments within some 5 s in which the curve goes by `least` or more.

    All of them where it never does so within 5 s, or the whole is no longer than that. `t_s` [N]
    rises; `values` [N] have no gap.
    """
    grid, even = gridded(t_s, values)
    grid, even = grid[::_STEP], even[::_STEP]
    length = round(_WINDOW_S * len(grid) / max(float(grid[-1] - grid[0]), 1e-9))
    everything: Mask = np.ones(len(t_s), np.bool_)
    if length >= len(grid):
        return everything
    low, high = np.percentile(np.lib.stride_tricks.sliding_window_view(even, length), _ENDS, axis=1)
    goes = high - low >= least
    if not goes.any():
        return everything
    # A moment is moving that lies in any of the windows that go somewhere.
    inside = np.convolve(goes, np.ones(length)) > 0
    result: Mask = np.interp(t_s, grid, inside.astype(np.float64)) > 0.0
    return result
