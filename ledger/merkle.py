"""Merkle trees of RFC 6962 section 2.1 and RFC 9162 section 2.1: hashes, and proofs verified.

The empty tree. Its root is SHA-256 of nothing. A consistency proof from size 0 is the empty list
and shows nothing but that: the old root must be the empty tree's, as tlog-witness and the anchor
contract have it. (Libraries that refuse every proof from 0 are stricter; none accepts more.)

What a consistency proof shows: the first `old_size` leaves stand unchanged under the new root. It
does not bind the new size, so that comes from a signed checkpoint, never from the proof's sender.
"""

import hashlib
from collections.abc import Sequence

from ledger.canonical import LedgerError
from ledger.encoding import HASH_BYTES

__all__ = [
    "EMPTY_ROOT",
    "MAX_PROOF",
    "IndexOutside",
    "NotAHash",
    "ProofError",
    "ProofLength",
    "RootMismatch",
    "leaf_hash",
    "node_hash",
    "verify_consistency",
    "verify_inclusion",
]

MAX_PROOF = 63  # hashes, of a tree under 2^63 leaves; the limit of tlog-witness
EMPTY_ROOT = hashlib.sha256().digest()


class ProofError(LedgerError):
    """A proof does not show what it should."""


class NotAHash(ProofError):
    """Something other than 32 bytes stands where a hash belongs."""


class IndexOutside(ProofError):
    """The sizes or the index do not fit together."""


class ProofLength(ProofError):
    """The proof has too few or too many hashes for these sizes."""


class RootMismatch(ProofError):
    """The proof leads to another root."""

    def __init__(self, sentence: str, *, expected: bytes, computed: bytes) -> None:
        super().__init__(sentence)
        self.expected = expected
        self.computed = computed


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256(00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256(01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """RFC 9162 section 2.1.3.2. `leaf` is a leaf hash; 0 <= index < size.

    Raises IndexOutside, NotAHash, ProofLength, RootMismatch.
    """
    if not 0 <= index < size:
        raise IndexOutside(f"There is no leaf {index} in a tree of {size}.")
    _check_hashes(leaf, root, *proof)
    place, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofLength("The inclusion proof is too long.")
        if place & 1 or place == last:
            computed = node_hash(sibling, computed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofLength("The inclusion proof is too short.")
    _compare(root, computed, "The inclusion proof leads to another root.")


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """RFC 9162 section 2.1.4.2, and the decision on size 0 at the head of this module.

    Raises IndexOutside, NotAHash, ProofLength, RootMismatch.
    """
    if not 0 <= old_size <= new_size:
        raise IndexOutside(f"A tree of {new_size} cannot follow one of {old_size}.")
    _check_hashes(old_root, new_root, *proof)
    if old_size in {0, new_size}:
        _verify_without_proof(old_size, new_size, old_root, new_root, proof)
        return
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise ProofLength("The consistency proof is empty.")
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old, new = _fold_consistency(place, last, path)
    _compare(old_root, old, "The consistency proof leads to another old root.")
    _compare(new_root, new, "The consistency proof leads to another new root.")


def _verify_without_proof(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    if proof:
        raise ProofLength("Nothing is to be proved here, so the proof must be empty.")
    if old_size == 0:
        _compare(EMPTY_ROOT, old_root, "The root of an empty tree is SHA-256 of nothing.")
    if old_size == new_size:
        _compare(old_root, new_root, "Two trees of one size have different roots.")


def _fold_consistency(place: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that `path` leads to."""
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofLength("The consistency proof is too long.")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofLength("The consistency proof is too short.")
    return old, new


def _check_hashes(*hashes: bytes) -> None:
    for one in hashes:
        if len(one) != HASH_BYTES:
            raise NotAHash(f"A hash has 32 bytes, this one has {len(one)}.")


def _compare(expected: bytes, computed: bytes, sentence: str) -> None:
    if expected != computed:
        raise RootMismatch(sentence, expected=expected, computed=computed)
