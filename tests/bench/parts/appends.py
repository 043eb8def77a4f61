"""From the journal to the log, through SQLite and, where it is installed, Postgres."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.postgres import postgres
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "What is recorded must become provable faster than it is recorded."
BATCHES = (1, 16, 256, 1024)
PROGRAM = "tests.bench.log_writer"


def measure() -> list[Table]:
    """A database of its own each, in an empty folder; goals 20,000 (SQLite), 3,000 (Postgres)."""
    tables = _tables({"PLUMBLINE_TEST_SHAPE": "embedded"})
    with postgres() as server:
        return tables + (_tables(server.env) if server else [])


def _tables(env: dict[str, str]) -> list[Table]:
    folder = tempfile.mkdtemp(prefix="plumbline-bench-")
    try:
        told = _told(Path(folder), env)
    finally:
        shutil.rmtree(folder)
    rows: list[list[str | float]] = [
        [str(batch), *map(_whole, told["entries"][str(batch)] + told["events"][str(batch)])]
        for batch in BATCHES
    ]
    sizes: list[list[str | float]] = [[name, _whole(one)] for name, one in told["bytes"].items()]
    return [
        Table(
            title=f"Durable appends a second, {told['vendor']}",
            note=(
                "One process, every batch committed durably; by the clock, and by the processor time "
                "of the process, which a busy machine does not lengthen. Entries: 33 bytes into "
                "leaves and tiles. Events: journal rows sealed field by field, numbered, hashed, "
                "and a head signed for each batch."
            ),
            columns=("batch", "entries", "by processor time", "events", "by processor time"),
            rows=rows,
        ),
        Table(
            title=f"Storage, {told['vendor']}",
            note="Bytes; the database's own growth over 5,000 events, and one bundle.",
            columns=("of what", "bytes"),
            rows=sizes,
        ),
    ]


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _told(var: Path, env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", PROGRAM, str(var), *map(str, BATCHES)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
