"""Makes the weights that are shipped: everybody trains, calibration on those left out."""

import hashlib
import json
from pathlib import Path

import numpy as np

from assessment.scoring.technique.decide import Decision
from assessment.scoring.technique.trio import Trio
from assessment.scoring.technique.weights import AGAINST, MANIFEST, Against, model_bytes
from assessment.training.technique.calibrate import decision_fit
from assessment.training.technique.figures import Record
from assessment.training.technique.fit import trio_fit
from assessment.training.technique.folds import RECIPE
from assessment.training.technique.protocols import Run, loso, loso_judged, tables_for
from assessment.training.technique.seen import tables

__all__ = ["ship"]


def ship(runs: list[Run], out: Path) -> Record:
    """Writes one safetensors file an input and the manifest into `out`, and returns that."""
    out.mkdir(parents=True, exist_ok=True)
    files: Record = {}
    measured: Record = {}
    for run in runs:
        whole = _model(run)
        digest = hashlib.sha256(whole).hexdigest()
        name = f"technique-{run.seen}.safetensors"
        (out / name).write_bytes(whole)
        files[run.seen] = {"file": name, "sha256": digest, "bytes": len(whole)}
        measured[run.seen] = loso(run)
    kept: Record = {
        "recipe": RECIPE,
        "seed": runs[0].seed,
        "data": {
            run.input.sensor: {
                "file": run.file.name,
                "sha256": hashlib.sha256(run.file.read_bytes()).hexdigest(),
                "subjects": sorted({one.subject for one in run.repetitions()}),
            }
            for run in runs
        },
        "files": files,
        # Movements whose learned verdict holds on what a pose network sees of people it was not
        # trained on; only those are judged by it in a report.
        "live": {},
        "loso": measured,
    }
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    (out / MANIFEST).write_text(text, encoding="utf-8")
    written: Record = json.loads(text)
    return written


def _model(run: Run) -> bytes:
    repetitions = run.repetitions()
    correct = np.array([one.correct for one in repetitions], np.bool_)
    plain = tables(repetitions, run.input, seed=run.seed)
    trios: dict[Against, Trio] = {}
    decisions: dict[Against, Decision] = {}
    for against in AGAINST:
        _, scores = loso_judged(run, repetitions, plain, against)
        made = tables_for(run, repetitions, plain, against)
        trios[against] = trio_fit(made.learn, seed=run.seed)
        decisions[against] = decision_fit(scores.logit, correct)
    return model_bytes(trios, decisions)
