"""Whether the person is blurred: how little a crop of them loses when it is made coarser."""

import cv2
import numpy as np

from assessment.core.units import U8
from assessment.vision.meters.camera import Box

__all__ = ["detail"]

# The pose network looks at the person in 256 pixels; detail finer than that does not matter.
_CROP_PX = 256
_COARSER = 4
_SMALLEST_PX = 16


def detail(image: U8, person: Box) -> float | None:
    """Share of the crop's variance that is finer than 4 of 256 pixels; None for a tiny crop."""
    height, width = image.shape[:2]
    left, right = (round(np.clip(person[at], 0.0, 1.0) * width) for at in (0, 2))
    top, bottom = (round(np.clip(person[at], 0.0, 1.0) * height) for at in (1, 3))
    if right - left < _SMALLEST_PX or bottom - top < _SMALLEST_PX:
        return None
    crop = cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    scale = _CROP_PX / max(crop.shape)
    size = tuple(max(_COARSER, round(side * scale)) for side in crop.shape[::-1])
    fine = cv2.resize(crop, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = tuple(max(1, side // _COARSER) for side in size)
    coarse = cv2.resize(fine, small, interpolation=cv2.INTER_AREA)
    lost = fine - cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    return float(lost.var() / max(float(fine.var()), 1.0))
