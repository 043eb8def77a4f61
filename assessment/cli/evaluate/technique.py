"""`evaluate technique`: the shipped weights on labelled repetitions of a folder."""

import argparse
from typing import Any

from assessment.cli.assess_command import json_write
from assessment.cli.train.technique import inputs_joined
from assessment.core.errors import AssessmentError

__all__ = ["run_technique"]


def run_technique(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other task.
    from assessment.training.technique.held_out import evaluate
    from assessment.training.technique.protocols import Run
    from assessment.training.technique.seen import INPUTS

    if arguments.worst is not None:
        return _worst(arguments)
    records: list[dict[str, Any]] = []
    for name in INPUTS:
        run = Run(data=arguments.data, seen=name, seed=arguments.seed)
        if run.file.is_file():
            records.append(evaluate(run))
    if not records:
        raise AssessmentError(
            "data_missing",
            "The folder has neither uiprmd_kinect.npz nor uiprmd_vicon.npz; see "
            "docs/algorithms/technique.md.",
        )
    json_write(inputs_joined(records), arguments.json)
    return 0


def _worst(arguments: argparse.Namespace) -> int:
    from assessment.scoring.technique.weights import manifest
    from assessment.training.technique.protocols import Run
    from assessment.training.technique.worst import worst_write

    run = Run(data=arguments.data, seen=arguments.input, seed=arguments.seed, keep=arguments.keep)
    told = {name: record["by"] for name, record in manifest()["loso"].items()}
    command = (
        f"python -m assessment evaluate technique --data DIR --input {run.seen} --worst "
        f"docs/results/{arguments.worst.name}"
    )
    worst_write(run, told, arguments.worst, command=command)
    return 0
