"""How far the joints of a body turn in one repetition of an exercise, without a picture."""

from typing import Final

import numpy as np

from assessment.exercises.motion import Motion

from .body import Body
from .motion import perform
from .rotations import Array
from .skeleton import Joints, assemble
from .timeline import Cue

__all__ = ["joint_ranges"]

# Places on the way from start to far point: a joint may bend most in between. Chosen.
_PLACES: Final = 13
# Hinges: the angle in space at the middle one of three points.
_HINGES: Final = {
    "ankle": ("knee", "ankle", "toe"),
    "knee": ("hip", "knee", "ankle"),
    "elbow": ("shoulder", "elbow", "wrist"),
}
# Balls: a bone between two points, against the trunk.
_BALLS: Final = {"hip": ("hip", "knee"), "shoulder": ("shoulder", "elbow")}


def joint_ranges(motion: Motion) -> dict[str, float]:
    """Degrees by joint, of the side that moves further; performed without fault, sway or haste.

    Of hinges the range of the angle; of hip and shoulder how far the thigh, the upper arm turns
    away from its start against the trunk, or the upper arm about itself; of the trunk how far it
    turns away from its start.
    """
    joints = _performed(motion)
    found = {name: _bent(joints, points) for name, points in _HINGES.items()}
    found |= {name: _swung(joints, points) for name, points in _BALLS.items()}
    start, far = motion.start["arm.rotation"], motion.far["arm.rotation"]
    about = max(abs(far.first - start.first), abs(far.second - start.second))
    found["shoulder"] = max(found["shoulder"], about)
    found["trunk"] = _turned(joints.trunk)
    return found


def _performed(motion: Motion) -> Joints:
    """From the start to the far point in even steps, by the first side that may work."""
    side = motion.sides[0] if motion.sides[0] != "alternate" else "left"
    drive = np.linspace(0.0, 1.0, _PLACES)
    both = np.stack([drive, drive], axis=1)
    cue = Cue(drive, both, {}, np.zeros((_PLACES, 6)), (side,) * _PLACES)
    body = Body()
    return assemble(body, perform(body, motion, cue))


def _bent(joints: Joints, points: tuple[str, str, str]) -> float:
    above, at, below = (joints.pair(name) for name in points)
    return float(np.ptp(_between(above - at, below - at), axis=0).max())


def _swung(joints: Joints, points: tuple[str, str]) -> float:
    at, below = (joints.pair(name) for name in points)
    bone = np.einsum("tji,tsj->tsi", joints.trunk, below - at)
    return float(_between(bone, bone[:1]).max())


def _between(first: Array, second: Array) -> Array:
    """Angle between vectors, degrees (..., 3) -> (...)."""
    lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    cosine = np.sum(first * second, axis=-1) / np.maximum(lengths, 1e-9)
    result: Array = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return result


def _turned(frames: Array) -> float:
    """Largest turn of frames (T, 3, 3) away from the first, degrees."""
    traces = np.einsum("tij,ij->t", frames, frames[0])
    return float(np.degrees(np.arccos(np.clip((traces - 1.0) / 2.0, -1.0, 1.0))).max())
