"""Rotations and the two-bone reach, for whole motions at once.

World frame in metres: x to the person's left, y up, z where the person faces when standing still.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["about_x", "about_y", "about_z", "reach", "rotate", "unit"]

Array = NDArray[np.float64]

# A straight limb keeps a trace of bend so that its plane stays defined (chosen).
_REACH: Final = 0.9998


def about_x(angle_deg: Array) -> Array:
    """Rotation about x, angle.shape + (3, 3); a positive angle leans an upright body forward."""
    return _matrix(angle_deg, 1, 2)


def about_y(angle_deg: Array) -> Array:
    """Rotation about y; a positive angle turns a forward vector to the person's left."""
    return _matrix(angle_deg, 2, 0)


def about_z(angle_deg: Array) -> Array:
    """Rotation about z; a positive angle leans an upright body to the person's right."""
    return _matrix(angle_deg, 0, 1)


def _matrix(angle_deg: Array, first: int, second: int) -> Array:
    angle = np.radians(np.asarray(angle_deg, dtype=np.float64))
    matrix = np.zeros((*angle.shape, 3, 3))
    matrix[..., 0, 0] = matrix[..., 1, 1] = matrix[..., 2, 2] = 1.0
    matrix[..., first, first] = matrix[..., second, second] = np.cos(angle)
    matrix[..., second, first] = np.sin(angle)
    matrix[..., first, second] = -np.sin(angle)
    return matrix


def rotate(matrix: Array, vector: Array | tuple[float, float, float]) -> Array:
    """Matrix (..., 3, 3) applied to vectors (..., 3), broadcast."""
    turned: Array = np.einsum("...ij,...j->...i", matrix, np.asarray(vector, dtype=np.float64))
    return turned


def unit(vector: Array) -> Array:
    """The vector scaled to length one, along the last axis."""
    scaled: Array = vector / np.linalg.norm(vector, axis=-1, keepdims=True)
    return scaled


def reach(
    root: Array, tip: Array, upper_m: float, lower_m: float, pole: Array
) -> tuple[Array, Array]:
    """Middle joint and tip of a two-bone limb from `root` towards `tip`, bending towards `pole`.

    root, tip, pole: (..., 3) metres; pole is a direction. A tip out of reach is drawn in along its
    line, so the bones keep their lengths.
    """
    line = tip - root
    distance = np.linalg.norm(line, axis=-1, keepdims=True)
    along = line / distance
    span = np.minimum(distance, (upper_m + lower_m) * _REACH)
    cosine = (span**2 + upper_m**2 - lower_m**2) / (2.0 * span * upper_m)
    sine = np.sqrt(np.clip(1.0 - cosine**2, 0.0, None))
    pole = np.broadcast_to(pole, along.shape)
    aside = unit(pole - along * np.sum(pole * along, axis=-1, keepdims=True))
    return root + upper_m * (cosine * along + sine * aside), root + along * span
