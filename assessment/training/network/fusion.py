"""Does the network help the statistics branch? Both judge people that neither had seen."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.weights import Against
from assessment.training.network.logits import Logits, logits_load
from assessment.training.technique.data import SENSORS, Repetition, Sensor
from assessment.training.technique.figures import Judged, figures
from assessment.training.technique.folds import loso_scores
from assessment.training.technique.protocols import Run, tables_for
from assessment.training.technique.seen import tables

__all__ = ["Fused", "fusion"]

# Shares of the network in the mean logit. One third is the study's; the others show which way it
# goes, and none is chosen on these people.
_SHARES = (0.0, 0.2, 1 / 3, 0.5, 1.0)
_ENDINGS: dict[Against, str] = {"population": "", "personal": "-own"}


@dataclass(frozen=True, kw_only=True)
class Fused:
    """Figures at threshold .5; `share` of the network in the mean logit."""

    sensor: Sensor
    against: Against
    share: float
    accuracy: float
    auc: float
    worst_person: float


def fusion(data: Path, run_folder: Path, statistics_folds: Path, seed: int) -> list[Fused]:
    """run_folder: a finished `loso` run over all people; statistics_folds: what
    `train technique --keep` wrote (folds that are missing are trained).
    """
    found = []
    for sensor in SENSORS:
        run = Run(data=data, seen=sensor, seed=seed, keep=statistics_folds)
        repetitions = run.repetitions()
        plain = tables(repetitions, run.input, seed=seed)
        for against, ending in _ENDINGS.items():
            statistics = loso_scores(
                repetitions,
                tables_for(run, repetitions, plain, against),
                seed=seed,
                keep=statistics_folds,
                key=f"{sensor}-{against}",
                inner=False,
            ).logit
            network = _in_order(repetitions, logits_load(run_folder / f"{sensor}{ending}.npz"))
            # A repetition that only one of the two judged is left out of both.
            network[np.isnan(statistics)] = np.nan
            found += [
                _figures(
                    Judged(repetitions, logit, logit, ~np.isnan(logit)), sensor, against, share
                )
                for share in _SHARES
                for logit in ((1.0 - share) * statistics + share * network,)
            ]
    return found


def _in_order(repetitions: list[Repetition], kept: Logits) -> F64:
    """[N] logits of the repetitions, NaN where there is none."""
    keys = zip(kept.take.tolist(), kept.number.tolist(), strict=True)
    logit_of = dict(zip(keys, kept.logit.tolist(), strict=True))
    return np.array([logit_of.get((one.take, one.number), np.nan) for one in repetitions])


def _figures(judged: Judged, sensor: Sensor, against: Against, share: float) -> Fused:
    measured = figures(judged)
    return Fused(
        sensor=sensor,
        against=against,
        share=share,
        accuracy=measured["accuracy"],
        auc=measured["auc"],
        worst_person=measured["worst_subject_accuracy"],
    )
