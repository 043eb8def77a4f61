"""Three models of different kinds, and the mean of their logits.

A forest per movement, boosted trees over a family of movements, and a linear model per movement
(standardised, projected on its principal components, logistic: one row of weights in the end).
Where they disagree the mean is near zero and the verdict is "can't tell".
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F32, F64
from assessment.scoring.technique.movements import MOVEMENTS, Part
from assessment.scoring.technique.trees import Trees

__all__ = ["FAMILIES", "Boosted", "MovementModel", "Trio", "family_row", "logit", "standardised"]

# Movements that share their features share their boosted trees.
FAMILIES: dict[tuple[Part, ...], tuple[int, ...]] = {
    parts: tuple(one for one, movement in MOVEMENTS.items() if movement.parts == parts)
    for parts in dict.fromkeys(movement.parts for movement in MOVEMENTS.values())
}
# A forest that agrees with itself says 0 or 1, a logit without end. Chosen: sure to 98 %.
_FURTHEST = 4.0
# Beyond six deviations of the training people a figure says no more. Chosen.
_FURTHEST_Z = 6.0


@dataclass(frozen=True, kw_only=True)
class MovementModel:
    """`mean`, `scale` [F] of the training repetitions; `forest` gives shares of "correct";
    `weights` [F] and `bias` are the linear model on standardised features.

    `usual` and `usual_spread` [F]: mean and deviation of the correct training repetitions.
    """

    mean: F32
    scale: F32
    forest: Trees
    weights: F64
    bias: float
    usual: F32
    usual_spread: F32


@dataclass(frozen=True, kw_only=True)
class Boosted:
    """`base` plus the sum of the leaves is the logit."""

    trees: Trees
    base: float


@dataclass(frozen=True, kw_only=True)
class Trio:
    movements: dict[int, MovementModel]
    families: dict[tuple[Part, ...], Boosted]

    def logits(self, rows: F64, movement: int) -> F64:
        """Logit of "correct" [B] for `rows` [B, F] of one movement, each model's within +-4."""
        result: F64 = np.clip(self.each(rows, movement), -_FURTHEST, _FURTHEST).mean(axis=1)
        return result

    def each(self, rows: F64, movement: int) -> F64:
        """Logits of forest, boosted trees and linear model, [B, 3]."""
        model = self.movements[movement]
        boosted = self.families[MOVEMENTS[movement].parts]
        filled = np.where(np.isnan(rows), model.mean, rows).astype(np.float32)
        standard = standardised(filled, model.mean, model.scale)
        pooled = family_row(standard, movement)
        return np.stack(
            [
                logit(model.forest.values(filled).mean(axis=1)),
                boosted.base + boosted.trees.values(pooled).sum(axis=1),
                standard.astype(np.float64) @ model.weights + model.bias,
            ],
            axis=1,
        )


def standardised(rows: F32, mean: F32, scale: F32) -> F32:
    """[B, F] in deviations from the mean of training, at most six."""
    result: F32 = np.clip((rows - mean) / scale, -_FURTHEST_Z, _FURTHEST_Z)
    return result


def family_row(standard: F32, movement: int) -> F32:
    """Standardised features and which movement of the family it is, [B, F + M]."""
    family = FAMILIES[MOVEMENTS[movement].parts]
    which = np.zeros((len(standard), len(family)), np.float32)
    which[:, family.index(movement)] = 1.0
    return np.concatenate([standard, which], axis=1)


def logit(probability: F64) -> F64:
    """Logarithm of the odds; 0 and 1 are taken for 0.01 % and 99.99 %."""
    inside = np.clip(probability, 1e-4, 1.0 - 1e-4)
    result: F64 = np.log(inside / (1.0 - inside))
    return result
