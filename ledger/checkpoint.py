"""Checkpoints: the signed head of a log (C2SP tlog-checkpoint v1.0.0)."""

from dataclasses import dataclass

from ledger.encoding import Malformed, base64_encode, decimal_parse, hash_decode
from ledger.keys import NoteSigner
from ledger.note import MalformedNote, Note, note_sign

__all__ = ["Checkpoint", "checkpoint_parse", "checkpoint_sign"]


@dataclass(frozen=True)
class Checkpoint:
    """Three lines: origin, size, root in base64. Extension lines are refused, as by Sunlight's
    witness: a cosigner does not agree on them, so nothing here could rely on one.

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
    """

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64_encode(self.root)}\n"


def checkpoint_parse(text: str) -> Checkpoint:
    """The text of a note as a checkpoint. Raises MalformedNote."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise MalformedNote("A checkpoint has three lines: origin, size, root.")
    if not lines[0]:
        raise MalformedNote("The checkpoint has no origin.")
    try:
        return Checkpoint(lines[0], decimal_parse(lines[1]), hash_decode(lines[2]))
    except Malformed as error:
        raise MalformedNote(f"The checkpoint is not well formed. {error}") from error


def checkpoint_sign(checkpoint: Checkpoint, signer: NoteSigner) -> Note:
    """A checkpoint under its log's key, whose name is the origin. Raises MalformedNote."""
    if signer.verifier.name != checkpoint.origin:
        raise MalformedNote("The log's key bears another name than the checkpoint's origin.")
    return note_sign(str(checkpoint), signer)
