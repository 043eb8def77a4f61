"""The log's side: ask witnesses for cosignatures and keep those that are true."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.canonical import LedgerError
from ledger.checkpoint import checkpoint_parse
from ledger.cosignature import cosignature_time
from ledger.encoding import Malformed, decimal_parse
from ledger.keys import VerifierKey
from ledger.note import Note, SignatureLine, signature_lines_parse
from ledger.policy import Policy
from ledger.witness.requests import request_write

__all__ = ["Collected", "Proofs", "Reply", "Transport", "WitnessRefused", "ask", "collect"]


class WitnessRefused(LedgerError):
    """The witness gave no cosignature; the sentence says why."""


class WitnessAhead(WitnessRefused):
    """The witness says that it has cosigned `held` leaves, more than there are: this log was rolled
    back or forked, or the witness lies.
    """

    def __init__(self, sentence: str, held: int) -> None:
        super().__init__(sentence)
        self.held = held


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


Transport = Callable[[str, bytes], Reply]  # (address, body) of a POST; raises OSError
Proofs = Callable[[int], Sequence[bytes]]  # consistency proof from an old size to the head


@dataclass
class Collected:
    """The cosigned note; why others did not cosign; the size each witness now holds.

    `ahead` names witnesses that hold a larger tree: sign nothing more before that is explained.
    """

    note: Note
    refused: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    ahead: dict[str, int] = field(default_factory=dict)
    is_enough: bool = False


def collect(
    note: Note, policy: Policy, *, send: Transport, proofs: Proofs, sizes: Mapping[str, int]
) -> Collected:
    """Ask every witness of the policy that has an address, one after the other.

    `sizes` is what each witness held when last asked; a wrong one costs a second request.
    A witness that is down, late or lying costs its own cosignature and nothing else.
    """
    size = checkpoint_parse(note.text).size
    found = Collected(note)
    for name, url in policy.urls.items():
        key = policy.witnesses[name]
        try:
            lines = ask(note, key, url, send=send, proofs=proofs, old_size=sizes.get(name, 0))
        except (LedgerError, OSError) as error:
            found.refused[name] = str(error)
            if isinstance(error, WitnessAhead):
                found.ahead[name] = error.held
        else:
            found.note = found.note.with_lines(lines)
            found.sizes[name] = size
    found.is_enough = policy.is_met(found.sizes)
    return found


def ask(
    note: Note, key: VerifierKey, url: str, *, send: Transport, proofs: Proofs, old_size: int = 0
) -> list[SignatureLine]:
    """The cosignatures of one witness, each verified. `url` is its submission prefix.

    Raises WitnessRefused, BadSignature, MalformedNote, OSError.
    """
    head = checkpoint_parse(note.text)
    address = url.rstrip("/") + "/add-checkpoint"
    old_size = min(old_size, head.size)
    reply = send(address, request_write(old_size, proofs(old_size), note))
    if reply.status == 409:
        held = _held_size(reply)
        if held > head.size:
            sentence = f"{key.name} has seen {held} leaves, the log has {head.size}."
            raise WitnessAhead(sentence, held)
        reply = send(address, request_write(held, proofs(held), note))
    if reply.status != 200:
        raise WitnessRefused(f"{key.name} answered {reply.status}.")
    try:
        lines = signature_lines_parse(reply.body.decode("utf-8"))
    except UnicodeError as error:
        raise WitnessRefused(f"{key.name} answered with something else than text.") from error
    mine = [line for line in lines if line.is_of(key)]
    for line in mine:
        cosignature_time(head, line, key)
    if not mine:
        raise WitnessRefused(f"{key.name} did not cosign under the key that is known.")
    return mine


def _held_size(reply: Reply) -> int:
    try:
        return decimal_parse(reply.body.decode("ascii").removesuffix("\n"))
    except (UnicodeError, Malformed) as error:
        raise WitnessRefused("The witness answered 409 without a size.") from error
