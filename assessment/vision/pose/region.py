"""Square, turned regions of a picture and the tiles cut from them.

Pixels of the upright picture, origin top left, y down; angles in radians, clockwise as seen.
Constants and their sources: docs/algorithms/pose.md.
"""

import math
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from assessment.core.units import U8
from assessment.vision.pose.networks import DETECTOR_SIDE, LANDMARK_SIDE

__all__ = ["Region", "detector_tile", "landmark_tile", "region_from_points"]

# The circle around the body is widened by a quarter, so that hands and feet stay inside.
_WIDEN = 1.25


class Region(NamedTuple):
    """Centre, side length and turn of a square."""

    cx: float
    cy: float
    side: float
    angle: float


def region_from_points(centre: npt.ArrayLike, top: npt.ArrayLike) -> Region:
    """The region around a body, from the middle of its hips and a point above on its circle."""
    (cx, cy), (tx, ty) = np.asarray(centre, float), np.asarray(top, float)
    angle = math.pi / 2 - math.atan2(cy - ty, tx - cx)
    angle -= 2 * math.pi * math.floor((angle + math.pi) / (2 * math.pi))
    return Region(float(cx), float(cy), 2 * _WIDEN * math.hypot(tx - cx, ty - cy), angle)


def detector_tile(image: U8) -> U8:
    """The whole picture [H,W,3], centred on black in a square tile [224,224,3]."""
    height, width = image.shape[:2]
    whole = Region(width / 2, height / 2, max(height, width), 0.0)
    return _cut(image, whole, DETECTOR_SIDE, cv2.BORDER_CONSTANT)


def landmark_tile(image: U8, region: Region) -> U8:
    """The region as a tile [256,256,3]; the picture's border is drawn out beyond its edge."""
    return _cut(image, region, LANDMARK_SIDE, cv2.BORDER_REPLICATE)


def _cut(image: U8, region: Region, side: int, border: int) -> U8:
    """Corner to corner without a half-pixel shift, bilinear at 1/32 px, rounded to whole numbers.

    MediaPipe cuts with this very OpenCV call; an exact bilinear cut moves landmarks by 0.1 to
    0.6 px.
    """
    box = ((region.cx, region.cy), (region.side, region.side), math.degrees(region.angle))
    corners = cv2.boxPoints(box)
    target = np.array([[0, side], [0, 0], [side, 0], [side, side]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    tile = cv2.warpPerspective(
        image, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=border
    )
    return np.asarray(tile, np.uint8)
