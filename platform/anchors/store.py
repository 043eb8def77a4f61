"""The tree above the leaves as tiles: a row for 256 hashes, the last of each level grows."""

import uuid
from collections.abc import Iterable

from anchors.models import Leaf, Tile
from ledger.encoding import HASH_BYTES
from ledger.merkle import leaf_hash, node_hash
from ledger.tiles import WIDTH, node_reader
from ledger.tree import NodeReader, consistency_proof, inclusion_proof, root_of

TILE_BYTES = WIDTH * HASH_BYTES


class Tree:
    """The tree of the tenant in scope; each tile is read once in the life of this object."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._node: NodeReader = node_reader(self._tile)

    def root(self, size: int) -> bytes:
        return root_of(self._node, size)

    def leaf(self, index: int) -> bytes:
        """The leaf hash as the tiles have it; empty where they end before."""
        tile, place = divmod(index, WIDTH)
        return self._tile(0, tile)[place * HASH_BYTES : (place + 1) * HASH_BYTES]

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        return tuple(inclusion_proof(self._node, index, size))

    def consistency(self, old_size: int, new_size: int) -> tuple[bytes, ...]:
        return tuple(consistency_proof(self._node, old_size, new_size))

    def _tile(self, level: int, n: int) -> bytes:
        found = self._tiles.get((level, n))
        if found is None:
            row = Tile.objects.filter(level=level, n=n).values_list("hashes", flat=True).first()
            found = self._tiles[level, n] = bytes(row or b"")
        return found


def tree_grow(tenant_id: uuid.UUID, size: int, entries: Iterable[bytes]) -> None:
    """Put `entries` after the first `size`; the caller holds the log's row."""
    level, hashes = 0, [leaf_hash(entry) for entry in entries]
    while hashes:
        first, partial = divmod(size, WIDTH)
        begun = Tile.objects.get(level=level, n=first) if partial else None
        row = (bytes(begun.hashes) if begun else b"") + b"".join(hashes)
        pieces = [row[at : at + TILE_BYTES] for at in range(0, len(row), TILE_BYTES)]
        if begun:
            Tile.objects.filter(id=begun.id).update(hashes=pieces[0])
        fresh = list(enumerate(pieces, first))[1 if begun else 0 :]
        Tile.objects.bulk_create(
            Tile(tenant_id=tenant_id, level=level, n=n, hashes=piece) for n, piece in fresh
        )
        hashes = [_root(piece) for piece in pieces if len(piece) == TILE_BYTES]
        level, size = level + 1, size // WIDTH


def tile_read(level: int, n: int, width: int = WIDTH) -> bytes | None:
    """The first `width` hashes of a tile; None where the log is not so far."""
    row = Tile.objects.filter(level=level, n=n).values_list("hashes", flat=True).first()
    found = bytes(row or b"")[: width * HASH_BYTES]
    return found if len(found) == width * HASH_BYTES else None


def entries_read(first: int, count: int) -> list[bytes]:
    """Entries by rising index; fewer than `count` at the end of the log."""
    rows = Leaf.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    return [bytes(entry) for entry in rows.values_list("entry", flat=True)]


def _root(tile: bytes) -> bytes:
    """The root over the hashes of a full tile."""
    row = [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]
