"""Angles and distances over arrays of points. NaN in, NaN out."""

import numpy as np

from assessment.core.units import F64

__all__ = ["angle_at_deg", "distance", "lean_deg"]

# Shorter than this two points are one and the angle has no meaning (pixels or metres alike).
_SHORTEST = 1e-6


def angle_at_deg(a: F64, b: F64, c: F64) -> F64:
    """Angle at `b` between `a` and `c`, degrees in [0, 180]; NaN where points coincide.

    a, b, c: [T, 2] or [T, 3], any one unit.
    """
    u, v = a - b, c - b
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.einsum("...i,...i->...", u, v) / np.where(lengths > _SHORTEST, lengths, np.nan)
    result: F64 = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return result


def lean_deg(low: F64, high: F64) -> F64:
    """Unsigned angle of the line low -> high from the vertical, degrees in [0, 180].

    0 = `high` straight above `low`. low, high: [T, 2] px, y down.
    """
    line = high - low
    short = np.linalg.norm(line, axis=-1) <= _SHORTEST
    result: F64 = np.degrees(np.arctan2(np.abs(line[..., 0]), -line[..., 1]))
    result[short] = np.nan
    return result


def distance(a: F64, b: F64) -> F64:
    """Euclidean distance, in the unit of the points."""
    result: F64 = np.linalg.norm(a - b, axis=-1)
    return result
