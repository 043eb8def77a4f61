"""Where a camera stands so that a whole movement fills the picture."""

from dataclasses import replace
from typing import Final

import numpy as np

from .camera import place
from .recipe import CameraRecipe, Video
from .rotations import Array

__all__ = ["VIEW_YAW_DEG", "framed", "turned_size"]

# Yaw of each view that an exercise file may name; the side is the person's left.
VIEW_YAW_DEG: Final = {"front": 0.0, "three_quarter": 45.0, "side": 90.0, "back": 180.0}
# Postures (exercises.schema) that lie along the picture.
_LYING: Final = ("lying", "support")
# Room left free at each edge of the picture, as a share of it (chosen: heads and shoes stick out).
_MARGIN: Final = 0.09
_NEAREST_M, _FARTHEST_M, _STEP_M = 2.2, 7.8, 0.1


def framed(points: Array, yaw_deg: float, video: Video, *, margin: float = _MARGIN) -> CameraRecipe:
    """A camera at hip height or so that sees all points (..., 3) in metres, centred."""
    flat = points.reshape(-1, 3)
    height = float(np.clip(flat[:, 1].max() * 0.6, 0.6, 1.1))
    distance = _NEAREST_M
    while True:
        camera = _aimed(
            flat,
            CameraRecipe(yaw_deg=yaw_deg, height_m=height, distance_m=distance, pitch_deg=0.0),
            video,
        )
        seen = place(camera, video).project(flat) / (video.width_px, video.height_px)
        fits = np.all((seen > margin) & (seen < 1.0 - margin))
        if fits or distance >= _FARTHEST_M:
            return camera
        distance = round(distance + _STEP_M, 3)


def _aimed(points: Array, camera: CameraRecipe, video: Video) -> CameraRecipe:
    """The camera moved sideways and pitched so that the points are in the middle."""
    for _ in range(4):
        seen = place(camera, video).project(points)
        middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
        focal = camera.focal_heights * video.height_px
        off = (middle - (video.width_px / 2, video.height_px / 2)) / focal
        camera = replace(
            camera,
            shift_m=camera.shift_m + float(off[0]) * camera.distance_m,
            pitch_deg=camera.pitch_deg + float(np.degrees(np.arctan(off[1]))),
        )
    return camera


def turned_size(size: tuple[int, int], posture: str) -> tuple[int, int]:
    """The size as it is, or turned on its side for people who lie along the picture."""
    return size[::-1] if posture in _LYING else size
