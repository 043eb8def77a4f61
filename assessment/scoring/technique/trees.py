"""Decision trees as arrays, walked by numpy: no pickle, no training library."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.units import F32, F64

__all__ = ["Trees"]

_LEAF = -1
# Deeper than any tree that is trained here: a file whose links run in circles ends.
_DEEPEST = 64


@dataclass(frozen=True, kw_only=True)
class Trees:
    """Nodes of all trees one after the other: `feature` [N] (-1 at a leaf), `threshold` [N] (left
    where x <= threshold), `left`, `right` [N] places in the whole list, `value` [N]; `root` [R].

    Thresholds are float32, rounded down: for float32 rows they part as the trained ones do.
    """

    feature: npt.NDArray[np.int16]
    threshold: F32
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: F32
    root: npt.NDArray[np.int32]

    def values(self, rows: F32) -> F64:
        """The value of the leaf that each tree sends each of `rows` [B, F] to, [B, R]."""
        at = np.tile(self.root, (len(rows), 1))
        row = np.arange(len(rows))[:, None]
        for _ in range(_DEEPEST):
            feature = self.feature[at]
            inner = feature != _LEAF
            if not inner.any():
                break
            goes_left = rows[row, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        result: F64 = self.value[at].astype(np.float64)
        return result
