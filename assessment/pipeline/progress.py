"""Percent done and time left, from the work that was really measured."""

import time
from collections.abc import Callable

__all__ = ["ProgressClock"]

# Share of the whole work that the pose stage takes; the rest is over in well under a second.
_POSE_PERCENT = (2.0, 96.0)
_FIRST_ETA_S = 1.0


class ProgressClock:
    """`pose` turns the share of the clip already seen into (percent, eta_s)."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start_s = now()
        self._percent = 0.0

    def pose(self, share: float) -> tuple[float, float | None]:
        """`share` in 0..1; percent never falls. None before a second of work was measured."""
        share = min(max(share, 0.0), 1.0)
        low, high = _POSE_PERCENT
        self._percent = max(self._percent, low + share * (high - low))
        worked_s = self._now() - self._start_s
        if worked_s < _FIRST_ETA_S or share <= 0.0:
            return self._percent, None
        return self._percent, worked_s * (1.0 - share) / share
