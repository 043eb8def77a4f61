"""Tiles: a log as static files that any monitor can read (C2SP tlog-tiles v0.1.0).

A full tile is 256 hashes of one tree level in eight: hash i of tile n on level l is the root over
leaves [(n * 256 + i) * 256^l, (n * 256 + i + 1) * 256^l).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ledger.canonical import LedgerError
from ledger.encoding import HASH_BYTES
from ledger.merkle import IndexOutside, node_hash
from ledger.tree import NodeReader

__all__ = [
    "MalformedTile",
    "TilePath",
    "entry_bundle_parse",
    "entry_bundle_write",
    "node_reader",
    "tile_bytes",
    "tile_path_parse",
    "tiles_of",
]

WIDTH = 256
TREE_LEVELS = 8  # of the tree in one level of tiles
MAX_LEVEL = 63
MAX_ENTRY_BYTES = 0xFFFF
_PATH = re.compile(
    r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?", re.ASCII
)

TileReader = Callable[[int, int], bytes]  # (level, n) -> the tile, full or as wide as there is


class MalformedTile(LedgerError):
    """A path or the content of a tile is not of its form."""


@dataclass(frozen=True)
class TilePath:
    """`level` is None for entry bundles; `width` is 1 to 256 hashes or entries."""

    level: int | None
    n: int
    width: int = WIDTH

    def __str__(self) -> str:
        groups = f"{self.n:,}".split(",")  # of three digits from the right
        groups[0] = groups[0].zfill(3)
        place = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        kind = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{place}{partial}"


def tile_path_parse(text: str) -> TilePath:
    """Raises MalformedTile for every spelling but the one of TilePath."""
    found = _PATH.fullmatch(text)
    if not found:
        raise MalformedTile("The path is none of a tile.")
    kind, place, width = found.groups()
    path = TilePath(
        level=None if kind == "entries" else int(kind),
        n=int(place.replace("x", "").replace("/", "")),
        width=WIDTH if width is None else int(width),
    )
    is_partial_whole = width is not None and not 1 <= path.width < WIDTH
    if str(path) != text or is_partial_whole or (path.level or 0) > MAX_LEVEL:
        raise MalformedTile("The path is not in its one form.")
    return path


def tiles_of(size: int) -> Iterator[TilePath]:
    """The tiles of hashes that a log of `size` leaves serves, and none that is empty."""
    level, count = 0, size
    while count:
        yield from (TilePath(level, n) for n in range(count // WIDTH))
        if count % WIDTH:
            yield TilePath(level, count // WIDTH, count % WIDTH)
        level, count = level + 1, count // WIDTH


def tile_bytes(read: NodeReader, path: TilePath) -> bytes:
    """The hashes of a tile, from stored nodes. Raises MalformedTile for an entry bundle's path."""
    if path.level is None:
        raise MalformedTile("An entry bundle has entries, not hashes.")
    first = path.n * WIDTH
    return b"".join(
        read(path.level * TREE_LEVELS, index) for index in range(first, first + path.width)
    )


def node_reader(read_tile: TileReader) -> NodeReader:
    """Nodes from tiles, so that roots and proofs need no other store."""

    def read(level: int, index: int) -> bytes:
        tile_level, inner = divmod(level, TREE_LEVELS)
        first = index << inner  # hashes of the tile's level under this node
        tile = read_tile(tile_level, first // WIDTH)
        start = first % WIDTH * HASH_BYTES
        row = [
            tile[at : at + HASH_BYTES]
            for at in range(start, start + (HASH_BYTES << inner), HASH_BYTES)
        ]
        if any(len(one) != HASH_BYTES for one in row):
            raise IndexOutside(f"There is no node {index} on level {level}.")
        while len(row) > 1:
            row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
        return row[0]

    return read


def entry_bundle_write(entries: Iterable[bytes]) -> bytes:
    """Each entry after its length as u16, big-endian. Raises MalformedTile for one too long."""
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise MalformedTile(f"An entry has at most {MAX_ENTRY_BYTES} bytes.")
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def entry_bundle_parse(data: bytes, *, width: int = WIDTH) -> list[bytes]:
    """Exactly `width` entries. Raises MalformedTile."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise MalformedTile("The entry bundle ends within an entry.")
        entries.append(data[at + 2 : end])
        at = end
    if len(entries) != width:
        raise MalformedTile(f"The bundle has {len(entries)} entries, not {width}.")
    return entries
