"""Movement of the camera: how far the room around the person shifted, turned or grew."""

from dataclasses import dataclass

import cv2
import numpy as np

from assessment.core.units import F32, F64, U8

__all__ = ["Box", "CameraMeter", "CameraStep"]

# left, top, right, bottom as shares of the picture.
Box = tuple[float, float, float, float]

_STEP_S = 0.25
_FEWEST_POINTS = 12
# A room with less spread of grey is a plain wall; its features are grain. Chosen.
_PLAIN_SPREAD = 10.0
# A room with this many features of which most are gone, in a picture that hardly resembles the
# one before, was swung or zoomed away. Chosen; seen on the real clips.
_MANY_POINTS = 30
_UNLIKE = 0.35
# A zoom or swing within one step too wide to be the movement of a hand. Chosen.
_JUMP_SHIFT = 0.12
_JUMP_GROWTH = 1.12
# Room that moves as one: fewer agreeing points are people, curtains or noise.
_AGREEING = 0.6
_PADDING = 0.08


@dataclass(frozen=True, kw_only=True)
class CameraStep:
    """From `start_s` to `end_s`: `shift` in shares of the picture's long side, `growth` a factor.

    `is_lost`: the room before and after have nothing in common; the two figures are then 0 and 1.
    """

    start_s: float
    end_s: float
    shift: float = 0.0
    growth: float = 1.0
    is_lost: bool = False

    @property
    def is_jump(self) -> bool:
        """Too far for one movement: what follows is treated as a new shot."""
        steady = 1 / _JUMP_GROWTH < self.growth < _JUMP_GROWTH
        return self.is_lost or self.shift > _JUMP_SHIFT or not steady


class CameraMeter:
    """Compares thumbnails a quarter of a second apart by features outside the person's box."""

    def __init__(self) -> None:
        self._kept: tuple[float, U8] | None = None

    def push(self, t_s: float, grey: U8, person: Box | None, *, is_cut: bool) -> CameraStep | None:
        """None when it is not yet time, or when the room shows too little to follow."""
        if self._kept is None or is_cut or self._kept[1].shape != grey.shape:
            self._kept = (t_s, grey)
            return None
        start_s, before = self._kept
        if t_s - start_s < _STEP_S:
            return None
        self._kept = (t_s, grey)
        return _step(start_s, t_s, before, grey, person)


def _step(
    start_s: float, end_s: float, before: U8, now: U8, person: Box | None
) -> CameraStep | None:
    room = _room(before, person)
    if not room.any() or float(before[room > 0].std()) < _PLAIN_SPREAD:
        return None
    points = cv2.goodFeaturesToTrack(
        before, maxCorners=120, qualityLevel=0.02, minDistance=5, mask=room
    )
    if points is None or len(points) < _FEWEST_POINTS:
        return None
    matrix = _followed(before, now, points)
    if matrix is None:
        if len(points) >= _MANY_POINTS and _alike(before, now) < _UNLIKE:
            return CameraStep(start_s=start_s, end_s=end_s, is_lost=True)
        return None
    height, width = now.shape
    middle = np.array([width / 2, height / 2, 1.0])
    return CameraStep(
        start_s=start_s,
        end_s=end_s,
        shift=float(np.linalg.norm(matrix @ middle - middle[:2])) / max(height, width),
        growth=float(np.hypot(matrix[0, 0], matrix[1, 0])),
    )


def _followed(before: U8, now: U8, points: F32) -> F64 | None:
    """The similarity [2,3] that most of the points agree on, or None."""
    moved, seen, _ = cv2.calcOpticalFlowPyrLK(
        before, now, points, None, winSize=(15, 15), maxLevel=3
    )
    good = seen[:, 0] == 1
    if int(good.sum()) < _FEWEST_POINTS:
        return None
    matrix, agreeing = cv2.estimateAffinePartial2D(
        points[good], moved[good], method=cv2.RANSAC, ransacReprojThreshold=1.5
    )
    if matrix is None or int(agreeing.sum()) < max(_FEWEST_POINTS, _AGREEING * len(agreeing)):
        return None
    return np.asarray(matrix, np.float64)


def _alike(before: U8, now: U8) -> float:
    """Correlation of two pictures, 0 where one of them is plain."""
    first, second = (one.astype(np.float64) - float(one.mean()) for one in (before, now))
    spread = float(first.std() * second.std())
    return float((first * second).mean()) / spread if spread > 1.0 else 0.0


def _room(grey: U8, person: Box | None) -> U8:
    """255 where features may be taken: not in the person's box, nor where it lies next to it."""
    height, width = grey.shape
    mask = np.full(grey.shape, 255, np.uint8)
    if person is not None:
        left, right = (
            _place(person[at], pad, width) for at, pad in ((0, -_PADDING), (2, _PADDING))
        )
        top, bottom = (
            _place(person[at], pad, height) for at, pad in ((1, -_PADDING), (3, _PADDING))
        )
        mask[top:bottom, left:right] = 0
    return mask


def _place(share: float, pad: float, side_px: int) -> int:
    return int(np.clip((share + pad) * side_px, 0, side_px))
