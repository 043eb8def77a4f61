"""From where the camera looks at the person: front, back, side or between."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.kinematics import Side
from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.exercises import schema

__all__ = ["ViewFound", "view_estimate"]

# Shoulder line over torso length of an adult seen from the front. Source: .37 m over .50 m,
# the proportions of the rendered person (docs/algorithms/kinematics.md).
_FRONT_RATIO = 0.74
# Planar angles are not to be trusted when the camera is more than 25 degrees off. Source: the
# study of rendered people, section on angles.
_FRONT_BELOW_DEG = 25.0
_SIDE_ABOVE_DEG = 65.0
_FEWEST_FRAMES = 3


@dataclass(frozen=True, kw_only=True)
class ViewFound:
    """`yaw_deg` 0 = seen square from front or back, 90 = from the side.

    `near` is the side of the body towards the camera; `facing` the side of the picture the
    person looks to (meaningful in a side view).
    """

    name: schema.View
    yaw_deg: float
    near: Side
    facing: Literal["left", "right"]


def view_estimate(landmarks: Landmarks) -> ViewFound | None:
    """Median over all frames with a pose; None with fewer than three of them."""
    usable = (landmarks.flags & FLAG_NO_POSE) == 0
    if int(usable.sum()) < _FEWEST_FRAMES:
        return None
    xy = landmarks.xy_px[usable].astype(np.float64)
    world = landmarks.world_m[usable].astype(np.float64)
    yaw = float(np.median((_yaw_picture(xy) + _yaw_world(world)) / 2))
    return ViewFound(
        name=_name(yaw, front=_front_share(xy) >= 0.5),
        yaw_deg=yaw,
        near=_near(world),
        facing=_facing(xy),
    )


def _at(points: F64, joint: str) -> F64:
    found: F64 = points[:, mediapipe33().index(joint)]
    return found


def _axes(points: F64) -> tuple[F64, F64]:
    """(hips -> shoulders, right -> left shoulder made square to it)."""
    left, right = _at(points, "left_shoulder"), _at(points, "right_shoulder")
    torso = (left + right) / 2 - (_at(points, "left_hip") + _at(points, "right_hip")) / 2
    line = left - right
    square = np.maximum(np.einsum("ti,ti->t", torso, torso), 1e-9)
    along = np.einsum("ti,ti->t", line, torso) / square
    return torso, line - along[:, None] * torso


def _yaw_picture(xy: F64) -> F64:
    torso, line = _axes(xy)
    length = np.maximum(np.linalg.norm(torso, axis=1), 1e-6)
    ratio = np.linalg.norm(line, axis=1) / length
    result: F64 = np.degrees(np.arccos(np.clip(ratio / _FRONT_RATIO, 0.0, 1.0)))
    return result


def _yaw_world(world: F64) -> F64:
    _, line = _axes(world)
    length = np.maximum(np.linalg.norm(line, axis=1), 1e-6)
    result: F64 = np.degrees(np.arcsin(np.clip(np.abs(line[:, 2]) / length, 0.0, 1.0)))
    return result


def _front_share(xy: F64) -> float:
    torso, line = _axes(xy)
    turn = torso[:, 0] * line[:, 1] - torso[:, 1] * line[:, 0]
    return float((turn > 0).mean())


def _name(yaw: float, *, front: bool) -> schema.View:
    if yaw > _SIDE_ABOVE_DEG:
        return "side"
    if yaw >= _FRONT_BELOW_DEG:
        return "three_quarter"
    return "front" if front else "back"


def _near(world: F64) -> Side:
    depth = sum(
        (_at(world, f"left_{joint}") - _at(world, f"right_{joint}"))[:, 2]
        for joint in ("shoulder", "hip")
    )
    return "left" if float(np.median(depth)) <= 0 else "right"


def _facing(xy: F64) -> Literal["left", "right"]:
    ahead = sum(
        (_at(xy, f"{side}_foot_index") - _at(xy, f"{side}_heel"))[:, 0]
        for side in ("left", "right")
    )
    nose = _at(xy, "nose") - (_at(xy, "left_ear") + _at(xy, "right_ear")) / 2
    return "right" if float(np.median(ahead + nose[:, 0])) >= 0 else "left"
