"""The shipped weights on a folder of the same format: nothing is fitted."""

import hashlib
from pathlib import Path

import numpy as np

from assessment.scoring.technique.weights import FOLDER, Against, manifest, model_open
from assessment.training.technique.data import Repetition
from assessment.training.technique.figures import Judged, Record, report
from assessment.training.technique.folds import mean_by_repetition, table_logits
from assessment.training.technique.protocols import Run, majority, tables_for
from assessment.training.technique.seen import Tables, tables

__all__ = ["evaluate"]

_PROTOCOL = (
    "shipped weights, nothing fitted here; threshold .5 on the uncalibrated mean; calibration and "
    "can't-tell as shipped; intervals: 95 %, subjects drawn anew 2000 times"
)
_SEEN = "; ATTENTION: these very repetitions trained the weights, so the figures prove nothing"


def evaluate(run: Run, folder: Path = FOLDER) -> Record:
    """The record of design 5 for one input. Raises AssessmentError without data or weights."""
    repetitions = run.repetitions()
    plain = tables(repetitions, run.input, seed=run.seed)
    found = _report(run, repetitions, plain, "population", folder=folder)
    own = _report(run, repetitions, plain, "personal", folder=folder)
    trained_on = manifest(folder)["data"][run.input.sensor]["sha256"]
    is_training = hashlib.sha256(run.file.read_bytes()).hexdigest() == trained_on
    return {
        "task": "technique",
        "data": run.data.name,
        "input": run.seen,
        "protocol": _PROTOCOL + (_SEEN if is_training else ""),
        "n": found["n"],
        "metrics": {
            **found["metrics"],
            "accuracy_with_baseline": own["metrics"]["accuracy"],
        },
        "baselines": {"majority": majority(np.array([one.correct for one in repetitions]))},
        "by": {**found["by"], "with_baseline": own},
    }


def _report(
    run: Run, repetitions: list[Repetition], plain: Tables, against: Against, *, folder: Path
) -> Record:
    model = model_open(run.seen, folder)
    made = tables_for(run, repetitions, plain, against)
    logit = mean_by_repetition(
        made.judge, table_logits(model.trios[against], made.judge), len(repetitions)
    )
    decision = model.decisions[against]
    calibrated = decision.calibrated(logit)
    judged = Judged(repetitions, logit, calibrated, np.abs(calibrated) >= decision.unsure)
    return report(judged, seed=run.seed)
