"""`train technique`: leave one subject out, the paper's split, or the weights that are shipped."""

import argparse
from pathlib import Path
from typing import Any

from assessment.cli.assess_command import json_write
from assessment.scoring.technique.weights import FOLDER

__all__ = ["add_arguments", "add_live_arguments", "inputs_joined"]

_CARD = Path("docs/cards/technique.md")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", type=Path, required=True)
    parser.add_argument("--protocol", choices=("loso", "paper", "ship"), required=True)
    parser.add_argument("--sensor", choices=("kinect", "vicon", "both"), default="both")
    parser.add_argument(
        "--view", choices=("3d", "2d"), default="3d", help="2d: a virtual camera on vicon points"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        default=Path("var/technique"),
        help="finished folds; a stopped run goes on from here",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=FOLDER, help="of --protocol ship"
    )
    parser.add_argument(
        "--card",
        metavar="FILE",
        type=Path,
        default=_CARD,
        help="for ship",
    )
    parser.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    parser.set_defaults(run=_run)


def add_live_arguments(parser: argparse.ArgumentParser) -> None:
    for name in ("bridge", "faults"):
        parser.add_argument(
            f"--{name}", metavar="RECORD", type=Path, required=True, help=f"of technique-{name}"
        )
    parser.add_argument("--out", metavar="DIR", type=Path, default=FOLDER, help="the weights")
    parser.add_argument("--card", metavar="FILE", type=Path, default=_CARD)
    parser.set_defaults(run=_run_live)


def _run_live(arguments: argparse.Namespace) -> int:
    from assessment.training.technique.card import card_write
    from assessment.training.technique.live import live_write

    manifest = live_write(arguments.out, arguments.bridge, arguments.faults)
    card_write(manifest, arguments.card)
    json_write(manifest["live"], "-")
    return 0


def _run(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other command.
    from assessment.training.technique.card import card_write
    from assessment.training.technique.protocols import Run, loso, paper
    from assessment.training.technique.seen import InputName
    from assessment.training.technique.ship import ship

    names: list[InputName]
    if arguments.protocol == "ship":
        names = ["kinect", "vicon", "phone"]
    elif arguments.view == "2d":
        names = ["phone"]
    else:
        names = ["kinect", "vicon"] if arguments.sensor == "both" else [arguments.sensor]
    runs = [
        Run(data=arguments.data, seen=name, seed=arguments.seed, keep=arguments.keep)
        for name in names
    ]
    if arguments.protocol == "ship":
        manifest = ship(runs, arguments.out)
        card_write(manifest, arguments.card)
        json_write(manifest["files"], arguments.json)
        return 0
    protocol = {"loso": loso, "paper": paper}[arguments.protocol]
    json_write(inputs_joined([protocol(run) for run in runs]), arguments.json)
    return 0


def inputs_joined(records: list[dict[str, Any]]) -> dict[str, Any]:
    """The first input's record, with every input's under `by.input`."""
    first = records[0]
    if len(records) == 1:
        return first
    return {**first, "by": {**first["by"], "input": {str(one["input"]): one for one in records}}}
