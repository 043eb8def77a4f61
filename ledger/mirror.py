"""A log that somebody keeps: files of C2SP tlog-tiles, checked before anything is read from them.

Whoever has fetched a log from time to time holds it against what its operator shows later. What is
in the files counts as far as a head covers it that the log signed and the quorum cosigned.
"""

from dataclasses import dataclass
from pathlib import Path

from ledger.canonical import LedgerError
from ledger.checkpoint import Checkpoint, checkpoint_parse
from ledger.merkle import leaf_hash
from ledger.note import note_parse, verify_ed25519
from ledger.policy import Policy, check_quorum
from ledger.tiles import WIDTH, TilePath, entry_bundle_parse
from ledger.tree import MemoryTree

__all__ = ["Mirror", "MirrorBroken", "mirror_read"]


class MirrorBroken(LedgerError):
    """The files are not those of the head beside them."""


@dataclass(frozen=True)
class Mirror:
    """Every entry that the head covers; the tree is built from nothing but them."""

    head: Checkpoint
    entries: tuple[bytes, ...]
    tree: MemoryTree


def mirror_read(folder: Path, policy: Policy, *, now_s: int) -> Mirror:
    """Read `checkpoint` and `tile/entries/...`; tiles of hashes are computed, not believed.

    Raises LedgerError: MirrorBroken, MalformedNote, NotSigned, BadSignature, QuorumNotMet; OSError.
    """
    note = note_parse((folder / "checkpoint").read_bytes())
    head = checkpoint_parse(note.text)
    verify_ed25519(note, policy.log_keys(head.origin))
    check_quorum(note, head, policy, now_s=now_s)
    entries: list[bytes] = []
    for n in range(-(-head.size // WIDTH)):
        path = TilePath(None, n, min(WIDTH, head.size - n * WIDTH))
        entries += entry_bundle_parse((folder / str(path)).read_bytes(), width=path.width)
    tree = MemoryTree(leaf_hash(one) for one in entries)
    if tree.root() != head.root:
        raise MirrorBroken("The entries in the files do not lead to the root of the signed head.")
    return Mirror(head, tuple(entries), tree)
