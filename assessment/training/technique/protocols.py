"""Leave one subject out, and the paper's random split, as records of design 5."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split

from assessment.core.units import F64, Mask
from assessment.scoring.technique.weights import Against
from assessment.training.technique.calibrate import calibrated_strictly, decision_fit
from assessment.training.technique.data import Repetition, repetitions_load
from assessment.training.technique.figures import Judged, Record, report
from assessment.training.technique.fit import trio_fit
from assessment.training.technique.folds import (
    Scores,
    loso_scores,
    mean_by_repetition,
    table_logits,
)
from assessment.training.technique.nuisance import NUISANCES
from assessment.training.technique.seen import (
    INPUTS,
    Input,
    InputName,
    Tables,
    tables,
    tables_against_own,
)
from assessment.training.technique.table import table_build

__all__ = ["KEEP", "Run", "loso", "loso_judged", "majority", "paper", "tables_for"]

KEEP = Path("var/technique")
_TEST_SHARE = 0.2
_FOLDS = 5
_Places: TypeAlias = npt.NDArray[np.int64]
_LOSO = (
    "leave one subject out; threshold .5 on the uncalibrated mean; calibration and can't-tell "
    "fixed per left-out subject on scores of three others from models that saw neither; "
    "intervals: 95 %, subjects drawn anew 2000 times"
)
_PAPER = (
    "random 80/20 split, stratified by movement and label: the same people on both sides; nothing "
    "is selected: the five folds inside the training part serve calibration alone; intervals: "
    "95 %, subjects drawn anew 2000 times"
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """`keep`: folder of finished folds, for the protocols that train."""

    data: Path
    seen: InputName
    seed: int
    keep: Path = KEEP

    @property
    def input(self) -> Input:
        return INPUTS[self.seen]

    @property
    def file(self) -> Path:
        return self.data / f"uiprmd_{self.input.sensor}.npz"

    def repetitions(self) -> list[Repetition]:
        return repetitions_load(self.data, self.input.sensor, for_camera=self.input.is_picture)


def loso(run: Run) -> Record:
    repetitions = run.repetitions()
    plain = tables(repetitions, run.input, seed=run.seed)
    judged, _ = loso_judged(run, repetitions, plain, "population")
    own, _ = loso_judged(run, repetitions, plain, "personal")
    found, with_baseline = report(judged, seed=run.seed), report(own, seed=run.seed)
    record = _record(run, f"{_LOSO}; {_seen_sentence(run.input)}", found)
    record["metrics"]["accuracy_with_baseline"] = with_baseline["metrics"]["accuracy"]
    record["by"]["with_baseline"] = with_baseline
    record["baselines"] = {
        "majority": majority(judged.correct),
        **{name: _nuisance_loso(run, name) for name in NUISANCES},
    }
    return record


def loso_judged(
    run: Run, repetitions: list[Repetition], plain: Tables, against: Against
) -> tuple[Judged, Scores]:
    """`personal`: against three own correct repetitions, which then are not judged."""
    made = tables_for(run, repetitions, plain, against)
    scores = loso_scores(
        repetitions, made, seed=run.seed, keep=run.keep, key=f"{run.input.made}-{against}"
    )
    subject, correct = _known(repetitions)
    calibrated, sure = calibrated_strictly(scores, subject, correct)
    return Judged(repetitions, scores.logit, calibrated, sure), scores


def tables_for(run: Run, repetitions: list[Repetition], plain: Tables, against: Against) -> Tables:
    if against == "population":
        return plain
    return tables_against_own(plain, repetitions, run.input, seed=run.seed)


def paper(run: Run) -> Record:
    repetitions = run.repetitions()
    _, correct = _known(repetitions)
    strata = np.array([one.movement * 2 + one.correct for one in repetitions])
    learnt, tested = train_test_split(
        np.arange(len(repetitions)), test_size=_TEST_SHARE, stratify=strata, random_state=run.seed
    )
    made = tables(repetitions, run.input, seed=run.seed)
    logit = _split_logits(made, learnt, tested, run.seed)
    inside = np.full(len(repetitions), np.nan)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=run.seed)
    for kept, left_out in folds.split(learnt, strata[learnt]):
        found = _split_logits(made, learnt[kept], learnt[left_out], run.seed)
        inside = np.where(np.isnan(found), inside, found)
    decision = decision_fit(inside, correct)
    calibrated = decision.calibrated(logit)
    judged = Judged(repetitions, logit, calibrated, np.abs(calibrated) >= decision.unsure)
    record = _record(run, f"{_PAPER}; {_seen_sentence(run.input)}", report(judged, seed=run.seed))
    record["baselines"] = {"majority": majority(judged.correct)}
    for name, rows in NUISANCES.items():
        whole = table_build(repetitions, rows)
        found = _split_logits(Tables(learn=whole, judge=whole), learnt, tested, run.seed)
        record["baselines"][name] = _short(found, correct)
    return record


def _record(run: Run, protocol: str, found: Record) -> Record:
    return {
        "task": "technique",
        "data": run.data.name,
        "input": run.seen,
        "protocol": f"{protocol}; seed {run.seed}",
        **found,
    }


def _seen_sentence(seen: Input) -> str:
    if seen.is_picture:
        return "2-D, virtual three-quarter camera on optical points, with modelled errors"
    return f"3-D joints of {seen.sensor}"


def _known(repetitions: list[Repetition]) -> tuple[F64, Mask]:
    subject = np.array([one.subject for one in repetitions], np.float64)
    return subject, np.array([one.correct for one in repetitions], np.bool_)


def _split_logits(made: Tables, learnt: _Places, tested: _Places, seed: int) -> F64:
    """[N]; NaN for repetitions that are not tested. learnt, tested: places of repetitions."""
    trio = trio_fit(made.learn.where(np.isin(made.learn.repetition, learnt)), seed=seed)
    part = made.judge.where(np.isin(made.judge.repetition, tested))
    return mean_by_repetition(part, table_logits(trio, part), int(made.judge.repetition.max()) + 1)


def _nuisance_loso(run: Run, name: str) -> Record:
    """Of what the sensor itself gave, also where a camera sees something else."""
    repetitions = repetitions_load(run.data, run.input.sensor)
    whole = table_build(repetitions, NUISANCES[name])
    scores = loso_scores(
        repetitions,
        Tables(learn=whole, judge=whole),
        seed=run.seed,
        keep=run.keep,
        key=f"{run.input.sensor}-{name}",
        inner=False,
    )
    return _short(scores.logit, _known(repetitions)[1])


def _short(logit: F64, correct: Mask) -> Record:
    seen = ~np.isnan(logit)
    return {
        "accuracy": round(float(((logit > 0) == correct)[seen].mean()), 4),
        "auc": round(float(roc_auc_score(correct[seen], logit[seen])), 4),
    }


def majority(correct: Mask) -> Record:
    """Always the commoner label."""
    share = float(correct.mean())
    return {"accuracy": round(max(share, 1.0 - share), 4), "auc": 0.5}
