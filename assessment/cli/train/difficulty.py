"""`train difficulty`: the element network that is shipped, or the ablations of its paper."""

import argparse
from pathlib import Path

from assessment.cli.assess_command import json_write
from assessment.scoring.difficulty.recognise import FOLDER

__all__ = ["add_arguments", "add_page_arguments"]

# Of `train difficulty --protocol ablations` and of `evaluate difficulty`: motion capture, exercise
# clips, drawn performances.
_RECORDS = ("ablations", "motion", "clips", "rendered")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--protocol", choices=("ship", "ablations"), required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--only", metavar="NAME", action="append", default=[], help="this ablation alone"
    )
    parser.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        default=Path("var/difficulty"),
        help="made routines and networks; a stopped run goes on from here",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=FOLDER, help="weights of --protocol ship"
    )
    parser.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    parser.set_defaults(run=_run)


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    for name in _RECORDS:
        parser.add_argument(f"--{name}", metavar="RECORD", type=Path, help="of --json")
    parser.add_argument(
        "--out", metavar="FILE", type=Path, default=Path("docs/results/difficulty.md")
    )
    parser.add_argument(
        "--card", metavar="FILE", type=Path, default=Path("docs/cards/difficulty.md")
    )
    parser.set_defaults(run=_run_page)


def _run(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other command.
    from assessment.training.difficulty.protocols import ablations, ship

    if arguments.protocol == "ship":
        record = ship(arguments.keep, arguments.out, seed=arguments.seed)
    else:
        record = ablations(arguments.keep, only=arguments.only, seed=arguments.seed)
    json_write(record, arguments.json)
    return 0


def _run_page(arguments: argparse.Namespace) -> int:
    from assessment.training.difficulty.page import pages_write

    records = {name: getattr(arguments, name) for name in _RECORDS}
    pages_write(arguments.out, arguments.card, records)
    return 0
