"""The body of add-checkpoint (C2SP tlog-witness v1.0.0, "add-checkpoint").

old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe...
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.canonical import LedgerError
from ledger.checkpoint import Checkpoint, checkpoint_parse
from ledger.encoding import Malformed, base64_encode, decimal_parse, hash_decode
from ledger.merkle import MAX_PROOF
from ledger.note import MalformedNote, Note, note_parse

__all__ = ["AddCheckpoint", "MalformedRequest", "request_parse", "request_write"]


class MalformedRequest(LedgerError):
    """The body is not of the form that tlog-witness gives."""


@dataclass(frozen=True)
class AddCheckpoint:
    old_size: int
    proof: tuple[bytes, ...]
    note: Note
    head: Checkpoint


def request_write(old_size: int, proof: Sequence[bytes], note: Note) -> bytes:
    lines = [f"old {old_size}", *map(base64_encode, proof), "", str(note)]
    return "\n".join(lines).encode()


def request_parse(body: bytes) -> AddCheckpoint:
    """Raises MalformedRequest."""
    top, separator, note_bytes = body.partition(b"\n\n")
    try:
        old, *hashes = top.decode("ascii").split("\n")
        if not separator or not old.startswith("old ") or len(hashes) > MAX_PROOF:
            raise MalformedRequest("The body is an old size, at most 63 hashes, and a checkpoint.")
        note = note_parse(note_bytes)
        return AddCheckpoint(
            old_size=decimal_parse(old.removeprefix("old ")),
            proof=tuple(hash_decode(one) for one in hashes),
            note=note,
            head=checkpoint_parse(note.text),
        )
    except (UnicodeError, Malformed, MalformedNote) as error:
        raise MalformedRequest(f"The body is not well formed. {error}") from error
