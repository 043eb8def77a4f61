"""A run: a configuration under a protocol, fold by fold, kept in a folder and gone on with.

The folder holds `run.json` (what was asked and what each fold did), `fold-*.npz` (each fold as it
ends), and at the end the logits: `kinect.npz`, `vicon.npz`, with `-own` those by the person's own
baseline, and their figures, `figures.json`.
"""

import dataclasses
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from assessment.core.errors import AssessmentError
from assessment.core.units import F64, JSON
from assessment.training.network.fit import Epoch, fit
from assessment.training.network.folds import Fold, Protocol, loso_folds, paper_folds
from assessment.training.network.judging import judged, judged_by_own
from assessment.training.network.logits import logits_of, logits_save
from assessment.training.network.samples import Rows, Samples, tensor_of
from assessment.training.technique.data import SENSORS, Repetition
from assessment.training.technique.figures import Judged, clip_judged, figures, intervals
from assessment.vision.nets.config import NetworkConfig

__all__ = ["Asked", "FoldDone", "Said", "fold_load", "run", "run_name"]

# Tells how far a run is: fold, which of how many, and its epoch.
Said = Callable[[Fold, int, int, Epoch], None]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`folds`: people tested (loso) or folds of the cross-validation (paper); None for all.

    `epochs`: at most so many, where there is no time for all that the configuration asks.
    """

    config: NetworkConfig
    protocol: Protocol
    folds: int | None
    seed: int
    epochs: int | None = None

    def limited(self) -> NetworkConfig:
        if self.epochs is None:
            return self.config
        training = dataclasses.replace(self.config.training, epochs=self.epochs)
        return dataclasses.replace(self.config, training=training)


@dataclass(frozen=True, kw_only=True)
class FoldDone:
    """rows: of the samples; logit, own: [rows], `own` NaN where there is no baseline.

    `cpu_s`: of this process, since the fold was begun or gone on with.
    """

    rows: Rows
    logit: F64
    own: F64
    epochs: int
    best_epoch: int
    stopped_early: bool
    cpu_s: float
    device: str


def run_name(config: str, protocol: str, sensor: str, seed: int) -> str:
    """Of a run's folder."""
    return f"{config}-{protocol}-{sensor}-seed{seed}"


def run(asked: Asked, samples: Samples, folder: Path, said: Said) -> None:
    """Trains and judges what is not yet done in the folder.

    Raises AssessmentError when the folder holds another run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _claim(folder, asked, samples)
    if asked.protocol == "loso":
        tested = loso_folds(samples, asked.folds)
        for place, fold in enumerate(tested):
            _fold_run(asked, samples, fold, folder, partial(said, fold, place, len(tested)))
    else:
        inner, last = paper_folds(samples, asked.seed, asked.folds)
        for place, fold in enumerate(inner):
            _fold_run(asked, samples, fold, folder, partial(said, fold, place, len(inner) + 1))
        best = [fold_load(folder, fold.name).best_epoch for fold in inner]
        last = dataclasses.replace(last, epochs=max(1, round(float(np.mean(best)))))
        _fold_run(asked, samples, last, folder, partial(said, last, len(inner), len(inner) + 1))
        tested = [last]
    found = _logits_write(samples, [fold_load(folder, fold.name) for fold in tested], folder)
    _json_write(folder / "figures.json", found)


def fold_load(folder: Path, name: str) -> FoldDone:
    with np.load(folder / f"fold-{name}.npz", allow_pickle=False) as kept:
        values = {key: kept[key] for key in kept.files}
    arrays = {key: values.pop(key) for key in ("rows", "logit", "own")}
    return FoldDone(**arrays, **{key: value.item() for key, value in values.items()})


def _claim(folder: Path, asked: Asked, samples: Samples) -> None:
    wanted: dict[str, JSON] = {
        "config": json.loads(json.dumps(dataclasses.asdict(asked.config))),
        "protocol": asked.protocol,
        "seed": asked.seed,
        "epochs": asked.epochs,
        "sensors": sorted(set(samples.column("sensor").tolist())),
        "repetitions": len(samples),
    }
    path = folder / "run.json"
    if not path.is_file():
        _json_write(path, wanted)
    elif json.loads(path.read_text(encoding="utf-8")) != wanted:
        raise AssessmentError(
            "run_other", "The folder holds a run with other settings; give another --out."
        )


def _fold_run(
    asked: Asked, samples: Samples, fold: Fold, folder: Path, said: Callable[[Epoch], None]
) -> None:
    done = folder / f"fold-{fold.name}.npz"
    if done.is_file():
        return
    state = folder / f"fold-{fold.name}.pt"
    began = time.process_time()
    fitted = fit(asked.limited(), samples, fold, seed=asked.seed, state_file=state, said=said)
    rows = fold.test if len(fold.test) else fold.inner
    device = samples.correct.device
    logit = judged(fitted.network, samples.inputs.rows(tensor_of(rows, device)))
    own = torch.full_like(logit, float("nan"))
    if asked.config.comparison == "siamese" and asked.protocol == "loso":
        generator = torch.Generator().manual_seed(asked.seed)
        own = judged_by_own(fitted.network, samples, rows, generator)
    result = FoldDone(
        rows=rows,
        logit=logit.double().cpu().numpy(),
        own=own.double().cpu().numpy(),
        epochs=fitted.epochs,
        best_epoch=fitted.best_epoch,
        stopped_early=fitted.stopped_early,
        cpu_s=time.process_time() - began,
        device=device.type,
    )
    fresh = done.with_suffix(".new.npz")
    np.savez_compressed(fresh, **vars(result))
    fresh.replace(done)
    state.unlink()


def _logits_write(samples: Samples, done: list[FoldDone], folder: Path) -> dict[str, JSON]:
    """Writes the logits; the figures of each file."""
    rows = np.concatenate([fold.rows for fold in done])
    order = np.argsort(rows)
    sensors = samples.column("sensor")[rows[order]]
    found: dict[str, JSON] = {}
    for ending, name in (("", "logit"), ("-own", "own")):
        logit = np.concatenate([getattr(fold, name) for fold in done])[order]
        for sensor in SENSORS:
            kept = (sensors == sensor) & ~np.isnan(logit)
            if kept.any():
                chosen = [samples.repetitions[row] for row in rows[order][kept]]
                logits_save(folder / f"{sensor}{ending}.npz", logits_of(chosen, logit[kept]))
                found[sensor + ending] = _figures(chosen, logit[kept])
    return found


def _figures(repetitions: list[Repetition], logit: F64) -> dict[str, JSON]:
    """Nothing is calibrated here: the figures are those of threshold .5."""
    judged = Judged(repetitions, logit, logit, np.ones(len(logit), np.bool_))
    found: dict[str, JSON] = {name: round(value, 4) for name, value in figures(judged).items()}
    clips = clip_judged(judged)
    if len(clips):
        found["clip_accuracy"] = round(figures(clips)["accuracy"], 4)
    found["n"] = len(judged)
    found["interval"] = intervals(judged, _drawn, 0)
    return found


def _drawn(judged: Judged) -> dict[str, float]:
    return {"accuracy": float(((judged.logit > 0) == judged.correct).mean())}


def _json_write(path: Path, record: dict[str, JSON]) -> None:
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
