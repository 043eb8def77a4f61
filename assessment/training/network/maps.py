"""What the network is given of a repetition: joints of one standard body, in the body frame.

Only directions of limbs are kept: every person is put on the same limb lengths, hung up at the
pelvis. So neither size, proportions, place nor floor is left, and the legs cannot reach the arms.
"""

from dataclasses import replace

import numpy as np
import torch

from assessment.core.units import F32, F64, Mask
from assessment.scoring.technique.frame import FPS, body_frame
from assessment.scoring.technique.movements import MOVEMENTS, Part
from assessment.scoring.technique.side import canonical
from assessment.scoring.technique.skeleton import JOINTS, LIMBS, MIRROR, at
from assessment.training.technique.data import SENSORS, Repetition
from assessment.vision.nets.descriptors import ABOVE, Inputs, Layout

__all__ = ["LAYOUT", "ROWS_OF_PARTS", "VIEWS", "inputs_of", "mirrored_rows", "on_standard_body"]

# A view is what a repetition was seen by; the two sensors of the data see it whole.
VIEWS: tuple[str, ...] = SENSORS

# Each joint's angle, between these two; "up" is the upright.
_ANGLES = {
    "pelvis": ("neck", "up"), "neck": ("pelvis", "head"), "head": ("neck", "up"),
    "l_shoulder": ("l_elbow", "pelvis"), "r_shoulder": ("r_elbow", "pelvis"),
    "l_elbow": ("l_shoulder", "l_wrist"), "r_elbow": ("r_shoulder", "r_wrist"),
    "l_wrist": ("l_elbow", "up"), "r_wrist": ("r_elbow", "up"),
    "l_hip": ("neck", "l_knee"), "r_hip": ("neck", "r_knee"),
    "l_knee": ("l_hip", "l_ankle"), "r_knee": ("r_hip", "r_ankle"),
    "l_ankle": ("l_knee", "l_toe"), "r_ankle": ("r_knee", "r_toe"),
    "l_toe": ("l_ankle", "up"), "r_toe": ("r_ankle", "up"),
}  # fmt: skip
LAYOUT = Layout(
    angles=tuple(
        (
            at(_ANGLES[joint][0]),
            ABOVE if _ANGLES[joint][1] == "up" else at(_ANGLES[joint][1]),
        )
        for joint in JOINTS
    )
)

ROWS_OF_PARTS: dict[Part, tuple[str, ...]] = {
    "head": ("head",),
    "trunk": ("pelvis", "neck", "l_shoulder", "r_shoulder"),
    "arms": ("l_elbow", "r_elbow", "l_wrist", "r_wrist"),
    "pelvis": ("l_hip", "r_hip"),
    "legs": ("l_knee", "r_knee", "l_ankle", "r_ankle", "l_toe", "r_toe"),
}

_TWO_SIDED = [number - 1 for number, one in MOVEMENTS.items() if one.side == "both"]

# Lengths of the limbs that end in these joints, as shares of trunk + leg. Source: Winter,
# "Biomechanics and Motor Control of Human Movement", fig. 4.1 (after Drillis and Contini): trunk
# .288 of the height, thigh .245, shank .246, upper arm .186, forearm .146, half the shoulders
# .129, half the hips .096; eyes over shoulders .118; three quarters of the foot .114.
_TRUNK_AND_LEG = 0.779
_LENGTHS = {
    name: share / _TRUNK_AND_LEG
    for name, share in {
        "neck": 0.288, "head": 0.118, "shoulder": 0.129, "elbow": 0.186, "wrist": 0.146,
        "hip": 0.096, "knee": 0.245, "ankle": 0.246, "toe": 0.114,
    }.items()
}  # fmt: skip


def inputs_of(repetitions: list[Repetition], frames: int) -> Inputs:
    """All repetitions as one batch, `frames` columns each."""
    points = np.stack([_points(one, frames) for one in repetitions])
    business = np.stack([_rows_of(one.movement) for one in repetitions])
    return Inputs(
        points=torch.from_numpy(np.nan_to_num(points)),
        seen=torch.from_numpy(business * ~_unknown(points)),
        duration_s=torch.tensor(
            [(len(one.positions) - 1) / FPS for one in repetitions], dtype=torch.float32
        ),
        exercise=torch.tensor([one.movement - 1 for one in repetitions]),
        view=torch.tensor([VIEWS.index(one.sensor) for one in repetitions]),
    )


def mirrored_rows(inputs: Inputs) -> tuple[Inputs, torch.Tensor]:
    """The repetitions in which both sides work, mirrored, and which rows they were.

    Neither way is the right one: a network learns both, and the mean of both counts.
    """
    is_two_sided = torch.isin(inputs.exercise, torch.tensor(_TWO_SIDED).to(inputs.exercise))
    rows = is_two_sided.nonzero()[:, 0]
    chosen = inputs.rows(rows)
    signs = chosen.points.new_tensor([-1.0, 1.0, 1.0])
    points = chosen.points[:, :, list(MIRROR)] * signs
    return replace(chosen, points=points, seen=chosen.seen[:, list(MIRROR)]), rows


def on_standard_body(body: F64) -> F64:
    """[T, 17, 3] of any body -> the same directions of limbs, pelvis at the origin."""
    result = np.zeros_like(body)
    for start, end in LIMBS:
        way = body[:, end] - body[:, start]
        length = np.linalg.norm(way, axis=-1, keepdims=True)
        name = JOINTS[end].removeprefix("l_").removeprefix("r_")
        result[:, end] = result[:, start] + way / np.maximum(length, 1e-6) * _LENGTHS[name]
    return result


def _points(repetition: Repetition, frames: int) -> F32:
    """[frames, 17, 3]: stretched, so that the tempo is gone."""
    sided = canonical(body_frame(repetition.positions), repetition.movement)[0]
    standard = on_standard_body(sided).reshape(len(sided), -1)
    places = np.linspace(0.0, len(standard) - 1, frames)
    kept = [np.interp(places, np.arange(len(standard)), column) for column in standard.T]
    return np.stack(kept, axis=1).reshape(frames, len(JOINTS), 3).astype(np.float32)


def _unknown(points: F32) -> Mask:
    """Joints that were never seen, or whose angle needs such a joint, [N, 17]."""
    missing: Mask = np.isnan(points).any(axis=(1, 3))
    for end in zip(*LAYOUT.angles, strict=True):
        missing = missing | (missing[:, list(end)] & (np.array(end) != ABOVE))
    return missing


def _rows_of(movement: int) -> F32:
    """1 for the joints that are the movement's business, [17]."""
    rows = np.zeros(len(JOINTS), np.float32)
    for part in MOVEMENTS[movement].parts:
        rows[[at(joint) for joint in ROWS_OF_PARTS[part]]] = 1.0
    return rows
