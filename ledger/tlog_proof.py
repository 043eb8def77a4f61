"""The standard text form of an inclusion proof (C2SP tlog-proof), for tools other than ours.

c2sp.org/tlog-proof@v1
index 5
vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=

ledger.example/t/1
8
XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=
...
"""

from dataclasses import dataclass

from ledger.canonical import LedgerError
from ledger.checkpoint import checkpoint_parse
from ledger.encoding import Malformed, base64_decode, base64_encode, decimal_parse, hash_decode
from ledger.merkle import MAX_PROOF, verify_inclusion
from ledger.note import note_parse, verify_ed25519
from ledger.policy import Policy, check_quorum

__all__ = ["MalformedProof", "TlogProof", "tlog_proof_parse", "verify_tlog_proof"]

HEADER = "c2sp.org/tlog-proof@v1"


class MalformedProof(LedgerError):
    """The text is no tlog-proof."""


@dataclass(frozen=True)
class TlogProof:
    """`extra` is not authenticated; `checkpoint` is a signed note."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __str__(self) -> str:
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64_encode(self.extra)}")
        lines += [f"index {self.index}", *map(base64_encode, self.hashes)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"


def tlog_proof_parse(text: str) -> TlogProof:
    """Raises MalformedProof."""
    top, separator, checkpoint = text.partition("\n\n")
    header, *lines = top.split("\n")
    if header != HEADER or not separator or not lines:
        raise MalformedProof(f"The text does not begin as {HEADER}.")
    extra = lines.pop(0).removeprefix("extra ") if lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index ") or len(lines) > MAX_PROOF + 1:
        raise MalformedProof("The proof has no index line, or too many hashes.")
    try:
        return TlogProof(
            index=decimal_parse(lines[0].removeprefix("index ")),
            hashes=tuple(hash_decode(line) for line in lines[1:]),
            checkpoint=checkpoint,
            extra=None if extra is None else base64_decode(extra),
        )
    except Malformed as error:
        raise MalformedProof(f"The proof is not well formed. {error}") from error


def verify_tlog_proof(proof: TlogProof, *, leaf: bytes, policy: Policy, now_s: int) -> None:
    """`leaf` is the leaf hash of the entry that the caller has.

    Raises MalformedNote, NotSigned, BadSignature, QuorumNotMet, ProofError.
    """
    note = note_parse(proof.checkpoint)
    head = checkpoint_parse(note.text)
    verify_ed25519(note, policy.log_keys(head.origin))
    check_quorum(note, head, policy, now_s=now_s)
    verify_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)
