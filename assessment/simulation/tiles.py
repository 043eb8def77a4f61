"""Where each primitive can show on the screen, so that a ray looks at few of them."""

from typing import Final

import numpy as np

from .camera import Camera
from .rotations import Array
from .surface import Kind

__all__ = ["outlines"]

# Room around a primitive's outline in which blending matters, metres.
_MARGIN_M: Final = 0.03


def outlines(camera: Camera, ends: Array, parts: Array) -> Array:
    """Screen box and range of each primitive, (P, 6): left, top, right, bottom px, near, far m.

    ends (P, 6), parts (P, 6): one frame of surface.Figure.tables.
    """
    boxed = parts[:, 3] == Kind.BOX
    first, second = ends[:, :3], np.where(boxed[:, None], ends[:, :3], ends[:, 3:])
    half = np.where(boxed, np.linalg.norm(ends[:, 3:], axis=1), 0.0)
    centres = np.stack([first, second], axis=1)
    radii = parts[:, :2] + half[:, None] + _MARGIN_M
    radii[boxed, 1] = radii[boxed, 0]
    depth = (centres - camera.position) @ camera.ahead
    reach = np.linalg.norm(centres - camera.position, axis=-1)
    span = (1.15 * camera.focal_px * radii / np.maximum(0.1, depth - radii))[..., None]
    at = camera.project(centres)
    low, high = (at - span).min(axis=1), (at + span).max(axis=1)
    near, far = _nearest(camera.position, first, second) - radii.max(axis=1), reach.max(axis=1)
    far += radii.max(axis=1)
    return np.ascontiguousarray(np.column_stack([low, high, near, far]))


def _nearest(eye: Array, first: Array, second: Array) -> Array:
    """Distance from the eye to each segment: the middle of a long one is nearer than its ends."""
    along = second - first
    square = np.maximum(np.sum(along**2, axis=1), 1e-12)
    share = np.clip(np.sum((eye - first) * along, axis=1) / square, 0.0, 1.0)
    distance: Array = np.linalg.norm(first + share[:, None] * along - eye, axis=1)
    return distance
