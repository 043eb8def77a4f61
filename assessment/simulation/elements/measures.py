"""What a made performance measures, from its true joints: degrees, as elements/_fields.md says."""

import numpy as np

from assessment.core.geometry import angle_at_deg
from assessment.simulation.rotations import Array
from assessment.simulation.skeleton import Joints

__all__ = ["measured"]


def measured(
    joints: Joints, inside: slice, turned: tuple[Array, Array, Array, Array]
) -> dict[str, float]:
    """Of the frames `inside`: whole turns by their tracks, legs where they are widest."""
    yaw, pitch, roll, twist = (one[inside] for one in turned)
    hips, ankles = joints.pair("hip")[inside], joints.pair("ankle")[inside]
    legs = ankles - hips
    origin = np.zeros_like(legs[:, 0])
    split = angle_at_deg(legs[:, 0], origin, legs[:, 1])
    thighs = joints.pair("knee")[inside] - hips
    level = -thighs[..., 1] / np.linalg.norm(thighs, axis=-1)
    below = np.degrees(np.arcsin(np.clip(level, -1.0, 1.0)))
    trunk = joints.points["neck"][inside] - joints.points["pelvis"][inside]
    at_hip = np.stack([angle_at_deg(trunk, origin, legs[:, side]) for side in (0, 1)], axis=1)
    return {
        "turn_deg": float(abs(yaw[-1] - yaw[0]) + abs(twist[-1] - twist[0])),
        "somersault_deg": float(np.ptp(pitch) + np.ptp(roll)),
        "leg_split_deg": float(split.max()),
        "leg_below_horizontal_deg": float(below.max(axis=1).min()),
        "free_leg_below_horizontal_deg": float(below.min(axis=1).min()),
        "trunk_leg_angle_deg": float(at_hip.min()),
    }
