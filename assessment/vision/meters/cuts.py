"""Camera cuts: two neighbouring frames that have nothing to do with one another."""

import numpy as np

from assessment.core.units import F64, U8

__all__ = ["CutFinder"]

# Under this spread of grey a picture shows nothing (black, a plain title card). Chosen: the grain
# of a dark phone video is 2 to 4.
_BLANK_SPREAD = 6.0
# Correlation of neighbouring pictures. Limbs that swing through half of a plain picture leave
# more than 0.2 of it; two different scenes leave none, or change the distribution of greys too.
_UNRELATED = 0.15
_LOOSE = 0.5
_GREYS_MOVED = 0.025
_BINS = 16


class CutFinder:
    """Push grey thumbnails in order of time; True for the first picture of a new shot."""

    def __init__(self) -> None:
        self._before: tuple[F64, F64, float] | None = None

    def push(self, grey: U8) -> bool:
        values = grey.astype(np.float64)
        spread = float(values.std())
        counts = np.histogram(grey, bins=_BINS, range=(0, 256))[0] / grey.size
        now = (values - values.mean(), np.cumsum(counts), spread)
        before, self._before = self._before, now
        if before is None or before[0].shape != now[0].shape:
            return before is not None
        if spread < _BLANK_SPREAD or before[2] < _BLANK_SPREAD:
            # Out of a fade or a title card a new shot begins; into one there is nothing to see.
            return spread >= _BLANK_SPREAD > before[2]
        alike = float((before[0] * now[0]).mean()) / (before[2] * spread)
        greys_moved = float(np.abs(before[1] - now[1]).mean())
        return alike < _UNRELATED or (alike < _LOOSE and greys_moved > _GREYS_MOVED)
