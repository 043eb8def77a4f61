"""An outbox on SQLite: each save is on disk when it returns."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ledger.chain.fees import Fees
from ledger.chain.outbox import OPEN, Entry, State, Version


class SqliteOutbox:
    """An OutboxStore."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS entries"
                " (place INTEGER PRIMARY KEY, id TEXT UNIQUE, sender BLOB, body TEXT)"
            )

    @contextmanager
    def alone(self, sender: bytes) -> Iterator[None]:
        """One write transaction, held to the end, locks a file of this sender's name."""
        connection = sqlite3.connect(self._path.with_suffix(f".{sender.hex()}"))
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.close()

    def open_entries(self, sender: bytes) -> Sequence[Entry]:
        return [entry for entry in self._all(sender) if entry.state in OPEN]

    def save(self, sender: bytes, entry: Entry) -> None:
        body = json.dumps(asdict(entry), default=bytes.hex)
        with self._open() as connection:
            connection.execute(
                "INSERT INTO entries (id, sender, body) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (entry.id, sender, body),
            )

    def all(self) -> list[Entry]:
        return self._all(None)

    def _all(self, sender: bytes | None) -> list[Entry]:
        query = "SELECT body FROM entries WHERE ?1 IS NULL OR sender = ?1 ORDER BY place"
        with self._open() as connection:
            rows = connection.execute(query, (sender,)).fetchall()
        return [entry_of(json.loads(body)) for (body,) in rows]

    def states(self) -> list[State]:
        return [entry.state for entry in self.all()]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def entry_of(body: dict[str, Any]) -> Entry:
    raw = {name: bytes.fromhex(body[name]) for name in ("tenant", "root", "tx_hash", "block_hash")}
    versions = tuple(
        Version(
            bytes.fromhex(one["hash"]), bytes.fromhex(one["raw"]), one["nonce"], Fees(**one["fees"])
        )
        for one in body["versions"]
    )
    proof = tuple(bytes.fromhex(one) for one in body["proof"])
    rest = {"versions": versions, "proof": proof, "state": State(body["state"])}
    return Entry(**(body | raw | rest))
