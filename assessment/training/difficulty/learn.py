"""Training of the element network on made routines: resumable, one line of progress a step.

Chunks of four seconds are drawn from films: mostly about an element, sometimes anywhere. Video or
CSI are left out at random, so that either is enough and the gate learns which to trust.
"""

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from assessment.core.units import F64
from assessment.scoring.difficulty.timeline import moments
from assessment.training.difficulty.performed import NAMES, Take
from assessment.vision.nets.elements import ElementConfig, ElementNetwork, Sight

__all__ = ["NOTHING", "Plan", "fit", "targets"]

NOTHING = len(NAMES)
_FRAMES, _STEPS = 64, 16
_BATCH = 16
_RATE, _DECAY, _GRADIENT_NORM = 3e-3, 1e-2, 2.0
_WARM_STEPS = 40
# Shares of a batch: about an element; both streams, video alone (the rest: CSI alone); CSI of
# another moment, which must not be believed.
_ABOUT, _BOTH, _VIDEO, _STRANGE = 0.75, 0.55, 0.3, 0.05
# The middle part of an element in which its moments are to name it; the rest of it says nothing.
_CORE = 0.3
_NOTHING_WEIGHT, _ENDS_WEIGHT = 0.6, 0.5
# CSI and video are aligned to within this, seconds.
_MISALIGNED_S = 0.25
_KEEP_EVERY = 50
_SETTLING_BATCHES = 24
_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`file`: network and optimizer after every 50 steps, gone on with where it exists."""

    config: ElementConfig
    steps: int
    seed: int
    file: Path


def targets(marks: F64, times: F64) -> tuple[F64, F64]:
    """(class [K], -1 where nothing is asked; seconds to start and end [K, 2])."""
    classes = np.full(len(times), float(NOTHING))
    ends = np.zeros((len(times), 2))
    for kind, start, end in marks:
        inside = (times >= start) & (times <= end)
        core = np.abs(times - (start + end) / 2) <= max(_CORE * (end - start), 0.13)
        classes[inside] = -1
        classes[core] = kind
        ends[inside | core] = np.stack([times - start, end - times], axis=1)[inside | core]
    return classes, np.maximum(ends, 0.0)


def fit(plan: Plan, takes: Sequence[Take]) -> ElementNetwork:
    """The network after so many steps. Says where it is on standard error."""
    torch.manual_seed(plan.seed)
    network = ElementNetwork(plan.config)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    step = _restore(plan.file, network, optimizer)
    network.train()
    began, first, losses = time.process_time(), step, []
    while step < plan.steps:
        random = np.random.default_rng([plan.seed, step])
        sight, classes, ends = _batch(takes, random, with_csi=plan.config.csi)
        for group in optimizer.param_groups:
            warm = min(1.0, (step + 1) / _WARM_STEPS)
            group["lr"] = _RATE * warm * 0.5 * (1 + math.cos(math.pi * step / plan.steps))
        logits, found = network(sight)
        loss = _loss(logits, found, classes, ends)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), _GRADIENT_NORM)
        optimizer.step()
        losses.append(float(loss.detach()))
        step += 1
        if step % _KEEP_EVERY == 0 or step == plan.steps:
            _keep(plan.file, network, optimizer, step)
            spent = (time.process_time() - began) / (step - first)
            sys.stderr.write(
                f"step {step} of {plan.steps}: loss {np.mean(losses[-_KEEP_EVERY:]):.3f}, "
                f"{spent * (plan.steps - step) / 60:.1f} core minutes left\n"
            )
            sys.stderr.flush()
    _norms_settle(network, takes, plan)
    return network.eval()


def _norms_settle(network: ElementNetwork, takes: Sequence[Take], plan: Plan) -> None:
    """Means and spreads of the norms anew, evenly over many batches: those kept while the weights
    moved lag behind them.
    """
    norms = [one for one in network.modules() if isinstance(one, _NORMS)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    with torch.no_grad():
        for at in range(_SETTLING_BATCHES):
            random = np.random.default_rng([plan.seed, plan.steps, at])
            network(_batch(takes, random, with_csi=plan.config.csi)[0])


def _loss(logits: Tensor, found: Tensor, classes: Tensor, ends: Tensor) -> Tensor:
    weight = torch.ones(NOTHING + 1)
    weight[NOTHING] = _NOTHING_WEIGHT
    named = nn.functional.cross_entropy(
        logits.flatten(0, 1), classes.flatten(), weight=weight, ignore_index=-1
    )
    core = (classes >= 0) & (classes < NOTHING)
    if not core.any():
        return named
    return named + _ENDS_WEIGHT * nn.functional.smooth_l1_loss(found[core], ends[core], beta=0.2)


def _batch(
    takes: Sequence[Take], random: np.random.Generator, *, with_csi: bool
) -> tuple[Sight, Tensor, Tensor]:
    points = np.zeros((_BATCH, _FRAMES, 17, 4), np.float32)
    lines = np.zeros((_BATCH, _STEPS, 32), np.float32)
    has = np.zeros((_BATCH, 2), np.float32)
    classes, ends = np.zeros((_BATCH, _STEPS)), np.zeros((_BATCH, _STEPS, 2))
    for row in range(_BATCH):
        take = takes[int(random.integers(len(takes)))]
        start = _start(take, random)
        points[row] = take.points[4 * start : 4 * start + _FRAMES]
        if random.random() < 0.5:
            points[row] = _turned_in_picture(points[row], random)
        classes[row], ends[row] = targets(take.marks, start / 4 + moments(_STEPS))
        has[row, 0] = 1.0
        if with_csi and len(take.lines):
            kind = random.random()
            has[row] = (1, 1) if kind < _BOTH else (1, 0) if kind < _BOTH + _VIDEO else (0, 1)
            if has[row, 1]:
                moved = start + random.uniform(-_MISALIGNED_S, _MISALIGNED_S) * 4
                if has[row, 0] and random.random() < _STRANGE:
                    moved = float(random.integers(len(take.lines)))
                lines[row] = _lines(take, moved)
    sight = Sight(
        points=torch.from_numpy(points), lines=torch.from_numpy(lines), has=torch.from_numpy(has)
    )
    return sight, torch.from_numpy(classes).long(), torch.from_numpy(ends).float()


def _start(take: Take, random: np.random.Generator) -> int:
    """The first moment (quarter second) of a chunk."""
    last = len(take.points) // 4 - _STEPS
    if len(take.marks) and random.random() < _ABOUT:
        _, begin, end = take.marks[int(random.integers(len(take.marks)))]
        middle = (begin + end) / 2 + random.uniform(-1.2, 1.2)
        return int(np.clip(round(4 * middle) - _STEPS // 2, 0, last))
    return int(random.integers(last + 1))


def _lines(take: Take, start: float) -> F64:
    """[16, 32] from a moment that may lie between two."""
    at = np.clip(start + np.arange(_STEPS), 0, len(take.lines) - 1)
    low = np.minimum(at.astype(int), len(take.lines) - 2)
    share = (at - low)[:, None]
    return np.asarray(take.lines[low] * (1 - share) + take.lines[low + 1] * share)


def _turned_in_picture(points: F64, random: np.random.Generator) -> F64:
    """A camera that is not quite level, a scale that is not quite known."""
    angle, scale = np.radians(random.normal(0, 4)), np.exp(random.normal(0, 0.06))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    changed = points.copy()
    changed[..., :2] = points[..., :2] @ turn.T + random.normal(0, 0.05, 2)
    return changed


def _keep(file: Path, network: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    kept: dict[str, Any] = {
        "network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step,
    }  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    torch.save(kept, fresh)
    fresh.replace(file)


def _restore(file: Path, network: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    if not file.is_file():
        return 0
    # weights_only: the file holds tensors and numbers, and nothing in it is run.
    kept = torch.load(file, weights_only=True)
    network.load_state_dict(kept["network"])
    optimizer.load_state_dict(kept["optimizer"])
    return int(kept["step"])
