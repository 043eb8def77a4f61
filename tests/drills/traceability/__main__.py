"""`python -m tests.drills.traceability [--results N]`: the whole measure into one page."""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.postgres import Server, postgres

SMALLER = ((1, 40), (8, 120), (32, 240))  # devices, results


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.drills.traceability", description=__doc__
    )
    parser.add_argument("--results", type=int, default=10_000)
    parser.add_argument("--devices", type=int, default=128)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--many", type=int, default=1000, help="alterations of each class")
    parser.add_argument("--alone", action="store_true", help="without the runs of fewer devices")
    parser.add_argument("--sqlite", action="store_true", help="also where there is a Postgres")
    parser.add_argument("--out", type=Path, default=Path("docs/results/traceability.md"))
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="plumbline-trace-"))
    try:
        with contextlib.nullcontext() if given.sqlite else postgres() as server:
            os.environ.update(server.env if server else {})
            with _django(folder / "var"):
                given.out.write_text(_runs(given, folder, server), encoding="utf-8")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runs(given: Any, folder: Path, server: Server | None) -> str:
    from django.conf import settings

    from tests.contracts.anvil import CHAIN_ID
    from tests.drills.traceability.measure import measured
    from tests.drills.traceability.page import page
    from tests.drills.traceability.plan import Faults
    from tests.drills.traceability.street import CONFIRMATIONS, deployed, node, plan_made

    runs = []
    with node() as chain:
        contract = deployed(chain) if chain else ""
        if chain:
            settings.LEDGER_CHAIN, settings.LEDGER_CHAIN_ID = chain.url, CHAIN_ID
            settings.LEDGER_CONTRACT = contract
            settings.LEDGER_CONFIRMATIONS = str(CONFIRMATIONS)
        sizes = [one for one in SMALLER if one[0] < given.devices and not given.alone]
        for devices, results in [*sizes, (given.devices, given.results)]:
            is_main = devices == given.devices
            place = folder / f"run-{devices}"
            place.mkdir()
            plan = plan_made(
                place,
                results=results,
                devices=devices,
                processes=min(given.processes, devices),
                persons=given.many if is_main else 20,
                faults=Faults(),
            )
            if chain:
                plan = replace(plan, chain=chain.url, chain_id=CHAIN_ID, contract=contract)
            _say(f"{devices} devices, {results} results")
            runs.append(
                measured(
                    plan,
                    place / "kept",
                    node=chain,
                    crash=server.crash if server and is_main else None,
                    many=given.many if is_main else 10,
                    kill_every_s=8.0,
                    say=_say,
                )
            )
    shape = "Postgres" if server else "SQLite"
    asked = f"--results {given.results} --processes {given.processes} --many {given.many}"
    return page(
        runs,
        [
            (
                f"Database: {shape}. Chain: {'anvil' if chain else 'embedded'}. This page was made by "
                f"`python -m tests.drills.traceability {asked}{' --alone' if given.alone else ''}`."
            )
        ],
    )


@contextlib.contextmanager
def _django(var: Path) -> Iterator[None]:
    """A fresh test database of the shape that the environment names."""
    var.mkdir(parents=True)
    os.environ["PLUMBLINE_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.settings.test"
    sys.path.append("platform")
    import django

    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    main()
