"""What a witness remembers: the last head of each log, and signed heads that do not follow it."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger.checkpoint import Checkpoint, checkpoint_parse
from ledger.merkle import EMPTY_ROOT
from ledger.note import Note, note_parse

__all__ = ["Kept", "Store"]

MAX_EVIDENCE = 1000  # chosen: per log, so that a log gone wild cannot fill the disk

_TABLES = """
CREATE TABLE IF NOT EXISTS head (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS evidence (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (origin, size, root)
);
"""


@dataclass(frozen=True)
class Kept:
    """The last head; `note` bears the log's signatures, and is None before the first."""

    size: int
    root: bytes
    note: Note | None

    @property
    def head(self) -> Checkpoint | None:
        return checkpoint_parse(self.note.text) if self.note else None


NOTHING = Kept(0, EMPTY_ROOT, None)


class Store:
    """SQLite; a head is on the disk when `advance` returns."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA busy_timeout = 10000")
        self._database.executescript(_TABLES)

    def close(self) -> None:
        self._database.close()

    def last(self, origin: str) -> Kept:
        """The last head of a log; the empty tree before the first."""
        with self._lock:
            return self._last(origin)

    def advance(self, origin: str, seen: Kept, note: Note) -> bool:
        """Keep `note` if the last head is still `seen`: compare and set, in one transaction."""
        with self._transaction():
            if self._last(origin) != seen:
                return False
            size = checkpoint_parse(note.text).size
            self._database.execute(
                "INSERT OR REPLACE INTO head (origin, size, note) VALUES (?, ?, ?)",
                (origin, size, str(note)),
            )
        return True

    def keep_evidence(self, head: Checkpoint, note: Note) -> None:
        """Keep a validly signed head that does not follow from the last one."""
        with self._transaction():
            (count,) = self._database.execute(
                "SELECT count(*) FROM evidence WHERE origin = ?", (head.origin,)
            ).fetchone()
            if count < MAX_EVIDENCE:
                self._database.execute(
                    "INSERT OR IGNORE INTO evidence (origin, size, root, note) VALUES (?, ?, ?, ?)",
                    (head.origin, head.size, head.root, str(note)),
                )

    def evidence(self, origin: str) -> list[Note]:
        """The contradicting heads of a log, by size."""
        with self._lock:
            rows = self._database.execute(
                "SELECT note FROM evidence WHERE origin = ? ORDER BY size, root", (origin,)
            ).fetchall()
        return [note_parse(text) for (text,) in rows]

    def _last(self, origin: str) -> Kept:
        row = self._database.execute("SELECT note FROM head WHERE origin = ?", (origin,)).fetchone()
        if row is None:
            return NOTHING
        note = note_parse(row[0])
        head = checkpoint_parse(note.text)
        return Kept(head.size, head.root, note)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")  # another process may hold the same file
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
