"""A small grey picture of a frame, on which the cheap meters work."""

import cv2
import numpy as np

from assessment.core.units import U8

__all__ = ["LONG_SIDE_PX", "thumbnail"]

# About an eighth of 1280: a person is still 60 px tall, a frame costs under half a millisecond.
LONG_SIDE_PX = 160


def thumbnail(image: U8) -> U8:
    """RGB [height, width, 3] to grey [h, w], the long side LONG_SIDE_PX, averaged over areas."""
    height, width = image.shape[:2]
    scale = LONG_SIDE_PX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
