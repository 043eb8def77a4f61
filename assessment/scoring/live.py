"""Counting while the clip is still being watched: the offline count on what was seen so far.

A repetition is told once, when its return is seen, and never taken back; the offline result of
the whole clip replaces it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.exercises import Exercise
from assessment.scoring.repetitions import Repetition, repetitions_find
from assessment.vision.pose.port import PoseFound
from assessment.vision.view import view_estimate

__all__ = ["LiveCounter"]

# How often the count is taken: a third of the second within which a repetition is to appear.
_LOOK_EVERY_S = 0.3
# What is looked at: some repetitions for the usual size, and not the whole of a long clip. Chosen.
_WINDOW_S = 40.0
# Before this much was seen there is no ordinary size to compare a movement with. Chosen.
_FIRST_LOOK_S = 1.0
# A repetition that begins this long before the end of the last one told is that one, seen again.
_OVERLAP_S = 0.3


class LiveCounter:
    """Push frames in order of time; repetitions that are complete come back, each once."""

    def __init__(self, exercise: Exercise, *, width_px: int, height_px: int) -> None:
        self._exercise = exercise
        self._size = (width_px, height_px)
        self._rows: list[tuple[float, PoseFound | None, int]] = []
        self._looked_s = -np.inf
        self._told_until_s = -np.inf
        self._count = 0

    @property
    def count(self) -> int:
        return self._count

    def push(self, t_s: float, found: PoseFound | None, *, cut: bool = False) -> list[Repetition]:
        """`cut`: this is the first frame after a camera cut."""
        flag = (FLAG_CUT if cut else 0) | (FLAG_NO_POSE if found is None else 0)
        self._rows.append((t_s, found, flag))
        if self._exercise.hold or t_s - self._looked_s < _LOOK_EVERY_S:
            return []
        self._looked_s = t_s
        self._rows = [row for row in self._rows if row[0] >= t_s - _WINDOW_S]
        if t_s - self._rows[0][0] < _FIRST_LOOK_S:
            return []
        seen = _landmarks(self._rows, self._size)
        return self._new(repetitions_find(self._exercise, seen, view_estimate(seen)))

    def _new(self, found: list[Repetition]) -> list[Repetition]:
        told = []
        for one in found:
            if one.start_s < self._told_until_s - _OVERLAP_S:
                continue
            self._count += 1
            self._told_until_s = one.end_s
            told.append(replace(one, index=self._count, phases=()))
        return told


def _landmarks(
    rows: Sequence[tuple[float, PoseFound | None, int]], size: tuple[int, int]
) -> Landmarks:
    blank = PoseFound(
        xy_px=np.full((33, 2), np.nan, np.float32),
        world_m=np.full((33, 3), np.nan, np.float32),
        visibility=np.zeros(33, np.float32),
    )
    poses = [found or blank for _, found, _ in rows]
    return Landmarks(
        t_s=np.array([t_s for t_s, _, _ in rows]),
        xy_px=np.stack([pose.xy_px for pose in poses]),
        world_m=np.stack([pose.world_m for pose in poses]),
        visibility=np.stack([pose.visibility for pose in poses]),
        flags=np.array([flag for _, _, flag in rows], np.uint8),
        width_px=size[0],
        height_px=size[1],
    )
