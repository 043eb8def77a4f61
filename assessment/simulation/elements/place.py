"""From tracks to joints in the room: the supporting foot stays where it is, a flight is a fall."""

from collections.abc import Sequence

import numpy as np

from assessment.core.units import Mask
from assessment.simulation.body import Body
from assessment.simulation.rotations import Array, about_x, about_y, about_z, rotate, unit
from assessment.simulation.skeleton import SIDES, Joints, Pose, arm_by_angles, assemble

__all__ = ["Flight", "placed"]

_GRAVITY = 9.81
# The floor of a routine is 10 m by 10 m (code of 2025-2028); a made one stays in its middle.
_REACH_M = 2.0
# A foot this near the lowest one stands flat.
_FLAT_M = 0.05
# Half thickness of trunk and head where they meet the floor, metres on the reference body.
_SEAT_M = 0.10

# Start, end (seconds) and metres a second forward.
Flight = tuple[float, float, float]


def placed(
    body: Body,
    rows: Array,
    turned: tuple[Array, Array, Array, Array],
    flights: Sequence[Flight],
    *,
    fps: float,
) -> Joints:
    """Rows [T, 16] and (yaw, pitch, roll, twist) [T], degrees -> joints, metres, the floor at 0."""
    yaw, pitch, roll, twist = turned
    root = about_y(yaw) @ about_z(-roll) @ about_x(pitch) @ about_y(twist)
    in_air = np.zeros(len(rows), np.bool_)
    times = np.arange(len(rows)) / fps
    for start, end, _ in flights:
        in_air |= (times > start) & (times < end)
    still = _pose(body, rows, root, np.zeros((len(rows), 3)), in_air)
    joints = assemble(body, still)
    pelvis = _path(joints, yaw, flights, times)
    pelvis[:, 1] = _heights(joints, flights, times)
    return assemble(body, _pose(body, rows, root, pelvis, in_air))


def _pose(body: Body, rows: Array, root: Array, pelvis: Array, in_air: Mask) -> Pose:
    lean, side = rows[:, 0], rows[:, 1]
    trunk = root @ about_x(lean) @ about_z(-side)
    hips = root @ about_x(0.3 * lean)
    legs = rows[:, 2:8].reshape(-1, 2, 3)
    thigh = root[:, None] @ about_x(-legs[..., 0]) @ about_z(SIDES * legs[..., 1])
    shank = thigh @ about_x(legs[..., 2])
    hip = pelvis[:, None] + np.stack(
        [rotate(hips, (s * body.half_hip_m, 0.0, 0.0)) for s in SIDES], axis=1
    )
    down = (0.0, -1.0, 0.0)
    ankle = hip + body.thigh_m * rotate(thigh, down) + body.shank_m * rotate(shank, down)
    foot = _feet(shank @ about_x(rows[:, 8:10]), ankle, root, in_air)
    arms = rows[:, 10:16].reshape(-1, 2, 3)
    zero = np.zeros(arms.shape[:2])
    return Pose(
        pelvis=pelvis,
        trunk=trunk,
        hips=hips,
        head=trunk @ about_x(-0.5 * np.clip(lean, -20, 70)),
        ankle=ankle,
        knee_pole=rotate(thigh, (0.0, 0.0, 1.0)),
        foot=foot,
        arms=arm_by_angles(
            body, pelvis, trunk, flexion=arms[..., 0], abduction=arms[..., 1],
            rotation=zero, elbow=arms[..., 2], supination=zero,
        ),
    )  # fmt: skip


def _feet(shank: Array, ankle: Array, root: Array, in_air: Mask) -> Array:
    """Feet by their shanks, level where they stand; (T, 2, 3, 3), columns left, up, forward."""
    over = ankle[..., 1] - ankle[..., 1].min(axis=1, keepdims=True)
    level = np.exp(-((over / _FLAT_M) ** 2))[..., None] * ~in_air[:, None, None]
    # A leg that points up or lies level stands on nothing.
    level = level * (shank[..., 1, 1] > 0.5)[..., None]
    ahead = root[:, None, :, 2] * [1.0, 0.0, 1.0] + 1e-6
    forward = unit((1 - level) * shank[..., 2] + level * unit(ahead))
    upward = (1 - level) * shank[..., 1] + level * np.array([0.0, 1.0, 0.0])
    upward = unit(upward - forward * (upward * forward).sum(-1, keepdims=True))
    return np.stack([np.cross(upward, forward), upward, forward], axis=-1)


def _heights(joints: Joints, flights: Sequence[Flight], times: Array) -> Array:
    """Height of the pelvis [T]: the lowest point touches the floor, or the body falls freely."""
    seat = _SEAT_M
    names = [
        f"{s}_{n}" for s in ("left", "right") for n in ("heel", "toe", "ankle", "knee", "index")
    ]
    lowest = np.min([joints.points[name][:, 1] for name in names], axis=0)
    for name in ("pelvis", "head", "left_shoulder", "right_shoulder"):
        lowest = np.minimum(lowest, joints.points[name][:, 1] - seat)
    standing = -lowest
    height = standing.copy()
    for start, end, _ in flights:
        within = (times > start) & (times < end)
        edges = np.interp([start, end], times[~within], standing[~within])
        share = (times[within] - start) / (end - start)
        fall = _GRAVITY / 2 * (times[within] - start) * (end - times[within])
        height[within] = edges[0] + share * (edges[1] - edges[0]) + fall
    return np.asarray(np.maximum(height, standing))


def _path(joints: Joints, yaw: Array, flights: Sequence[Flight], times: Array) -> Array:
    """Pelvis over the floor [T, 3], height 0."""
    ankles = joints.pair("ankle")
    standing = ankles[..., 1].argmin(axis=1)
    moved = np.diff(ankles, axis=0, append=ankles[-1:])
    step = -np.take_along_axis(moved, standing[:, None, None], axis=1)[:, 0]
    for start, end, speed in flights:
        within = np.flatnonzero((times > start) & (times < end))
        if len(within):
            heading = np.radians(yaw[within[0]])
            step[within] = (
                speed * (times[1] - times[0]) * np.array([np.sin(heading), 0.0, np.cos(heading)])
            )
    step[:, 1] = 0.0
    path = np.cumsum(step, axis=0) - step
    return np.asarray(_REACH_M * np.tanh(path / _REACH_M))
