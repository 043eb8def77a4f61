"""Things between the camera and the person that hide a part of the body."""

from typing import Final

import numpy as np

from .camera import Camera
from .props import add_chair, box, rod
from .rotations import Array
from .surface import Figure, Material

__all__ = ["add_occluder"]

# Where they stand in the camera's frame: metres to the right, and from the person to the camera.
_CHAIR: Final = (0.22, 0.75)
_PLANT: Final = (-0.30, 0.70)
_TABLE: Final = (0.0, 1.05)


def add_occluder(figure: Figure, kind: str, camera: Camera) -> None:
    """Add the thing of this kind to the figure; `none` adds nothing."""
    if kind == "chair":
        figure.begin()
        add_chair(figure, _over(_before(camera, _CHAIR), 0.46))
    elif kind == "plant":
        _plant(figure, _before(camera, _PLANT))
    elif kind == "table":
        _table(figure, _before(camera, _TABLE), camera)


def _before(camera: Camera, place: tuple[float, float]) -> Array:
    right = np.array([camera.right[0], 0.0, camera.right[2]])
    toward = -np.array([camera.ahead[0], 0.0, camera.ahead[2]])
    spot = place[0] * right / np.linalg.norm(right) + place[1] * toward / np.linalg.norm(toward)
    return np.asarray(spot)


def _plant(figure: Figure, at: Array) -> None:
    """A tall plant in a pot: stems with long leaves."""
    root = _over(at, 0.30)
    figure.begin()
    figure.add(_over(at, 0.10), root, (0.09, 0.12), Material.SEAT, 0.002)
    for number in range(14):
        angle, tall = 2.4 * number, 0.50 + 0.035 * number
        out = np.array([np.cos(angle), 0.0, np.sin(angle)])
        bend, tip = _over(at + 0.10 * out, tall), _over(at + 0.28 * out, tall + 0.08)
        figure.add(root, bend, (0.010, 0.008), Material.LEAF, 0.002)
        figure.add(bend, tip, (0.032, 0.010), Material.LEAF, 0.002)


def _table(figure: Figure, at: Array, camera: Camera) -> None:
    """A thick beam on two feet along the camera's right, as the near edge of a low table."""
    right = np.array([camera.right[0], 0.0, camera.right[2]])
    right *= 0.70 / np.linalg.norm(right)
    figure.begin()
    rod(figure, _over(at - right, 0.44), _over(at + right, 0.44), 0.05, Material.WOOD)
    for end in (-0.9, 0.9):
        box(figure, _over(at + end * right, 0.20), (0.03, 0.20, 0.03), Material.WOOD)


def _over(at: Array, tall: float) -> Array:
    return np.asarray(at + np.array([0.0, tall, 0.0]))
