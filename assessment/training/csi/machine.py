"""A kernel machine over several blocks of features, each block with a kernel of its own.

Kernel ridge regression on one-hot labels (Saunders et al., ICML 1998) with the mean of the
blocks' kernels exp(-w d / m), d the absolute or the squared distance of standardised features and
m its median within the training data. Solved in closed form, so that choices can be made by inner
folds; kept as plain arrays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from assessment.core.errors import AssessmentError
from assessment.core.units import F64, Mask

__all__ = [
    "Choice",
    "Distance",
    "Machine",
    "kernel_of",
    "machine_fit",
    "machine_load",
    "machine_save",
    "scores",
]

Distance = Literal["cityblock", "sqeuclidean"]

# w of the kernel; chosen: at the median distance it is 0.22 and 0.37.
_NARROW: dict[Distance, float] = {"cityblock": 1.5, "sqeuclidean": 1.0}
# Standardised features beyond this say only "far away".
_FARTHEST = 6.0


@dataclass(frozen=True)
class Choice:
    """What inner folds choose: blocks, the distance of their kernels, the weight of the ridge."""

    blocks: tuple[str, ...]
    distance: Distance
    ridge: float


@dataclass(frozen=True)
class Block:
    """rows [N, D] standardised training features; scale is the median distance among them."""

    mean: F64
    spread: F64
    rows: F64
    scale: float
    distance: Distance

    @classmethod
    def fitted(cls, raw: F64, distance: Distance) -> "Block":
        mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-6
        rows = _standard(raw, mean, spread)
        scale = float(np.median(cdist(rows, rows, distance))) or 1.0
        return cls(mean, spread, rows, scale, distance)

    def kernel(self, raw: F64) -> F64:
        """[M, N]"""
        far = cdist(_standard(raw, self.mean, self.spread), self.rows, self.distance)
        near: F64 = np.exp(-_NARROW[self.distance] * far / self.scale)
        return near


@dataclass(frozen=True)
class Machine:
    """weights [N, classes]; offset [classes]."""

    classes: tuple[str, ...]
    blocks: Mapping[str, Block]
    weights: F64
    offset: F64

    def __call__(self, features: Mapping[str, F64]) -> F64:
        """[M, classes] scores; the largest is the answer."""
        kernel = np.mean([block.kernel(features[name]) for name, block in self.blocks.items()], 0)
        return np.asarray(kernel @ self.weights + self.offset, dtype=np.float64)

    def answers(self, features: Mapping[str, F64]) -> npt.NDArray[np.str_]:
        """[M] the activity of the largest score."""
        found: npt.NDArray[np.str_] = np.array(self.classes)[self(features).argmax(axis=1)]
        return found


def machine_fit(features: Mapping[str, F64], labels: Sequence[str], choice: Choice) -> Machine:
    """features: block -> [N, D]."""
    blocks = {name: Block.fitted(features[name], choice.distance) for name in choice.blocks}
    classes = tuple(sorted(set(labels)))
    targets = np.array([[label == one for one in classes] for label in labels], dtype=np.float64)
    kernel = np.mean([block.kernel(features[name]) for name, block in blocks.items()], axis=0)
    weights, offset = _solved(kernel, targets, choice.ridge)
    return Machine(classes, blocks, weights, offset)


def kernel_of(raw: F64, train: Mask, distance: Distance) -> F64:
    """[N, trained] kernel of one block for all rows, scaled by the training rows alone."""
    return Block.fitted(raw[train], distance).kernel(raw)


def scores(kernel: F64, targets: F64, train: Mask, ridge: float) -> F64:
    """[N, classes] scores of all rows from a kernel [N, trained] and targets [N, classes]."""
    weights, offset = _solved(kernel[train], targets[train], ridge)
    found: F64 = kernel @ weights + offset
    return found


def _solved(kernel: F64, targets: F64, ridge: float) -> tuple[F64, F64]:
    offset = targets.mean(axis=0)
    square = kernel + ridge * np.eye(len(kernel))
    return np.linalg.solve(square, targets - offset), offset


def _standard(raw: F64, mean: F64, spread: F64) -> F64:
    standard: F64 = np.clip(np.nan_to_num((raw - mean) / spread), -_FARTHEST, _FARTHEST)
    return standard


def machine_save(machine: Machine, path: Path) -> None:
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "classes": np.array(machine.classes),
        "blocks": np.array(tuple(machine.blocks)),
        "weights": machine.weights,
        "offset": machine.offset,
    }
    for name, block in machine.blocks.items():
        for field in ("mean", "spread", "rows", "scale", "distance"):
            arrays[f"{name}.{field}"] = np.asarray(getattr(block, field))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def machine_load(path: Path) -> Machine:
    """Raises AssessmentError where the file is none of `machine_save`."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            blocks = {
                str(name): Block(
                    kept[f"{name}.mean"],
                    kept[f"{name}.spread"],
                    kept[f"{name}.rows"],
                    float(kept[f"{name}.scale"]),
                    "cityblock" if kept[f"{name}.distance"] == "cityblock" else "sqeuclidean",
                )
                for name in kept["blocks"]
            }
            classes = tuple(str(one) for one in kept["classes"])
            return Machine(classes, blocks, kept["weights"], kept["offset"])
    except (KeyError, ValueError) as error:
        raise AssessmentError(
            "weights_invalid", f"{path.name} holds no CSI weights; train them again."
        ) from error
