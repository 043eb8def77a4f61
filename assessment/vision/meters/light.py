"""Whether a frame is too dark to see a person in it."""

import numpy as np

from assessment.core.units import U8

__all__ = ["is_dark"]

# Source of both figures: the proposed rules of the capture gate (mean of luma, its 95th
# percentile). Black bars beside the picture are left out of the mean.
_DARK_MEAN = 50.0
_DARK_BRIGHT_PART = 110.0
_BAR = 8


def is_dark(grey: U8) -> bool:
    """`grey`: a thumbnail, 0 to 255."""
    shown = _without_bars(grey)
    return float(shown.mean()) < _DARK_MEAN or float(np.percentile(shown, 95)) < _DARK_BRIGHT_PART


def _without_bars(grey: U8) -> U8:
    """The picture without black rows and columns at its edges; all of it where all is black."""
    rows = np.flatnonzero(grey.max(axis=1) > _BAR)
    columns = np.flatnonzero(grey.max(axis=0) > _BAR)
    if not len(rows) or not len(columns):
        return grey
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
