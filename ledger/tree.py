"""Roots and proofs from stored nodes, wherever they are stored.

Node (level, index) is the root of the complete subtree over leaves
[index * 2^level, (index + 1) * 2^level): level 0 holds leaf hashes. Only complete subtrees are
stored, so a node never changes. RFC 6962 sections 2.1 to 2.1.2.
"""

import hashlib
from collections.abc import Callable, Iterable

from ledger.encoding import HASH_BYTES
from ledger.merkle import EMPTY_ROOT, IndexOutside, NotAHash, node_hash

__all__ = [
    "MemoryTree",
    "Node",
    "NodeReader",
    "consistency_proof",
    "inclusion_proof",
    "nodes_added",
    "root_of",
]

NodeReader = Callable[[int, int], bytes]  # (level, index) -> 32 bytes
Node = tuple[int, int, bytes]  # level, index, hash


class MemoryTree:
    """A tree in memory, one byte string a level: about 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf: bytes) -> int:
        """Add a leaf hash and give its index. Raises NotAHash."""
        if len(leaf) != HASH_BYTES:
            raise NotAHash(f"A leaf hash has 32 bytes, this one has {len(leaf)}.")
        index, level, node = self.size, 0, leaf
        self._levels[0] += node
        while (index >> level) & 1:  # a pair is complete
            node = hashlib.sha256(b"\x01" + self._levels[level][-64:]).digest()
            level += 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node
        return index

    def node(self, level: int, index: int) -> bytes:
        """A NodeReader over this tree. Raises IndexOutside."""
        start = index * HASH_BYTES
        found = bytes(self._levels[level][start : start + HASH_BYTES])
        if len(found) != HASH_BYTES:
            raise IndexOutside(f"There is no node {index} on level {level}.")
        return found

    def root(self, size: int | None = None) -> bytes:
        return root_of(self.node, self._upto(size))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion_proof(self.node, index, self._upto(size))

    def consistency(self, old_size: int, new_size: int | None = None) -> list[bytes]:
        return consistency_proof(self.node, old_size, self._upto(new_size))

    def _upto(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise IndexOutside(f"The tree has {self.size} leaves, not {size}.")
        return size


def root_of(read: NodeReader, size: int) -> bytes:
    """The root of the first `size` leaves; SHA-256 of nothing for none."""
    return _range(read, 0, size) if size else EMPTY_ROOT


def inclusion_proof(read: NodeReader, index: int, size: int) -> list[bytes]:
    """RFC 6962 section 2.1.1, the leaf's sibling first. Raises IndexOutside."""
    if not 0 <= index < size:
        raise IndexOutside(f"There is no leaf {index} in a tree of {size}.")
    proof: list[bytes] = []
    first, count = 0, size
    while count > 1:
        half = _split(count)
        if index < first + half:
            proof.append(_range(read, first + half, count - half))
            count = half
        else:
            proof.append(_range(read, first, half))
            first, count = first + half, count - half
    return proof[::-1]


def consistency_proof(read: NodeReader, old_size: int, new_size: int) -> list[bytes]:
    """RFC 6962 section 2.1.2; empty from size 0 and between equal sizes. Raises IndexOutside."""
    if not 0 <= old_size <= new_size:
        raise IndexOutside(f"A tree of {new_size} cannot follow one of {old_size}.")
    if old_size in {0, new_size}:
        return []
    proof: list[bytes] = []
    first, count = 0, new_size
    while first + count != old_size:
        half = _split(count)
        if old_size <= first + half:
            proof.append(_range(read, first + half, count - half))
            count = half
        else:
            proof.append(_range(read, first, half))
            first, count = first + half, count - half
    if first:  # else the old root itself, which the verifier has
        proof.append(_range(read, first, count))
    return proof[::-1]


def nodes_added(read: NodeReader, size: int, leaves: Iterable[bytes]) -> list[Node]:
    """The nodes to store when `leaves` (leaf hashes) follow the first `size`.

    Reads at most one stored node a level, so a writer keeps its log with one short transaction.
    """
    made: list[Node] = []
    fresh: dict[tuple[int, int], bytes] = {}
    for offset, leaf in enumerate(leaves):
        index, level, node = size + offset, 0, leaf
        while True:
            fresh[level, index] = node
            made.append((level, index, node))
            if not index & 1:
                break
            left = fresh.get((level, index - 1)) or read(level, index - 1)
            node, level, index = node_hash(left, node), level + 1, index >> 1
    return made


def _range(read: NodeReader, first: int, count: int) -> bytes:
    """The root over [first, first + count), where `first` is a multiple of count's top bit."""
    parts = []
    while count:
        level = count.bit_length() - 1
        parts.append(read(level, first >> level))
        first, count = first + (1 << level), count - (1 << level)
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found


def _split(count: int) -> int:
    """The largest power of two under `count` (> 1)."""
    return int(1 << ((count - 1).bit_length() - 1))
