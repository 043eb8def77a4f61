"""One anchor on its way to the chain: its states, and which may follow which.

planned    wanted; no nonce yet
signed     nonce taken and bytes kept, perhaps never handed over
sent       a node has taken the bytes
mined      stands in a block that may still be undone
orphaned   that block was undone; its bytes go out again
final      stands in a block that cannot be undone; the end
refused    the contract says no for a reason that time does not heal; the end, and a person's turn

Bytes are saved before they are sent and never forgotten, so that after a crash at any point the
same transaction goes out again, and whichever of several versions is mined can be recognised.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from ledger.chain.backend import Receipt
from ledger.chain.errors import ChainError
from ledger.chain.fees import Fees
from ledger.chain.transactions import SignedTransaction

__all__ = ["FOLLOWS", "Entry", "OutboxStore", "State", "Version", "WrongStep"]


class State(StrEnum):
    PLANNED = "planned"
    SIGNED = "signed"
    SENT = "sent"
    MINED = "mined"
    ORPHANED = "orphaned"
    FINAL = "final"
    REFUSED = "refused"


S = State
# Drawn in docs/formats/anchor.md.
FOLLOWS: dict[State, frozenset[State]] = {
    S.PLANNED: frozenset({S.SIGNED, S.MINED, S.REFUSED}),
    S.SIGNED: frozenset({S.SENT, S.SIGNED, S.MINED, S.PLANNED, S.REFUSED}),
    S.SENT: frozenset({S.SIGNED, S.MINED, S.PLANNED, S.REFUSED}),
    S.MINED: frozenset({S.FINAL, S.ORPHANED}),
    S.ORPHANED: frozenset({S.SENT, S.SIGNED, S.MINED, S.PLANNED, S.REFUSED}),
    S.FINAL: frozenset(),
    S.REFUSED: frozenset(),
}
IN_FLIGHT = frozenset({S.SIGNED, S.SENT, S.ORPHANED})
OPEN = IN_FLIGHT | {S.PLANNED, S.MINED}


class WrongStep(ChainError):
    """A state that cannot follow."""


@dataclass(frozen=True)
class Version:
    """One signed transaction for an entry; a replacement is a further version."""

    hash: bytes
    raw: bytes
    nonce: int
    fees: Fees


@dataclass(frozen=True)
class Entry:
    """One anchor. (tenant, epoch, old_size, new_size, root) is its identity: it is wanted once."""

    id: str
    tenant: bytes
    epoch: int
    old_size: int
    new_size: int
    root: bytes
    proof: tuple[bytes, ...]
    state: State = State.PLANNED
    versions: tuple[Version, ...] = ()  # oldest first; the last one is in use
    sent_at_s: float = 0.0  # when the version in use was first handed over
    tx_hash: bytes = b""  # of the version that was mined
    block_number: int = 0
    block_hash: bytes = b""
    gas_used: int = 0
    reason: str = ""  # why it was refused, or what holds it up

    @property
    def nonce(self) -> int:
        """Of the version in use."""
        return self.versions[-1].nonce

    def planned_again(self) -> "Entry":
        """Its nonce went to another transaction; it needs a new one."""
        return self._step(State.PLANNED)

    def signed(self, transaction: SignedTransaction, nonce: int, fees: Fees) -> "Entry":
        version = Version(transaction.hash, transaction.raw, nonce, fees)
        return replace(self._step(State.SIGNED), versions=(*self.versions, version), sent_at_s=0.0)

    def sent(self, at_s: float) -> "Entry":
        return replace(self._step(State.SENT), sent_at_s=at_s, reason="")

    def mined(self, receipt: Receipt) -> "Entry":
        return replace(
            self._step(State.MINED),
            tx_hash=receipt.tx_hash,
            block_number=receipt.block_number,
            block_hash=receipt.block_hash,
            gas_used=receipt.gas_used,
            reason="",
        )

    def orphaned(self) -> "Entry":
        return replace(
            self._step(State.ORPHANED), tx_hash=b"", block_number=0, block_hash=b"", gas_used=0
        )

    def final(self) -> "Entry":
        return self._step(State.FINAL)

    def refused(self, reason: str) -> "Entry":
        return replace(self._step(State.REFUSED), reason=reason)

    def held(self, reason: str) -> "Entry":
        """In the same state, with what holds it up."""
        return replace(self, reason=reason)

    def _step(self, state: State) -> "Entry":
        if state not in FOLLOWS[self.state]:
            raise WrongStep(f"An anchor that is {self.state} cannot become {state}.")
        return replace(self, state=state)


class OutboxStore(Protocol):
    """Where entries live; each `save` is durable when it returns."""

    def alone(self, sender: bytes) -> AbstractContextManager[None]:
        """Only one process at a time sends with this key; others wait or raise NodeUnavailable."""
        ...

    def open_entries(self, sender: bytes) -> Sequence[Entry]:
        """All that are neither final nor refused, in the order in which they were planned."""
        ...

    def save(self, sender: bytes, entry: Entry) -> None: ...
