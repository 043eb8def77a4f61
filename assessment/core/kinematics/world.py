"""Signals from the world landmarks: they depend less on the view, and are never reported.

World angles err by 5 to 20 degrees on rendered people. They count repetitions where the picture
hides the plane of the movement.
"""

import numpy as np

from assessment.core.curves import curve_base
from assessment.core.geometry import angle_at_deg
from assessment.core.kinematics.angles import ANGLES, SIDED_ANGLES
from assessment.core.kinematics.body import Body
from assessment.core.kinematics.middle import MIDDLES
from assessment.core.kinematics.paths import PATHS
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64

__all__ = ["world_curve"]

_TURNS = {"trunk_turn": "shoulder", "pelvis_turn": "hip"}


def world_curve(name: str, landmarks: Landmarks, *, from_side: bool) -> F64:
    """A named curve of the world landmarks, [T]; NaN where there is no pose.

    Angles at a joint are taken in space, turns about the vertical with their sign (+ = to the
    person's left); every other curve is that of a picture taken square from the side
    (`from_side`) or from the front.
    """
    fact, side = curve_base(name)
    world = landmarks.world_m.astype(np.float64)
    if side is not None and fact.name in ANGLES:
        a, b, c = (world[:, mediapipe33().index(f"{side}_{j}")] for j in ANGLES[fact.name])
        return angle_at_deg(a, b, c)
    if fact.name in _TURNS:
        return _turn_deg(world, _TURNS[fact.name])
    body = Body(_seen_square(world, from_side=from_side))
    if side is None:
        return MIDDLES[fact.name](body)
    return (SIDED_ANGLES | PATHS)[fact.name](body, side)


def _across(world: F64, joint: str) -> F64:
    """Right to left of a pair, [T, 3]."""
    line: F64 = (
        world[:, mediapipe33().index(f"left_{joint}")]
        - world[:, mediapipe33().index(f"right_{joint}")]
    )
    return line


def _turn_deg(world: F64, joint: str) -> F64:
    line = _across(world, joint)
    # Left goes back as the person turns left: away from the camera when facing it.
    turned: F64 = np.degrees(
        np.arctan2(line[:, 2] * np.sign(line[:, 0]), np.maximum(np.abs(line[:, 0]), 1e-9))
    )
    return turned


def _seen_square(world: F64, *, from_side: bool) -> F64:
    """[T, 33, 2] as a camera square to the person would see it: turned about the vertical."""
    line = _across(world, "shoulder") + _across(world, "hip")
    seen = ~np.isnan(line[:, 0])
    if not seen.any():
        return world[:, :, 0:2]
    x, z = (float(np.median(line[seen, axis])) for axis in (0, 2))
    length = max(float(np.hypot(x, z)), 1e-9)
    # The person's left becomes the picture's right (front) or comes near (side).
    right = (-z / length, x / length) if from_side else (x / length, z / length)
    flat = world[:, :, 0] * right[0] + world[:, :, 2] * right[1]
    result: F64 = np.stack([flat, world[:, :, 1]], axis=2)
    return result
