"""The repetitions of a run with their labels, and batches of them that can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from assessment.training.network.maps import inputs_of, mirrored_rows
from assessment.training.technique.data import Repetition, Sensor, repetitions_load
from assessment.vision.nets.config import TrainingConfig
from assessment.vision.nets.descriptors import Inputs

__all__ = [
    "Rows",
    "Samples",
    "batches",
    "mirrored_at_random",
    "re_recorded",
    "samples_load",
    "samples_of",
]

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Samples:
    """correct: [N] 0 or 1; subject: [N]; the repetitions in the same order."""

    repetitions: tuple[Repetition, ...]
    inputs: Inputs
    correct: Tensor
    subject: Tensor

    def __len__(self) -> int:
        return len(self.repetitions)

    def column(self, name: str) -> npt.NDArray[np.generic]:
        """A field of the repetitions, [N]."""
        return np.array([getattr(one, name) for one in self.repetitions])


def samples_load(
    folder: Path, sensors: tuple[Sensor, ...], frames: int, device: torch.device
) -> Samples:
    return samples_of(
        [one for sensor in sensors for one in repetitions_load(folder, sensor)], frames, device
    )


def samples_of(repetitions: list[Repetition], frames: int, device: torch.device) -> Samples:
    return Samples(
        repetitions=tuple(repetitions),
        inputs=inputs_of(repetitions, frames).to(device),
        correct=torch.tensor([float(one.correct) for one in repetitions], device=device),
        subject=torch.tensor([one.subject for one in repetitions], device=device),
    )


def tensor_of(rows: Rows, device: torch.device) -> Tensor:
    return torch.from_numpy(rows).to(device)


def batches(
    samples: Samples, rows: Rows, config: TrainingConfig, rng: np.random.Generator
) -> Iterator[Rows]:
    """About an epoch: as many batches as hold `rows` once.

    A batch is a few cells (one exercise in one view), each of several persons with as many
    correct as incorrect repetitions, so that everyone meets other people's correct ones.
    """
    takes = _takes(samples, rows)
    size = config.cells * config.persons * 2 * config.repetitions
    order: list[tuple[str, int]] = []
    for _ in range(max(1, round(len(rows) / size))):
        chosen: list[Rows] = []
        for _ in range(config.cells):
            if not order:
                cells = sorted(takes)
                order = [cells[place] for place in rng.permutation(len(cells))]
            chosen += _cell(takes[order.pop()], config, rng)
        yield np.concatenate(chosen)


def mirrored_at_random(inputs: Inputs, generator: torch.Generator) -> Inputs:
    """Half of the repetitions in which both sides work, mirrored."""
    mirrored, rows = mirrored_rows(inputs)
    is_taken = torch.rand(len(rows), generator=generator).to(rows.device) < 0.5
    points, seen = inputs.points.clone(), inputs.seen.clone()
    points[rows[is_taken]] = mirrored.points[is_taken]
    seen[rows[is_taken]] = mirrored.seen[is_taken]
    return replace(inputs, points=points, seen=seen)


def re_recorded(
    inputs: Inputs,
    config: TrainingConfig,
    generator: torch.Generator,
    sets: Tensor | None = None,
) -> Inputs:
    """As another day's set-up would give them: turned, tilted, every joint a little moved.

    sets: [B], repetitions of one number are recorded in one set-up; each in its own by default.
    """
    points = inputs.points
    joints = points.shape[2]
    if sets is None:
        sets = torch.arange(len(points), device=points.device)
    count = int(sets.max()) + 1

    def drawn(*shape: int) -> Tensor:
        # Drawn on the processor, so that CUDA sees the same numbers.
        return torch.randn(count, *shape, generator=generator).to(points.device)[sets]

    spread = points.new_tensor([config.tilt_deg, config.turn_deg, config.tilt_deg])
    turns = _rotations(torch.deg2rad(drawn(3) * spread))
    moved = points + drawn(1, joints, 3) * config.joint_offset
    return replace(inputs, points=torch.einsum("bij,btkj->btki", turns, moved))


def _rotations(angles: Tensor) -> Tensor:
    """Turns about x, y, z by [B, 3] radians -> [B, 3, 3]."""
    x, y, z = angles.unbind(dim=1)
    nought = torch.zeros_like(x)
    skew = torch.stack([nought, -z, y, z, nought, -x, -y, x, nought], dim=1).view(-1, 3, 3)
    result: Tensor = torch.linalg.matrix_exp(skew)
    return result


Takes = dict[int, tuple[Rows, Rows]]


def _takes(samples: Samples, rows: Rows) -> dict[tuple[str, int], Takes]:
    """Cell -> person -> rows that are correct and rows that are not."""
    found: dict[tuple[str, int], dict[int, tuple[list[int], list[int]]]] = {}
    for row in rows.tolist():
        one = samples.repetitions[row]
        persons = found.setdefault((one.sensor, one.movement), {})
        persons.setdefault(one.subject, ([], []))[0 if one.correct else 1].append(row)
    return {
        cell: {who: (np.array(right), np.array(wrong)) for who, (right, wrong) in persons.items()}
        for cell, persons in found.items()
    }


def _cell(takes: Takes, config: TrainingConfig, rng: np.random.Generator) -> list[Rows]:
    persons = rng.permutation(sorted(takes))[: config.persons]
    return [
        rng.permutation(rows)[: config.repetitions].astype(np.int64)
        for person in persons.tolist()
        for rows in takes[person]
    ]
