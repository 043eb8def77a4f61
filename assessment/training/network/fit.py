"""Training of one fold: class weights, early stopping on people left out of it, resumable.

Same code on the processor and on CUDA; there the forward pass runs in bfloat16.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from assessment.scoring.technique.movements import MOVEMENTS
from assessment.training.network.folds import Fold
from assessment.training.network.judging import judged, precision, references_set
from assessment.training.network.loss import Known, batch_loss, class_weighted
from assessment.training.network.maps import LAYOUT, VIEWS, mirrored_rows
from assessment.training.network.samples import (
    Samples,
    batches,
    mirrored_at_random,
    re_recorded,
    tensor_of,
)
from assessment.vision.nets.config import NetworkConfig
from assessment.vision.nets.technique import TechniqueNetwork

__all__ = ["Epoch", "Fitted", "fit", "network_make"]

_GRADIENT_NORM = 1.0


@dataclass(frozen=True, kw_only=True)
class Epoch:
    """What is known after an epoch; `inner_loss` is NaN where nobody was left out."""

    number: int
    loss: float
    inner_loss: float


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """`best_epoch`: the one whose weights are kept; `epochs`: how many were trained."""

    network: TechniqueNetwork
    epochs: int
    best_epoch: int
    stopped_early: bool


@dataclass(kw_only=True)
class _State:
    """All that a fold needs to go on: weights, the best weights, and how far it is."""

    epoch: int = 0
    best_epoch: int = 0
    best_loss: float = float("inf")
    best: dict[str, Tensor] | None = None


def network_make(config: NetworkConfig, seed: int) -> TechniqueNetwork:
    torch.manual_seed(seed)
    return TechniqueNetwork(
        config=config, layout=LAYOUT, exercises=len(MOVEMENTS), views=len(VIEWS)
    )


def fit(
    config: NetworkConfig,
    samples: Samples,
    fold: Fold,
    *,
    seed: int,
    state_file: Path,
    said: Callable[[Epoch], None],
) -> Fitted:
    """Trains until nothing gets better on the fold's inner rows, or all epochs are done.

    Goes on from `state_file` where there is one, and keeps it after each epoch.
    """
    device = samples.correct.device
    network = network_make(config, seed + fold.number).to(device)
    trained = samples.inputs.rows(tensor_of(fold.train, device))
    network.maps.fit(trained.joined(mirrored_rows(trained)[0]))
    course = _Course(network, samples, fold, seed=seed)
    state = course.restore(state_file)
    patience = config.training.patience
    while state.epoch < course.epochs and state.epoch - state.best_epoch < patience:
        loss = course.epoch(state.epoch)
        state.epoch += 1
        inner = course.inner_loss()
        if not len(fold.inner) or inner < state.best_loss:
            state.best_loss, state.best_epoch = inner, state.epoch
            state.best = {name: value.clone() for name, value in network.state_dict().items()}
        course.keep(state_file, state)
        said(Epoch(number=state.epoch, loss=loss, inner_loss=inner))
    if state.best is not None:
        network.load_state_dict(state.best)
    references_set(network, samples, np.concatenate([fold.train, fold.inner]))
    return Fitted(
        network=network.eval(),
        epochs=state.epoch,
        best_epoch=state.best_epoch,
        stopped_early=state.epoch < course.epochs,
    )


class _Course:
    """The steps of a fold."""

    def __init__(
        self, network: TechniqueNetwork, samples: Samples, fold: Fold, *, seed: int
    ) -> None:
        training = network.config.training
        self.epochs = fold.epochs if fold.epochs is not None else training.epochs
        self._network, self._samples, self._fold, self._seed = network, samples, fold, seed
        self._optimizer = torch.optim.AdamW(
            network.parameters(), lr=training.learning_rate, weight_decay=training.weight_decay
        )
        train = samples.correct[tensor_of(fold.train, samples.correct.device)]
        self._weight = float((1.0 - train).sum() / train.sum().clamp_min(1.0))

    def epoch(self, number: int) -> float:
        """One pass; the mean loss. Seeded by its number, so that a resumed fold is the same."""
        rng = np.random.default_rng([self._seed, self._fold.number, number])
        torch.manual_seed(int(rng.integers(2**31)))
        generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
        network, samples = self._network.train(), self._samples
        training = network.config.training
        chosen = list(batches(samples, self._fold.train, training, rng))
        losses = []
        for step, rows in enumerate(chosen):
            self._set_rate((number + step / len(chosen)) / self.epochs)
            at = tensor_of(rows, samples.correct.device)
            inputs = samples.inputs.rows(at)
            inputs = re_recorded(mirrored_at_random(inputs, generator), training, generator)
            with precision(at.device):
                loss = batch_loss(
                    network,
                    network.encode(inputs),
                    Known(
                        cells=inputs.exercise * len(VIEWS) + inputs.view,
                        subject=samples.subject[at],
                        correct=samples.correct[at],
                    ),
                    self._weight,
                )
            self._optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), _GRADIENT_NORM)
            self._optimizer.step()
            losses.append(loss.detach())
        return float(torch.stack(losses).mean())

    def inner_loss(self) -> float:
        """Of the people left out of the fold's training, as the network would judge them."""
        if not len(self._fold.inner):
            return float("nan")
        references_set(self._network, self._samples, self._fold.train)
        at = tensor_of(self._fold.inner, self._samples.correct.device)
        logits = judged(self._network, self._samples.inputs.rows(at))
        return float(class_weighted(logits, self._samples.correct[at], self._weight, 0.0))

    def keep(self, path: Path, state: _State) -> None:
        kept: dict[str, Any] = {
            "network": self._network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            **vars(state),
        }
        fresh = path.with_suffix(".new")
        torch.save(kept, fresh)
        fresh.replace(path)

    def restore(self, path: Path) -> _State:
        if not path.is_file():
            return _State()
        # weights_only: the file holds tensors and numbers, and nothing in it is run.
        kept = torch.load(path, weights_only=True, map_location=self._samples.correct.device)
        self._network.load_state_dict(kept.pop("network"))
        self._optimizer.load_state_dict(kept.pop("optimizer"))
        return _State(**kept)

    def _set_rate(self, done: float) -> None:
        """Up over the first epoch, then down by a cosine; `done`: share of all epochs."""
        highest = self._network.config.training.learning_rate
        warm = min(1.0, done * self.epochs + 0.05)
        for group in self._optimizer.param_groups:
            group["lr"] = highest * warm * 0.5 * (1.0 + float(np.cos(np.pi * done)))
