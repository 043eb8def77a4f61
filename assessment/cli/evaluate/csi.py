"""`evaluate csi`: weights that a site has trained, on recordings they have not seen."""

import argparse
from pathlib import Path

from assessment.cli.assess_command import json_write

__all__ = ["run_csi"]


def run_csi(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other command.
    from assessment.training.csi.evaluate import evaluate_csi

    weights: Path = arguments.weights
    json_write(evaluate_csi(arguments.data, weights), arguments.json)
    return 0
