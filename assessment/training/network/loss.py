"""Losses of a batch: judged alone, or compared with correct repetitions in the same batch."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from assessment.vision.nets.technique import Encoding, Reference, TechniqueNetwork

__all__ = ["Known", "batch_loss", "class_weighted"]


@dataclass(frozen=True, kw_only=True)
class Known:
    """cells, subject, correct: [B]; rows of one cell (exercise in a view) are comparable."""

    cells: Tensor
    subject: Tensor
    correct: Tensor


def batch_loss(
    network: TechniqueNetwork, encoding: Encoding, known: Known, weight: float
) -> Tensor:
    """`weight`: that of a correct repetition against an incorrect one."""
    config = network.config
    smoothing = config.training.label_smoothing
    if config.comparison == "none":
        return class_weighted(network.judge(encoding), known.correct, weight, smoothing)
    correct, losses = known.correct, []
    own_count = config.training.repetitions - 1
    same_cell = (known.cells[:, None] == known.cells) & (correct > 0)
    same_person = known.subject[:, None] == known.subject
    is_self = torch.eye(len(correct), dtype=torch.bool, device=correct.device)
    choices: tuple[tuple[Reference, Tensor], ...] = (
        ("others", (same_cell & ~same_person).float()),
        ("own", _as_many(same_cell & same_person & ~is_self, own_count)),
    )
    for kind, chosen in choices:
        counts = chosen.sum(dim=1)
        has_any = counts > 0
        if has_any.any():
            reference = chosen @ encoding.embedding / counts.clamp_min(1.0)[:, None]
            logits = network.compare(encoding, reference, kind)[has_any]
            losses.append(class_weighted(logits, correct[has_any], weight, smoothing))
    return torch.stack(losses).mean()


def class_weighted(logits: Tensor, correct: Tensor, weight: float, smoothing: float) -> Tensor:
    """Cross entropy with labels drawn a little towards one half."""
    target = correct * (1.0 - smoothing) + smoothing / 2
    return functional.binary_cross_entropy_with_logits(
        logits.float(), target, pos_weight=logits.new_tensor(weight, dtype=torch.float32)
    )


def _as_many(allowed: Tensor, count: int) -> Tensor:
    """Exactly `count` of the allowed in each row, drawn at random; rows with fewer get none.

    A correct repetition has one correct neighbour less than an incorrect one: the number of
    repetitions in a mean would give the label away.
    """
    drawn = torch.rand(allowed.shape, device=allowed.device).masked_fill(~allowed, -1.0)
    best = drawn.topk(min(count, allowed.shape[1]), dim=1).indices
    chosen = torch.zeros_like(drawn).scatter(1, best, 1.0) * allowed
    return chosen * (chosen.sum(dim=1, keepdim=True) == count)
