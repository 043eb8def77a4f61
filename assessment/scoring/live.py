"""Counting while the clip is still being watched: a causal zig-zag on the principal angle.

A repetition is confirmed once the angle has come back by more than half of its way, which the
study measured at 0.6 s (median) after the turning point. The offline count replaces it.
"""

import numpy as np

from assessment.scoring.repetitions import Repetition

__all__ = ["LiveCounter"]

_SMALLEST_DEG = 25.0
_OF_MEDIAN = 0.5
_COME_BACK = 0.6
_TIME_CONSTANT_S = 0.1
_GAP_S = 0.5
# The movement has begun once the angle left its rest extreme by this much.
_LEAVES_DEG = 6.0


class LiveCounter:
    """Push the principal angle frame by frame; a confirmed repetition comes back once.

    `far_is_max`: whether the angle is largest at the far point. NaN frames are skipped; a gap of
    more than 0.5 s starts anew.
    """

    def __init__(self, *, far_is_max: bool, smallest_deg: float = _SMALLEST_DEG) -> None:
        self._sign = 1.0 if far_is_max else -1.0
        self._smallest_deg = smallest_deg
        self._amplitudes: list[float] = []
        self._value: float | None = None
        self._at_s = 0.0
        self._rest = 0.0  # lowest value since the last repetition
        self._left_s = 0.0  # when the value was last near it
        self._peak: float | None = None  # highest value on the way out, None while at rest

    @property
    def count(self) -> int:
        return len(self._amplitudes)

    def push(self, t_s: float, angle_deg: float) -> Repetition | None:
        if np.isnan(angle_deg):
            return None
        value = self._smoothed(t_s, self._sign * angle_deg)
        if self._peak is None:
            self._wait(t_s, value)
            return None
        self._peak = max(self._peak, value)
        amplitude = self._peak - self._rest
        if self._peak - value < _COME_BACK * amplitude:
            return None
        self._amplitudes.append(amplitude)
        done = Repetition(index=self.count, start_s=self._left_s, end_s=t_s)
        self._rest, self._left_s, self._peak = value, t_s, None
        return done

    def _smoothed(self, t_s: float, value: float) -> float:
        if self._value is None or t_s - self._at_s > _GAP_S:
            self._value, self._rest, self._left_s, self._peak = value, value, t_s, None
        else:
            share = 1.0 - float(np.exp(-(t_s - self._at_s) / _TIME_CONSTANT_S))
            self._value += share * (value - self._value)
        self._at_s = t_s
        return self._value

    def _wait(self, t_s: float, value: float) -> None:
        """At rest: follow the lowest value; enough above it, a repetition is under way."""
        if value <= self._rest + _LEAVES_DEG:
            self._rest = min(self._rest, value)
            self._left_s = t_s
        usual = float(np.median(self._amplitudes)) if self._amplitudes else 0.0
        if value - self._rest > max(self._smallest_deg, _OF_MEDIAN * usual):
            self._peak = value
