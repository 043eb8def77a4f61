"""A pinhole camera that stands on a circle around the person."""

from dataclasses import dataclass

import numpy as np

from .recipe import CameraRecipe, Video
from .rotations import Array

__all__ = ["Camera", "place"]


@dataclass(frozen=True)
class Camera:
    """Position and axes (right, up, ahead) in the world, metres; focal length in pixels."""

    position: Array
    right: Array
    up: Array
    ahead: Array
    focal_px: float
    width_px: int
    height_px: int

    def project(self, points: Array) -> Array:
        """Points (..., 3) metres to pixels (..., 2), origin top left, y down."""
        offset = points - self.position
        depth = offset @ self.ahead
        x = 0.5 * self.width_px + self.focal_px * (offset @ self.right) / depth
        y = 0.5 * self.height_px - self.focal_px * (offset @ self.up) / depth
        return np.stack([x, y], axis=-1)

    def seen(self, points: Array) -> Array:
        """Points (T, N, 3) along the camera's axes (right, down, away) from the middle of each."""
        offset = points - points.mean(axis=1, keepdims=True)
        return np.stack([offset @ self.right, -(offset @ self.up), offset @ self.ahead], axis=-1)

    def rays(self, x_px: Array, y_px: Array) -> Array:
        """Unit directions (..., 3) through pixel positions."""
        across = (x_px - 0.5 * self.width_px) / self.focal_px
        down = (y_px - 0.5 * self.height_px) / self.focal_px
        rays = self.ahead + across[..., None] * self.right - down[..., None] * self.up
        scaled: Array = rays / np.linalg.norm(rays, axis=-1, keepdims=True)
        return scaled


def place(recipe: CameraRecipe, video: Video) -> Camera:
    """The camera of a recipe. yaw 0 looks at the face, 90 at the person's left side."""
    yaw, pitch = np.radians(recipe.yaw_deg), np.radians(recipe.pitch_deg)
    outward = np.array([np.sin(yaw), 0.0, np.cos(yaw)])
    level_right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
    position = outward * recipe.distance_m + level_right * recipe.shift_m
    position[1] = recipe.height_m
    ahead = -outward * np.cos(pitch) - np.array([0.0, np.sin(pitch), 0.0])
    up = np.cross(level_right, ahead)
    roll = np.radians(recipe.roll_deg)
    return Camera(
        position=position,
        right=np.cos(roll) * level_right + np.sin(roll) * up,
        up=np.cos(roll) * up - np.sin(roll) * level_right,
        ahead=ahead,
        focal_px=recipe.focal_heights * video.height_px,
        width_px=video.width_px,
        height_px=video.height_px,
    )
