"""What this machine has signed, beside the database: a database put back from a backup shows.

One file for each log, `size root`. It may lag behind the database by one head after a crash, and is
never ahead of it unless the database went back.
"""

import os
import tempfile
from pathlib import Path

from anchors.locks import ledger_folder
from anchors.models import Log


def mark_read(log: Log) -> tuple[int, bytes] | None:
    """The last size and root that were signed here; None where there is no mark."""
    try:
        size, root = _path(log).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    return int(size), bytes.fromhex(root)


def mark_write(log: Log, size: int, root: bytes) -> None:
    path = _path(log)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as handle:
        handle.write(f"{size} {root.hex()}\n")
        handle.flush()
        os.fsync(handle.fileno())
    Path(handle.name).replace(path)


def mark_forget(log: Log) -> None:
    """For a log that ended (anchors.renewal)."""
    _path(log).unlink(missing_ok=True)


def _path(log: Log) -> Path:
    folder = ledger_folder() / "signed"
    folder.mkdir(exist_ok=True)
    return folder / bytes(log.public_id).hex()
