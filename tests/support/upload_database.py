"""The upload server's database, seen from outside the server, in either shape."""

import os
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

Rows = list[tuple[Any, ...]]
_first: list[tuple[bytes, str]] = []
DB_WORDS = ("USER", "PASSWORD", "HOST", "PORT")


class Database(Protocol):
    settings: dict[str, str]  # environment of the server

    def prepare(self, migrate_and_seed: Callable[[], str]) -> str:
        """Fill the database; what the filling said."""

    def rows(self, query: str, values: tuple[object, ...]) -> Rows: ...
    def drop(self) -> None: ...


def made(var: Path) -> Database:
    """A new database of the shape under test."""
    if os.environ.get("PLUMBLINE_TEST_SHAPE") == "production":
        return PostgresDatabase()
    return SqliteDatabase(var)


class SqliteDatabase:
    def __init__(self, var: Path) -> None:
        self.settings: dict[str, str] = {}
        self._path = var / "uploads.sqlite3"

    def prepare(self, migrate_and_seed: Callable[[], str]) -> str:
        """Migrations take seconds: the first database of a test run is copied for the next ones."""
        if not _first:
            said = migrate_and_seed()
            with sqlite3.connect(self._path) as connection:
                _first.append((connection.serialize(), said))
            connection.close()
        content, said = _first[0]
        self._path.write_bytes(content)
        for journal in self._path.parent.glob(self._path.name + "-*"):
            journal.unlink()
        return said

    def rows(self, query: str, values: tuple[object, ...]) -> Rows:
        with sqlite3.connect(self._path, timeout=20) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def drop(self) -> None:
        """The folder goes with the test."""


class PostgresDatabase:
    """Ids come back as 32 hexadecimal digits, as SQLite keeps them."""

    def __init__(self) -> None:
        name = f"uploads_{uuid.uuid4().hex}"
        self._words = {
            word: os.environ[f"PLUMBLINE_DB_{word}"]
            for word in DB_WORDS
            if f"PLUMBLINE_DB_{word}" in os.environ
        }
        self.settings = {
            "PLUMBLINE_TEST_SHAPE": "production",
            "PLUMBLINE_DB_NAME": name,
            **{f"PLUMBLINE_DB_{word}": value for word, value in self._words.items()},
        }
        self._name = name
        self._administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def prepare(self, migrate_and_seed: Callable[[], str]) -> str:
        return migrate_and_seed()

    def rows(self, query: str, values: tuple[object, ...]) -> Rows:
        with self._connected(self._name) as connection:
            # Row-level security holds for this role too; a test looks across tenants on purpose.
            connection.execute("SELECT set_config('app.crossing', 'on', false)")
            cursor = connection.execute(query.replace("?", "%s").encode(), values or None)
            found = cursor.fetchall() if cursor.description else []
        connection.close()
        return [tuple(v.hex if isinstance(v, uuid.UUID) else v for v in row) for row in found]

    def drop(self) -> None:
        name = sql.Identifier(self._name)
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _administer(self, command: sql.Composed) -> None:
        with self._connected("postgres") as connection:
            connection.execute(command)
        connection.close()

    def _connected(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            dbname=name,
            user=self._words.get("USER", "plumbline"),
            password=self._words.get("PASSWORD", ""),
            host=self._words.get("HOST", "127.0.0.1"),
            port=self._words.get("PORT", "5432"),
            autocommit=True,
        )
