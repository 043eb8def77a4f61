"""From detections to steady landmarks: swaps repaired, short gaps filled, zero-lag smoothing.

Works on a stream: frames come out once the future that can change them has been seen, at most
LOOKAHEAD_S later, and a whole clip run through it gives the same numbers. Nothing reaches across
a gap of more than GAP_S or a camera cut. What the exercise says of the leg towards the camera goes
before what smoothness says. Source: docs/algorithms/tracking.md.
"""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assessment.core.records import (
    FLAG_CUT,
    FLAG_INTERPOLATED,
    FLAG_NO_POSE,
    FLAG_REPAIRED,
    Landmarks,
)
from assessment.core.units import F64, U8
from assessment.exercises.schema import NearLeg
from assessment.vision.near_leg import near_leg_named
from assessment.vision.pose.port import PoseFound
from assessment.vision.smoothing import REACH_S, smooth
from assessment.vision.swaps import SWAP_LONGEST_S, SwapFinder, exchanged

__all__ = ["GAP_S", "LOOKAHEAD_S", "Track"]

# Longer gaps are not filled: interpolating over them invents half repetitions.
GAP_S = 0.5
LOOKAHEAD_S = SWAP_LONGEST_S + GAP_S + REACH_S
_BATCH = 5


@dataclass(kw_only=True)
class _Row:
    t_s: float
    found: PoseFound | None
    is_cut: bool
    repaired: bool = False


class Track:
    """Feed detections in order of time with `push`, then call `finish`."""

    def __init__(self, *, width_px: int, height_px: int, near_leg: NearLeg | None = None) -> None:
        self._size = (width_px, height_px)
        self._near_leg = near_leg
        self._swaps = SwapFinder()
        self._rows: list[_Row] = []
        self._given = 0  # rows at the head of `_rows` that were given out already
        self._unnamed: deque[_Row] = deque()  # with a pose, sides not yet decided
        self.swapped_frames = 0

    def push(self, t_s: float, found: PoseFound | None, *, cut: bool = False) -> Landmarks:
        """Adds a frame, `cut` if it is the first after a camera cut; returns the frames that
        have become final (often none).
        """
        row = _Row(t_s=t_s, found=found, is_cut=cut)
        if cut or (self._unnamed and t_s - self._unnamed[-1].t_s > GAP_S):
            self._name(self._swaps.finish())
        self._rows.append(row)
        if found is not None:
            self._unnamed.append(row)
            self._name(self._swaps.push(t_s, found))
        ready = self._given
        while ready < len(self._rows) and self._rows[ready].t_s <= t_s - LOOKAHEAD_S:
            ready += 1
        # Smoothing works on a whole buffer, so frames are given out a handful at a time.
        if ready - self._given < _BATCH:
            ready = self._given
        return self._take(ready)

    def finish(self) -> Landmarks:
        """The frames still held back."""
        self._name(self._swaps.finish())
        return self._take(len(self._rows))

    def _name(self, decided: list[tuple[bool, ...]]) -> None:
        """Puts the sides of the oldest frames that wait for it right."""
        for groups in decided:
            row = self._unnamed.popleft()
            if row.found is None:
                continue
            named = exchanged(row.found, groups) if any(groups) else row.found
            named = near_leg_named(named, self._near_leg)
            if named is not row.found:
                row.found, row.repaired = named, True
                self.swapped_frames += 1

    def _take(self, ready: int) -> Landmarks:
        if ready <= self._given:
            return Landmarks.joined([], width_px=self._size[0], height_px=self._size[1])
        whole = self._steady()
        part = whole.part(self._given, ready)
        self._given = ready
        # Earlier rows than this can't change a frame that is still to come.
        keep_from_s = self._rows[ready - 1].t_s - GAP_S - 2 * REACH_S
        drop = 0
        while drop < self._given and self._rows[drop].t_s < keep_from_s:
            drop += 1
        self._rows = self._rows[drop:]
        self._given -= drop
        return part

    def _steady(self) -> Landmarks:
        rows = self._rows
        times = np.array([row.t_s for row in rows], np.float64)
        flags = np.zeros(len(rows), np.uint8)
        values = np.full((len(rows), 33, 6), np.nan)
        for at, row in enumerate(rows):
            flags[at] = FLAG_CUT if row.is_cut else 0
            if row.found is None:
                flags[at] |= FLAG_NO_POSE
                continue
            values[at, :, 0:2] = row.found.xy_px
            values[at, :, 2:5] = row.found.world_m
            values[at, :, 5] = row.found.visibility
            flags[at] |= FLAG_REPAIRED if row.repaired else 0
        starts = _fill(times, values, flags)
        _smooth_parts(times, values, starts)
        missing = (flags & FLAG_NO_POSE) != 0
        visibility = np.where(missing[:, None], 0.0, values[:, :, 5])
        return Landmarks(
            t_s=times,
            xy_px=values[:, :, 0:2].astype(np.float32),
            world_m=values[:, :, 2:5].astype(np.float32),
            visibility=visibility.astype(np.float32),
            flags=flags,
            width_px=self._size[0],
            height_px=self._size[1],
        )


def _fill(times: F64, values: F64, flags: U8) -> list[int]:
    """Fills short gaps in place; returns the rows at which a new unbroken stretch starts."""
    seen = np.flatnonzero((flags & FLAG_NO_POSE) == 0)
    cuts = np.flatnonzero((flags & FLAG_CUT) != 0)
    starts = [int(seen[0])] if len(seen) else []
    for left, right in pairwise(seen):
        is_cut = np.searchsorted(cuts, left, side="right") < np.searchsorted(cuts, right, "right")
        if is_cut or times[right] - times[left] > GAP_S:
            starts.append(int(right))
            continue
        for row in range(left + 1, right):
            share = (times[row] - times[left]) / (times[right] - times[left])
            values[row] = values[left] * (1 - share) + values[right] * share
            # Half sure at most: the frame itself showed nothing.
            values[row, :, 5] *= 0.5
            flags[row] = FLAG_INTERPOLATED
    return starts


def _smooth_parts(times: F64, values: F64, starts: list[int]) -> None:
    missing = np.isnan(values[:, 0, 0])
    for start, after in pairwise([*starts, len(times)]):
        stop = after
        while stop > start and missing[stop - 1]:
            stop -= 1
        values[start:stop, :, 0:5] = smooth(
            times[start:stop], values[start:stop, :, 0:5], weights=values[start:stop, :, 5]
        )
