"""The seventeen points that Kinect, optical markers and MediaPipe have in common.

Room axes of every bridge, right-handed, metres: x to the person's left when the person faces the
sensor, y up, z from the person towards the sensor.
"""

from collections.abc import Sequence

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64

__all__ = ["JOINTS", "LIMBS", "MIRROR", "at", "from_kinect", "from_mediapipe", "from_vicon"]

JOINTS = (
    "pelvis", "neck", "head",
    "l_shoulder", "r_shoulder", "l_elbow", "r_elbow", "l_wrist", "r_wrist",
    "l_hip", "r_hip", "l_knee", "r_knee", "l_ankle", "r_ankle", "l_toe", "r_toe",
)  # fmt: skip
LIMBS = tuple(
    (JOINTS.index(a), JOINTS.index(b))
    for a, b in (
        ("pelvis", "neck"), ("neck", "head"),
        ("neck", "l_shoulder"), ("l_shoulder", "l_elbow"), ("l_elbow", "l_wrist"),
        ("neck", "r_shoulder"), ("r_shoulder", "r_elbow"), ("r_elbow", "r_wrist"),
        ("pelvis", "l_hip"), ("l_hip", "l_knee"), ("l_knee", "l_ankle"), ("l_ankle", "l_toe"),
        ("pelvis", "r_hip"), ("r_hip", "r_knee"), ("r_knee", "r_ankle"), ("r_ankle", "r_toe"),
    )
)  # fmt: skip

_OTHER_SIDE = {"l": "r", "r": "l"}
MIRROR = tuple(
    JOINTS.index(_OTHER_SIDE[name[0]] + name[1:]) if name[1] == "_" else place
    for place, name in enumerate(JOINTS)
)

_MIDDLE: dict[str, dict[str, tuple[str, ...]]] = {
    "kinect": {"pelvis": ("l_hip", "r_hip"), "neck": ("neck",), "head": ("head",)},
    # Between the clavicle and the seventh vertebra, and amid the head band.
    "vicon": {
        "pelvis": ("l_hip", "r_hip"),
        "neck": ("c7", "clavicle"),
        "head": ("head_front", "head_back"),
    },
    # MediaPipe has no neck: the middle of the shoulders stands for it.
    "mediapipe": {
        "pelvis": ("left_hip", "right_hip"),
        "neck": ("left_shoulder", "right_shoulder"),
        "head": ("left_ear", "right_ear"),
    },
}


def at(name: str) -> int:
    """Place of a joint in JOINTS."""
    return JOINTS.index(name)


def from_kinect(positions: F64, names: Sequence[str]) -> F64:
    """[T, 22, 3] as the Kinect file has them (already room axes) -> [T, 17, 3]."""
    return _picked(positions, names, "kinect", dict(zip(JOINTS, JOINTS, strict=True)))


def from_vicon(positions: F64, names: Sequence[str]) -> F64:
    """[T, 22, 3], x forward, y left, z up -> [T, 17, 3] in room axes."""
    return _picked(
        positions[..., [1, 2, 0]], names, "vicon", dict(zip(JOINTS, JOINTS, strict=True))
    )


def from_mediapipe(points: F64) -> F64:
    """World landmarks [T, 33, 3] (y down, z away) -> [T, 17, 3] in room axes.

    Picture landmarks [T, 33, 2] px (y down) -> [T, 17, 2], x right, y up.
    """
    signs = np.array([1.0, -1.0, -1.0])[: points.shape[-1]]
    spelled = {
        name: name.replace("l_", "left_", 1).replace("r_", "right_", 1).replace("toe", "foot_index")
        for name in JOINTS
        if name[1] == "_"
    }
    return _picked(points * signs, mediapipe33().names, "mediapipe", spelled)


def _picked(points: F64, names: Sequence[str], sensor: str, spelled: dict[str, str]) -> F64:
    place = {name: row for row, name in enumerate(names)}
    middle = _MIDDLE[sensor]
    try:
        columns = [
            points[:, [place[one] for one in middle.get(name, (spelled.get(name, name),))]].mean(1)
            for name in JOINTS
        ]
    except KeyError as error:
        raise AssessmentError(
            "joint_missing",
            f"The skeleton lacks the joint {error}; see docs/algorithms/technique.md.",
        ) from error
    return np.stack(columns, axis=1)
