"""The same movement as another day's set-up would have measured it.

A baseline is recorded on another day than the repetitions it is held against. The public data
has one day only; without this a model could recognise the recording instead of the movement.
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.skeleton import JOINTS, LIMBS

__all__ = ["Setup", "rerecorded", "setup_draw"]

# Standard deviations, from the study of the method.
_YAW_DEG, _TILT_DEG, _PROPORTION, _JOINT_M = 6.0, 2.0, 0.04, 0.012


@dataclass(frozen=True, kw_only=True)
class Setup:
    """`turn` [3, 3]; `proportion` [limbs]; `offset` [17, 3] metres: one draw for a baseline."""

    turn: F64
    proportion: F64
    offset: F64


def setup_draw(rng: np.random.Generator) -> Setup:
    yaw, tilt_x, tilt_z = np.radians(rng.normal(0.0, [_YAW_DEG, _TILT_DEG, _TILT_DEG]))
    return Setup(
        turn=_about(1, yaw) @ _about(0, tilt_x) @ _about(2, tilt_z),
        proportion=1.0 + _PROPORTION * rng.standard_normal(len(LIMBS)),
        offset=_JOINT_M * rng.standard_normal((len(JOINTS), 3)),
    )


def rerecorded(positions: F64, setup: Setup) -> F64:
    """[T, 17, 3] metres, room axes -> the same."""
    points = positions.copy()
    for (start, end), share in zip(LIMBS, setup.proportion, strict=True):
        points[:, end] = points[:, start] + share * (positions[:, end] - positions[:, start])
    result: F64 = (points + setup.offset) @ setup.turn.T
    return result


def _about(axis: int, angle: float) -> F64:
    one, other = [place for place in range(3) if place != axis]
    turn = np.eye(3)
    turn[one, one] = turn[other, other] = np.cos(angle)
    turn[one, other], turn[other, one] = -np.sin(angle), np.sin(angle)
    return turn
