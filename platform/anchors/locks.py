"""Across processes: one owner of the chain, and signatures that survive a power cut."""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def ledger_folder() -> Path:
    """Chain, keystores and marks of this installation."""
    folder = Path(settings.VAR) / "ledger"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextlib.contextmanager
def only_one(name: str) -> Iterator[bool]:
    """True for the one process that holds the lock, False at once for every other.

    Postgres: an advisory lock, since workers may run on several machines. Else: a file. Both end
    with their process, however it ends.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        yield from _advisory(key)
        return
    with (ledger_folder() / f"{name}.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _advisory(key: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextlib.contextmanager
def durable_commits() -> Iterator[None]:
    """Commits within are on the disk when they return, with all that was committed before.

    Postgres always does so. The embedded shape's SQLite may lose the last commits in a power cut,
    which a head that somebody was given must not.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
