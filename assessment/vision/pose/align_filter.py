"""Steadies the two points that place the next region."""

import math

import numpy as np

from assessment.core.units import F64

__all__ = ["AlignFilter"]

_MIN_CUTOFF_HZ = 0.01
_BETA = 10.0
_SPEED_CUTOFF_HZ = 1.0


class AlignFilter:
    """A one-euro filter (Casiez, Roussel and Vogel 2012) on points [2,2] in pixels.

    Speed is measured in sizes of the body a second. MediaPipe feeds it a fixed step of 1/30 s
    whatever the clip's rate; here the real step between two pictures counts.
    """

    def __init__(self) -> None:
        self._raw: F64 | None = None
        self._t_s = 0.0

    def push(self, points: F64, t_s: float) -> F64:
        """`points`: the middle of the hips and the top of the circle around the body."""
        size_px = 2 * math.dist(points[0], points[1])
        if size_px < 1e-6:
            return points
        if self._raw is None:
            self._value, self._speed = points, np.zeros_like(points)
        else:
            step_s = t_s - self._t_s
            weight = _weight(np.float64(_SPEED_CUTOFF_HZ), step_s)
            speed = (points - self._raw) / size_px / step_s
            self._speed = weight * speed + (1 - weight) * self._speed
            weight = _weight(_MIN_CUTOFF_HZ + _BETA * np.abs(self._speed), step_s)
            self._value = weight * points + (1 - weight) * self._value
        self._raw, self._t_s = points, t_s
        return self._value


def _weight(cutoff_hz: F64 | np.float64, step_s: float) -> F64:
    """Share of the new value in a first-order low-pass with this cut-off."""
    return np.asarray(1 / (1 + 1 / (2 * math.pi * cutoff_hz * step_s)), np.float64)
