"""SQLite beneath the embedded chain: one key/value table, one SQL transaction per block.

py-evm writes some fifteen keys per block. A block is there whole or not at all, since all of them
and the new head go into one transaction with `synchronous=FULL`; a process killed at any point
leaves the chain at its last committed block. Whether the chain exists is decided by the genesis
row, written in the transaction of the genesis block, never by the file: a process killed early
leaves an empty file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BlockStore", "Genesis", "read_genesis", "write_genesis"]

BUSY_S = 30.0  # chosen: a block takes about 0.03 s, so a thousand may stand in the queue
SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS genesis (
    only INTEGER PRIMARY KEY CHECK (only = 1), chain_id INTEGER NOT NULL, hash BLOB NOT NULL
);
"""


@dataclass(frozen=True)
class Genesis:
    """The marker that a chain exists in this file."""

    chain_id: int
    hash: bytes


class BlockStore:
    """Opens the file anew for each transaction: safe across threads, forks and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(SCHEMA)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view; what is written in it is dropped."""
        with self._open() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer; commits at the end, drops everything on an exception."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            yield connection
        finally:
            connection.close()


def read_genesis(connection: sqlite3.Connection) -> Genesis | None:
    row = connection.execute("SELECT chain_id, hash FROM genesis").fetchone()
    return Genesis(*row) if row else None


def write_genesis(connection: sqlite3.Connection, genesis: Genesis) -> None:
    connection.execute("INSERT INTO genesis VALUES (1, ?, ?)", (genesis.chain_id, genesis.hash))
