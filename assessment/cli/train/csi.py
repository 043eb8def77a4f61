"""`train csi`: protocols that keep people, rooms or distances apart, or a site's own weights."""

import argparse
from pathlib import Path

from assessment.cli.assess_command import json_write

__all__ = ["add_arguments", "add_page_arguments"]

_SETS = (
    "intel5300_activities",
    "intel5300_kicks_squat",
    "nexmon_activities",
    "nexmon_two_rooms",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", type=Path, required=True)
    parser.add_argument("--set", choices=_SETS, required=True, dest="name")
    parser.add_argument(
        "--protocol", choices=("lopo", "cross_room", "distance", "site"), required=True
    )
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, default=Path("var/csi"), help="computed features"
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help="weights of --protocol site (var/csi/SET.npz)"
    )
    parser.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    parser.set_defaults(run=_run)


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("records", metavar="RECORD", type=Path, nargs="+", help="of --json")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    parser.set_defaults(run=_run_page)


def _run(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other command.
    from assessment.training.csi.machine import machine_save
    from assessment.training.csi.protocols import protocol_run, site_fit

    if arguments.protocol == "site":
        machine = site_fit(arguments.data, arguments.name, keep=arguments.keep)
        out = arguments.out or Path("var/csi") / f"{arguments.name}.npz"
        machine_save(machine, out)
        json_write({"task": "csi", "data": arguments.name, "weights": out.name}, arguments.json)
        return 0
    record = protocol_run(arguments.data, arguments.name, arguments.protocol, keep=arguments.keep)
    json_write(record, arguments.json)
    return 0


def _run_page(arguments: argparse.Namespace) -> int:
    from assessment.training.csi.page import page_of

    arguments.out.write_text(page_of(arguments.records), encoding="utf-8")
    return 0
