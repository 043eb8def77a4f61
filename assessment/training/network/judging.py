"""Embeddings and logits of repetitions that nothing is learnt from."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from assessment.training.network.maps import mirrored_rows
from assessment.training.network.samples import Rows, Samples, re_recorded, tensor_of
from assessment.vision.nets.descriptors import Inputs
from assessment.vision.nets.technique import TechniqueNetwork

__all__ = ["BASELINE_REPETITIONS", "judged", "judged_by_own", "precision", "references_set"]

# As many as a physiotherapist accepts for a personal baseline.
BASELINE_REPETITIONS = 3
# How many repetitions go through the network at once (chosen: memory).
_AT_ONCE = 256


def precision(device: torch.device) -> torch.autocast:
    """bfloat16 on CUDA, float32 on the processor."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda")


def judged(network: TechniqueNetwork, inputs: Inputs) -> Tensor:
    """[B] logits: alone, or against other people's correct repetitions.

    Where both sides work, the mean of the repetition as it is and mirrored.
    """
    logits = _in_parts(network, network, inputs)
    mirrored, rows = mirrored_rows(inputs)
    if len(rows):
        logits[rows] = (logits[rows] + _in_parts(network, network, mirrored)) / 2
    return logits


def judged_by_own(
    network: TechniqueNetwork, samples: Samples, rows: Rows, generator: torch.Generator
) -> Tensor:
    """[rows] logits against the person's own first correct repetitions.

    NaN for those themselves, and where there are too few. The baseline is put into another set-up,
    as if it had been recorded on another day.
    """
    logits = torch.full((len(rows),), float("nan"), device=samples.correct.device)
    takes: dict[tuple[int, int, str], list[int]] = {}
    for place, row in enumerate(rows.tolist()):
        one = samples.repetitions[row]
        takes.setdefault((one.subject, one.movement, one.sensor), []).append(place)
    for places in takes.values():
        ordered = sorted(places, key=lambda place: samples.repetitions[rows[place]].number)
        correct = [place for place in ordered if samples.repetitions[rows[place]].correct]
        base = correct[:BASELINE_REPETITIONS]
        if len(base) < BASELINE_REPETITIONS:
            continue
        asked = [place for place in places if place not in base]
        baseline = samples.inputs.rows(tensor_of(rows[base], logits.device))
        one_day = torch.zeros(len(base), dtype=torch.long, device=logits.device)
        baseline = re_recorded(baseline, network.config.training, generator, one_day)
        inputs = samples.inputs.rows(tensor_of(rows[asked], logits.device))
        logits[asked] = _against(network, inputs, baseline)
    return logits


def references_set(network: TechniqueNetwork, samples: Samples, rows: Rows) -> None:
    """Keeps the mean embedding of the correct repetitions of each exercise in each view."""
    if network.config.comparison == "none":
        return
    chosen = tensor_of(rows, samples.correct.device)
    inputs = samples.inputs.rows(chosen[samples.correct[chosen] > 0])
    inputs = inputs.joined(mirrored_rows(inputs)[0])
    embedding = _embedded(network, inputs)
    for view, exercise in np.ndindex(network.references.shape[:2]):
        mine = (inputs.view == view) & (inputs.exercise == exercise)
        if mine.any():
            network.references[view, exercise] = embedding[mine].mean(dim=0)


def _against(network: TechniqueNetwork, inputs: Inputs, baseline: Inputs) -> Tensor:
    """[B] logits of one person's repetitions of one exercise in one view."""
    ways = [(inputs, baseline)]
    mirrored, rows = mirrored_rows(inputs)
    if len(rows):
        ways.append((mirrored, mirrored_rows(baseline)[0]))
    logits = []
    for asked, base in ways:
        usual = _embedded(network, base).mean(dim=0)

        def compared(part: Inputs, usual: Tensor = usual) -> Tensor:
            encoding = network.encode(part)
            return network.compare(encoding, usual.expand_as(encoding.embedding), "own")

        logits.append(_in_parts(network, compared, asked))
    return torch.stack(logits).mean(dim=0)


def _embedded(network: TechniqueNetwork, inputs: Inputs) -> Tensor:
    return _in_parts(network, lambda part: network.encode(part).embedding, inputs)


def _in_parts(
    network: TechniqueNetwork, call: Callable[[Inputs], Tensor], inputs: Inputs
) -> Tensor:
    network.eval()
    with torch.no_grad(), precision(inputs.points.device):
        parts = [
            call(inputs.rows(slice(start, start + _AT_ONCE)))
            for start in range(0, len(inputs), _AT_ONCE)
        ]
    return torch.cat(parts).float()
