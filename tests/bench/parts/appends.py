"""From the journal to the log, through the database of the shape that the tests run in."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "What is recorded must become provable faster than it is recorded."
BATCHES = (1, 16, 256, 1024)
PROGRAM = "tests.bench.log_writer"


def measure() -> list[Table]:
    """A database of its own in an empty folder; goals 20,000 (SQLite) and 3,000 (Postgres)."""
    folder = tempfile.mkdtemp(prefix="plumbline-bench-")
    try:
        told = _told(Path(folder))
    finally:
        shutil.rmtree(folder)
    rows: list[list[str | float]] = [
        [str(batch), *told["entries"][str(batch)], *told["events"][str(batch)]] for batch in BATCHES
    ]
    sizes: list[list[str | float]] = [[name, value] for name, value in told["bytes"].items()]
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
            title="Storage",
            note="Bytes; the database's own growth over 5,000 events, and one bundle.",
            columns=("of what", "bytes"),
            rows=sizes,
        ),
    ]


def _told(var: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", PROGRAM, str(var), *map(str, BATCHES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
