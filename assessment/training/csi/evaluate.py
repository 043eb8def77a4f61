"""`evaluate csi`: fitted weights on labelled recordings of a folder; nothing is trained."""

from pathlib import Path
from typing import Any

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.training.csi.data import SETS, set_load
from assessment.training.csi.features import blocks_of
from assessment.training.csi.figures import interval, shares
from assessment.training.csi.machine import machine_load

__all__ = ["evaluate_csi"]


def evaluate_csi(folder: Path, weights: Path) -> dict[str, Any]:
    """The record of design 5 over every set of the folder that has weights: `weights`/SET.npz.

    Raises AssessmentError where there are none: no set's licence lets weights be shipped.
    """
    by: dict[str, dict[str, float]] = {}
    truths, answers, people = [], [], []
    for name in SETS:
        path = weights / f"{name}.npz"
        if not path.is_file() or not any(folder.rglob(f"{name}*.npz")):
            continue
        machine = machine_load(path)
        samples = set_load(folder, name)
        rows = [blocks_of(one.recording) for one in samples]
        found = machine.answers(
            {block: np.stack([row[block] for row in rows]) for block in rows[0]}
        )
        truth = np.array([one.activity for one in samples])
        by[name] = shares(truth, found)
        truths.append(truth)
        answers.append(found)
        people.append(np.array([f"{name} {one.person}" for one in samples]))
    if not by:
        raise AssessmentError(
            "weights_missing",
            "No CSI weights are shipped, and none were trained for a set of this folder; run "
            "`python -m assessment train csi --protocol site` first.",
        )
    truth, found = np.concatenate(truths), np.concatenate(answers)
    return {
        "task": "csi",
        "data": folder.name,
        "protocol": "trained weights, not trained here",
        "n": len(truth),
        "metrics": shares(truth, found),
        "baselines": {},
        "intervals": {"accuracy": interval((truth == found).astype(float), np.concatenate(people))},
        "by": {"set": by},
    }
