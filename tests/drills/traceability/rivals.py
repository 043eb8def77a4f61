"""The same alterations against a plain audit table and an unwitnessed hash chain.

Two administrators: one who edits rows, and one who then also makes anew whatever the database can
make anew (numbers, hashes, signatures). Pure: rows are bytes.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.merkle import leaf_hash
from ledger.tree import MemoryTree

Row = tuple[int, bytes]  # number, content
Edit = Callable[[list[Row], random.Random], list[Row]]
ROWS = 64  # of each trial; chosen: a trial alters one of them


def edit(rows: list[Row], rng: random.Random) -> list[Row]:
    at = rng.randrange(len(rows))
    return [*rows[:at], (rows[at][0], rng.randbytes(33)), *rows[at + 1 :]]


def delete(rows: list[Row], rng: random.Random) -> list[Row]:
    at = rng.randrange(len(rows) - 1)
    return rows[:at] + rows[at + 1 :]


def insert(rows: list[Row], rng: random.Random) -> list[Row]:
    at = rng.randrange(len(rows))
    return [*rows[:at], (rows[at][0], rng.randbytes(33)), *rows[at:]]


def swap(rows: list[Row], rng: random.Random) -> list[Row]:
    first, second = sorted(rng.sample(range(len(rows)), 2))
    made = list(rows)
    made[first] = (rows[first][0], rows[second][1])
    made[second] = (rows[second][0], rows[first][1])
    return made


def restore(rows: list[Row], rng: random.Random) -> list[Row]:
    return rows[: rng.randrange(1, len(rows))]


EDITS: dict[str, Edit] = {
    "edit body": edit,
    "edit score": edit,
    "delete row": delete,
    "insert row": insert,
    "swap order": swap,
    "back-date": edit,  # the time is part of the content
    "change role row": edit,
    "drop access event": delete,
    "restore old backup": restore,
    "sign a fork": lambda rows, rng: edit(restore(rows, rng), rng),
}


@dataclass
class Kept:
    """What the database shows: rows, and what each kind of table has beside them."""

    rows: list[Row]
    hashes: list[bytes]


def chain_of(rows: Sequence[Row]) -> list[bytes]:
    found = [bytes(32)]
    for _, content in rows:
        found.append(hashlib.sha256(found[-1] + content).digest())
    return found[1:]


def renumbered(rows: Sequence[Row]) -> list[Row]:
    return [(number, content) for number, (_, content) in enumerate(rows)]


def plain_finds(kept: Kept) -> bool:
    """All that a plain table can be asked: are its numbers without gap and without repetition?"""
    return [number for number, _ in kept.rows] != list(range(len(kept.rows)))


def chain_finds(kept: Kept) -> bool:
    """Does every hash follow from the one before?"""
    return plain_finds(kept) or kept.hashes != chain_of(kept.rows)


def witnessed_finds(kept: Kept, size: int, root: bytes) -> bool:
    """Is what is shown what `size` and `root`, cosigned by others, cover?"""
    if len(kept.rows) < size:
        return True
    tree = MemoryTree(leaf_hash(content) for _, content in kept.rows)
    return tree.root(size) != root


def compared(count: int, seed: int) -> dict[str, dict[str, int]]:
    """By class: how many of `count` alterations each table's audit finds, for both administrators.

    The hashes beside an edited row are left as they are by the first administrator.
    """
    found: dict[str, dict[str, int]] = {}
    for name, alter in EDITS.items():
        rng = random.Random(f"{seed} {name}")
        told = dict.fromkeys(
            ("plain", "plain, made anew", "chain", "chain, made anew", "witnessed, made anew"), 0
        )
        for _ in range(count):
            rows = [(number, rng.randbytes(33)) for number in range(ROWS)]
            root = MemoryTree(leaf_hash(content) for _, content in rows).root()
            changed = alter(rows, rng)
            left = Kept(changed, chain_of(rows)[: len(changed)])
            anew = Kept(renumbered(changed), chain_of(changed))
            told["plain"] += plain_finds(left)
            told["plain, made anew"] += plain_finds(anew)
            told["chain"] += chain_finds(left)
            told["chain, made anew"] += chain_finds(anew)
            told["witnessed, made anew"] += witnessed_finds(anew, ROWS, root)
        found[name] = told
    return found
