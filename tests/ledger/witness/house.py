"""A log and witnesses for the tests of this folder."""

from collections.abc import Iterable
from pathlib import Path

from ledger.checkpoint import Checkpoint, checkpoint_sign
from ledger.keys import KeyKind, LocalSigner, VerifierKey
from ledger.merkle import leaf_hash
from ledger.note import Note
from ledger.tree import MemoryTree
from ledger.witness.cosigner import Witness
from ledger.witness.requests import request_write
from ledger.witness.store import Store

ORIGIN = "log.example/1"
LOG = LocalSigner(ORIGIN, KeyKind.ED25519, b"l" * 32)
NOW_S = 1767225600
TREE = MemoryTree(leaf_hash(number.to_bytes(2, "big")) for number in range(2000))
FORK = MemoryTree(leaf_hash(number.to_bytes(3, "big")) for number in range(64))


def signer(name: str, kind: KeyKind = KeyKind.COSIGNATURE_ED25519) -> LocalSigner:
    return LocalSigner(f"{name}.example", kind, name.encode().ljust(32, b"w"))


def witness(
    path: Path, *signers: LocalSigner, logs: Iterable[VerifierKey] = (LOG.verifier,)
) -> Witness:
    return Witness(signers or (signer("w1"),), logs, Store(path), clock=lambda: NOW_S)


def head(size: int, tree: MemoryTree = TREE) -> Checkpoint:
    return Checkpoint(ORIGIN, size, tree.root(size))


def note(size: int, tree: MemoryTree = TREE) -> Note:
    return checkpoint_sign(head(size, tree), LOG)


def request(old: int, new: int, tree: MemoryTree = TREE) -> bytes:
    return request_write(old, tree.consistency(old, new) if old <= new else [], note(new, tree))
