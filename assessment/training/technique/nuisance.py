"""What a score is worth: the same model on features that are no movement, under the same split."""

from collections.abc import Callable

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.features import STATS, layout, space_rows
from assessment.scoring.technique.frame import START_FRAMES
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.skeleton import LIMBS, at
from assessment.training.technique.data import Repetition

__all__ = ["NUISANCES"]


def _limb_lengths(one: Repetition) -> F64:
    """Median length of each limb in metres, [1, 16]."""
    limbs = [one.positions[:, end] - one.positions[:, start] for start, end in LIMBS]
    return np.array([[np.median(np.linalg.norm(limb, axis=-1)) for limb in limbs]])


def _limbs_and_room(one: Repetition) -> F64:
    """Limb lengths and where the person stood, [1, 18]."""
    stood = one.positions[:START_FRAMES, at("pelvis")].mean(axis=0)[[0, 2]]
    return np.concatenate([_limb_lengths(one), stood[None]], axis=1)


def _start_pose(one: Repetition) -> F64:
    """The verdict's own features of the first quarter second, before anything moves."""
    plan = layout(MOVEMENTS[one.movement].parts, "space")
    at_start = np.array(plan.stat) == STATS.index("start")
    return space_rows(one.positions, one.movement)[:, at_start]


def _duration(one: Repetition) -> F64:
    return np.array([[float(len(one.positions))]])


NUISANCES: dict[str, Callable[[Repetition], F64]] = {
    "limb_lengths": _limb_lengths,
    "limb_lengths_and_room": _limbs_and_room,
    "start_pose": _start_pose,
    "duration": _duration,
}
