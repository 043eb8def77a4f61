"""What a logit of the technique network hangs on: joints by frames, and windows.

Integrated gradients: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML
2017. The path begins at the usual course of the exercise, so the parts say what the repetition's
departure from it was worth; together they give the difference of the two logits.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from assessment.vision.nets.descriptors import Inputs
from assessment.vision.nets.technique import TechniqueNetwork

__all__ = ["Explanation", "explain"]

# Points on the path: the parts then add up to within 2 % (tests hold it).
_STEPS = 32


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Of each repetition; a negative part spoke for incorrect.

    parts: [B, J, T] in logits, adding up to `logit - usual_logit`; attention: [B, L] shares of the
    windows as the last layer's condition attends to them, mean of the heads, or None where nothing
    attends.
    """

    parts: Tensor
    logit: Tensor
    usual_logit: Tensor
    attention: Tensor | None


def explain(network: TechniqueNetwork, inputs: Inputs) -> Explanation:
    network.eval()
    usual_points = network.maps.usual_points(inputs)
    way = inputs.points - usual_points
    total = torch.zeros_like(way)
    for step in range(_STEPS):
        share = (step + 0.5) / _STEPS
        points = (usual_points + share * way).requires_grad_()
        logits = network(replace(inputs, points=points))
        (gradient,) = torch.autograd.grad(logits.sum(), points)
        total += gradient
    parts = (total / _STEPS * way).sum(dim=-1).transpose(1, 2)  # [B, T, J, 3] -> [B, J, T]
    with torch.no_grad():
        encoding = network.encode(inputs)
        return Explanation(
            parts=parts,
            logit=network(inputs),
            usual_logit=network(replace(inputs, points=usual_points)),
            attention=_of_windows(encoding.attention),
        )


def _of_windows(attention: tuple[Tensor, ...]) -> Tensor | None:
    """Attention of the condition (place 0) to the windows in the last layer, as shares."""
    if not attention:
        return None
    weights = attention[-1].mean(dim=1)[:, 0, 1:]
    result: Tensor = weights / weights.sum(dim=1, keepdim=True)
    return result
