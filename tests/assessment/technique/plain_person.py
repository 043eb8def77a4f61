"""A person of plain geometry who lifts an arm and a leg of one side and shifts towards it."""

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.skeleton import JOINTS, at

_STANDING = {
    "pelvis": (0.0, 0.95, 0.0), "neck": (0.0, 1.45, 0.0), "head": (0.0, 1.65, 0.03),
    "l_shoulder": (0.18, 1.42, 0.0), "l_elbow": (0.2, 1.12, 0.0), "l_wrist": (0.21, 0.86, 0.02),
    "l_hip": (0.1, 0.93, 0.0), "l_knee": (0.11, 0.5, 0.02), "l_ankle": (0.11, 0.08, 0.0),
    "l_toe": (0.13, 0.02, 0.15),
}  # fmt: skip


def standing_person(*, lifts: str, frames: int = 60, height: float = 0.4) -> F64:
    """[T, 17, 3] metres, room axes; `lifts` is l or r."""
    points: F64 = np.zeros((frames, len(JOINTS), 3))
    for name, place in _STANDING.items():
        points[:, at(name)] = place
        if name.startswith("l_"):
            points[:, at("r" + name[1:])] = np.array(place) * [-1, 1, 1]
    amount = height * np.sin(np.linspace(0, np.pi, frames)) ** 2
    sign = 1.0 if lifts == "l" else -1.0
    for joint, share in (
        ("elbow", 0.5),
        ("wrist", 1.0),
        ("knee", 0.4),
        ("ankle", 0.8),
        ("toe", 0.9),
    ):
        points[:, at(f"{lifts}_{joint}"), 1] += share * amount
    points[:, at(f"{lifts}_ankle"), 2] += 0.1
    points[:, at("pelvis"), 0] += sign * 0.2 * amount
    return points
