"""Which side works, found in the repetition itself, and the mirror that makes it the right one.

Left- and right-handed repetitions then lie on one another, and a mirrored person gets the same
verdict. No label is used and no other repetition. Where both sides work alike (deep squat, sit to
stand) a repetition is judged as it is and mirrored, and the mean counts.
"""

from typing import Literal

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.skeleton import MIRROR, at

__all__ = ["Side", "canonical", "mirrored", "working_side"]

Side = Literal["left", "right", "both"]


def working_side(body: F64, movement: int) -> Side:
    """body: [T, 17, 3] in the body frame; movement: 1..10. A joint never seen doesn't move."""
    rule = MOVEMENTS[movement].side
    if rule == "both":
        return "both"
    return "left" if _RULES[rule](body) > 0 else "right"


def mirrored(body: F64) -> F64:
    """Left and right exchanged. body: [T, 17, 3] or [T, 17, 2], x sideways."""
    result: F64 = body[:, list(MIRROR)] * np.array([-1.0, 1.0, 1.0])[: body.shape[-1]]
    return result


def canonical(body: F64, movement: int) -> tuple[F64, ...]:
    """The repetition as if its right side worked; where both work, as it is and mirrored."""
    side = working_side(body, movement)
    if side == "both":
        return body, mirrored(body)
    return (mirrored(body) if side == "left" else body,)


def _travel(body: F64, joint: str) -> float:
    """How far the left joint moves more than the right one."""
    ways = [np.ptp(np.nan_to_num(body[:, at(f"{side}_{joint}")]), axis=0) for side in "lr"]
    left, right = np.linalg.norm(ways, axis=1)
    return float(left - right)


def _wrist_moves_more(body: F64) -> float:
    return _travel(body, "wrist")


def _ankle_moves_more(body: F64) -> float:
    return _travel(body, "ankle")


def _ankle_in_front(body: F64) -> float:
    return float(np.median(body[:, at("l_ankle"), 2] - body[:, at("r_ankle"), 2]))


def _pelvis_shift(body: F64) -> float:
    """The largest sideways way of the pelvis from its start, + to the left."""
    shift = body[:, at("pelvis"), 0]
    return float(shift[np.abs(shift).argmax()])


_RULES = {
    "wrist_moves_more": _wrist_moves_more,
    "ankle_moves_more": _ankle_moves_more,
    "ankle_in_front": _ankle_in_front,
    "pelvis_shift": _pelvis_shift,
}
