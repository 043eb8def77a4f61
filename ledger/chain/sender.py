"""Brings planned anchors onto the chain, each exactly once, one sender per key.

`Sender.advance` is called on a clock. It looks at everything that is open, does what can be done
now, saves after each step and returns; nothing is kept in memory between two calls. A node that is
away ends the call with NodeUnavailable, a crash ends it anywhere: the next call goes on from the
store.

Nonces: the next one is the smallest that is neither mined nor in flight. Nothing here asks for the
node's "pending" count, which forgets and lies. Recognition is by (tenant, epoch, old, new, root),
never by transaction hash alone: after an outage a replaced and an original version may both
surface.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger.chain.backend import EvmBackend, Receipt
from ledger.chain.contract import encode_call
from ledger.chain.errors import CallReverted, NonceUsed, TransactionRefused, Underpriced
from ledger.chain.fees import FeeCeiling, Fees, bumped, fresh
from ledger.chain.outbox import IN_FLIGHT, Entry, OutboxStore, State
from ledger.chain.reader import AnchoredHead, anchored_head, contract_events
from ledger.chain.signers import Signer
from ledger.chain.transactions import sign_transaction

__all__ = ["Policy", "Sender", "anchor_gas"]


@dataclass(frozen=True)
class Policy:
    """Choices of the operator."""

    ceiling_wei: int = (
        500 * 10**9
    )  # of a unit of gas; chosen: an anchor then costs 0.04 ether at most
    replace_after_s: float = 120.0  # chosen: ten blocks of Ethereum
    search_blocks: int = (
        100_000  # how far back an anchor of ours is looked for; two weeks of blocks
    )


MAX_REVERTS = 3  # chosen: each costs gas; a call beforehand says what would revert


def anchor_gas(proof_length: int) -> int:
    """Gas limit of one anchor: measured 62,000 + 1,700 a proof node at most (`make bench`)."""
    return 90_000 + 2_500 * proof_length


class Sender:
    """All that one key sends to one contract."""

    def __init__(
        self,
        backend: EvmBackend,
        contract: bytes,
        signer: Signer,
        store: OutboxStore,
        *,
        policy: Policy | None = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._backend = backend
        self._contract = contract
        self._signer = signer
        self._store = store
        self._policy = policy or Policy()
        self._now_s = now_s

    def advance(self) -> None:
        """One look at everything that is open. Raises NodeUnavailable; then call again later."""
        with self._store.alone(self._signer.address):
            for entry in self._open(State.MINED):
                self._confirm(entry)
            for entry in self._open(*IN_FLIGHT):
                self._look_for(entry)
            self._close_gap()
            for entry in self._open(*IN_FLIGHT):
                self._push(entry)
            self._begin_planned()

    def _confirm(self, entry: Entry) -> None:
        """A mined entry becomes final, or orphaned."""
        if self._backend.block_hash(entry.block_number) != entry.block_hash:
            self._save(entry.orphaned())
        elif entry.block_number <= self._backend.finalized_number():
            self._save(entry.final())

    def _look_for(self, entry: Entry) -> None:
        """What is in flight becomes mined, planned or refused, where the chain knows more."""
        if not entry.versions:  # it was somebody else's transaction that was undone
            self._save(entry.planned_again())
            return
        receipts = [self._backend.receipt(version.hash) for version in entry.versions]
        # Success without an event moved nothing: the same head stood there already.
        found = next((one for one in receipts if one and one.succeeded and one.logs), None)
        nonce_is_gone = entry.nonce < self._backend.nonce(self._signer.address)
        if found is None and nonce_is_gone:
            found = self._anchored_by_any(entry)
        if found is not None:
            self._save(entry.mined(found))
        elif sum(1 for one in receipts if one and not one.succeeded) >= MAX_REVERTS:
            self._save(entry.refused("Reverted"))
        elif nonce_is_gone:
            self._save(entry.planned_again())

    def _close_gap(self) -> None:
        """A nonce that nobody uses holds up all above it: the lowest entry moves into it."""
        waiting = self._open(*IN_FLIGHT)
        gap = self._backend.nonce(self._signer.address)
        if not waiting or min(entry.nonce for entry in waiting) <= gap:
            return
        lowest = min(waiting, key=lambda entry: entry.nonce)
        fees = self._fresh_fees(lowest)
        if fees:
            self._sign(lowest, gap, fees)

    def _push(self, entry: Entry) -> None:
        """What is signed or orphaned becomes sent; what waits too long is signed with higher fees.

        What waits is handed over each time: a node may have forgotten it, and one that has not
        says "already known", which is a success.
        """
        waits_s = self._now_s() - entry.sent_at_s
        if entry.state is State.SENT and waits_s >= self._policy.replace_after_s:
            entry = self._replaced(entry)
        try:
            self._backend.send_raw(entry.versions[-1].raw)
        except NonceUsed:
            return  # mined since we looked; the next call finds it
        except Underpriced:
            self._replaced(entry)  # and the next call sends it
            return
        except TransactionRefused as error:
            self._save(entry.held(str(error)))
            return
        if entry.state is not State.SENT:
            self._save(entry.sent(self._now_s()))

    def _begin_planned(self) -> None:
        """What is planned is signed and sent, one anchor of a tenant at a time, in order."""
        busy = {entry.tenant for entry in self._open(*IN_FLIGHT)}
        for entry in self._open(State.PLANNED):
            if entry.tenant in busy or not self._is_due(entry):
                continue
            fees = self._fresh_fees(entry)
            if fees:
                busy.add(entry.tenant)
                self._push(self._sign(entry, self._free_nonce(), fees))

    def _is_due(self, entry: Entry) -> bool:
        """True where it can be sent now. What is on the chain, or can never be, is settled."""
        head = anchored_head(self._backend, self._contract, entry.tenant)
        if (head.epoch, head.size) < (entry.epoch, entry.old_size):
            # What it builds on was undone, or is not there yet.
            self._save(entry.held(f"The chain stands at epoch {head.epoch}, size {head.size}."))
            return False
        if (head.epoch, head.size) > (entry.epoch, entry.old_size):
            found = self._anchored_by_any(entry)
            self._save(entry.mined(found) if found else entry.refused(_overtaken(entry, head)))
            return False
        try:
            call = self._calldata(entry)
            self._backend.call(self._contract, call, sender=self._signer.address)
        except CallReverted as error:
            if error.name != "StaleSize":  # else it moved since we looked; the next call judges
                self._save(entry.refused(error.name or "Reverted"))
            return False
        return True

    def _anchored_by_any(self, entry: Entry) -> Receipt | None:
        """The transaction that anchored exactly this, whoever sent it."""
        last = self._backend.block_number()
        first = max(0, last - self._policy.search_blocks)
        wanted = (entry.epoch, entry.old_size, entry.new_size, entry.root)
        for event in contract_events(
            self._backend, self._contract, first, last, name="Anchored", tenant=entry.tenant
        ):
            told = event.arguments
            if (told["epoch"], told["oldSize"], told["newSize"], told["newRoot"]) == wanted:
                return self._backend.receipt(event.log.tx_hash)
        return None

    def _replaced(self, entry: Entry) -> Entry:
        """Same nonce, both fees up; unchanged where that is over the ceiling."""
        try:
            paid = entry.versions[-1].fees
            fees = bumped(paid, self._backend.fees(), self._policy.ceiling_wei)
        except FeeCeiling as error:
            return self._save(entry.held(str(error)))
        return self._sign(entry, entry.nonce, fees)

    def _fresh_fees(self, entry: Entry) -> Fees | None:
        try:
            return fresh(self._backend.fees(), self._policy.ceiling_wei)
        except FeeCeiling as error:
            self._save(entry.held(str(error)))
            return None

    def _sign(self, entry: Entry, nonce: int, fees: Fees) -> Entry:
        transaction = sign_transaction(
            self._signer,
            chain_id=self._backend.chain_id(),
            nonce=nonce,
            fees=fees,
            gas=anchor_gas(len(entry.proof)),
            to=self._contract,
            data=self._calldata(entry),
        )
        return self._save(entry.signed(transaction, nonce, fees))

    def _calldata(self, entry: Entry) -> bytes:
        sizes = (entry.old_size, entry.new_size)
        return encode_call("anchor", entry.tenant, *sizes, entry.root, entry.proof)

    def _free_nonce(self) -> int:
        taken = {entry.nonce for entry in self._open(*IN_FLIGHT)}
        nonce = self._backend.nonce(self._signer.address)
        while nonce in taken:
            nonce += 1
        return nonce

    def _open(self, *states: State) -> list[Entry]:
        entries: Iterable[Entry] = self._store.open_entries(self._signer.address)
        return [entry for entry in entries if entry.state in states]

    def _save(self, entry: Entry) -> Entry:
        self._store.save(self._signer.address, entry)
        return entry


def _overtaken(entry: Entry, head: AnchoredHead) -> str:
    """Why an entry can never be anchored, by the contract's names where it has one."""
    if head.epoch > entry.epoch:
        return "EpochClosed"
    if head.size == entry.new_size:
        return "AnchoredOtherwise" if head.root == entry.root else "OtherRootAnchored"
    return "StaleSize"
