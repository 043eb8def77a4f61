"""Left/right swaps: the network sometimes names the left leg right for a few frames.

A frame at which exchanging the sides of the legs explains the movement much better than keeping
them starts a swapped stretch; a second one ends it. Only stretches of at most SWAP_LONGEST_S are
repaired: a longer one may be a person who turned round, and is left as the network names it.
"""

import numpy as np

from assessment.core.skeleton import mediapipe33
from assessment.core.units import F32
from assessment.vision.pose.port import PoseFound

__all__ = ["SWAP_LONGEST_S", "SwapFinder"]

SWAP_LONGEST_S = 0.5
# Exchanged cost under this share of the kept cost: a swap. Source: the study of real clips.
_RATIO = 0.6
# Joints must move at least this far (mean, in torso lengths) for a swap to be believed; below
# it the two sides lie on one another and either naming fits. Chosen.
_FARTHEST_STILL_TORSO = 0.15
_LEGS = ("knee", "ankle", "heel", "foot_index")


class SwapFinder:
    """Streams over detections; `push` names the frames, counted back from the newest, to mirror."""

    def __init__(self) -> None:
        skeleton = mediapipe33()
        self._left = [skeleton.index(f"left_{joint}") for joint in _LEGS]
        self._right = [skeleton.index(f"right_{joint}") for joint in _LEGS]
        self._torso = [
            [skeleton.index(f"{side}_{joint}") for side in ("left", "right")]
            for joint in ("hip", "shoulder")
        ]
        self._previous: PoseFound | None = None
        self._times: list[float] = []
        self._opened: int | None = None  # number of the frame at which a stretch started

    def push(self, t_s: float, found: PoseFound | None) -> list[int]:
        self._times.append(t_s)
        newest = len(self._times) - 1
        if found is None:
            return []
        swapped_here = self._previous is not None and self._crosses(self._previous, found)
        self._previous = found
        if self._opened is not None and t_s - self._times[self._opened] > SWAP_LONGEST_S:
            self._opened = None
        if not swapped_here:
            return []
        if self._opened is None:
            self._opened = newest
            return []
        opened, self._opened = self._opened, None
        return [newest - frame for frame in range(opened, newest)]

    def mirrored(self, found: PoseFound) -> PoseFound:
        """The same pose with the legs' sides exchanged."""
        order = np.arange(33)
        order[self._left], order[self._right] = self._right, self._left
        return PoseFound(
            xy_px=found.xy_px[order],
            world_m=found.world_m[order],
            visibility=found.visibility[order],
        )

    def _crosses(self, before: PoseFound, now: PoseFound) -> bool:
        kept = self._cost(before.xy_px, now.xy_px, self._left, self._right)
        exchanged = self._cost(before.xy_px, now.xy_px, self._right, self._left)
        middles = [now.xy_px[pair].mean(axis=0) for pair in self._torso]
        torso = float(np.linalg.norm(middles[0] - middles[1]))
        return kept > _FARTHEST_STILL_TORSO * torso and exchanged < _RATIO * kept

    def _cost(self, before: F32, now: F32, left: list[int], right: list[int]) -> float:
        """Mean distance a leg joint moved, px, if `left` and `right` now carry those names."""
        first = np.linalg.norm(now[left] - before[self._left], axis=1)
        second = np.linalg.norm(now[right] - before[self._right], axis=1)
        return float((first.mean() + second.mean()) / 2)
