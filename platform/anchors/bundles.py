"""The proof bundle of one event, and the trust file to check it by (docs/formats/bundle.md)."""

import uuid
from collections.abc import Sequence
from typing import Literal

from django.db.models import QuerySet

from anchors.errors import NotInLog
from anchors.keys import log_open, subject_key
from anchors.models import Anchoring, Checkpoint, Leaf, Log
from anchors.openings import history_opening, whole_opening
from anchors.policy import policy_text
from anchors.records import JournalRow
from anchors.sequencer import sequence
from anchors.signing import checkpoint_now
from anchors.store import Tree
from audit.kinds import Kind
from audit.selectors import events_by_id
from ledger.anchor import Anchor, Head
from ledger.bundle import MAX_HISTORY, Bundle, Entry, bundle_write
from ledger.chain.outbox import State
from ledger.trust import Chain, trust_write

Demand = Literal["none", "claimed", "pinned"]
HEADS = 1000  # chosen: as many anchors as a year has at one every nine hours


def bundle_of(event_id: uuid.UUID) -> bytes:
    """A bundle that opens the whole record of the event, with the history of its subject up to the
    last export, under a head signed now. Must not run inside a transaction.

    Raises NotInLog where the event, or an export after it, is missing; NotProvable; PersonErased;
    Halted.
    """
    sequence()
    return bundle_under(checkpoint_now(), event_id, Tree())


def bundle_under(head: Checkpoint, event_id: uuid.UUID, tree: Tree) -> bytes:
    """As bundle_of, under a head signed before; bundles of one head may share a `tree`."""
    log = log_open()
    leaf = Leaf.objects.filter(id=event_id, index__lt=head.size).first()
    if leaf is None:
        raise NotInLog
    history = _history(leaf, head.size)
    rows = events_by_id([leaf.id, *(one.id for one in history)])
    keys = {person: subject_key(person) for person in {row.person_id for row in rows.values()}}
    public_id = bytes(log.public_id)

    def entry(one: Leaf, row: JournalRow) -> Entry:
        opened = whole_opening if one.id == leaf.id else history_opening
        opening = opened(one, row, key=keys[row.person_id], public_id=public_id)
        return Entry(one.index, opening, tree.inclusion(one.index, head.size))

    return bundle_write(
        Bundle(
            checkpoint=head.note,
            entry=entry(leaf, rows[leaf.id]),
            history=tuple(entry(one, rows[one.id]) for one in history),
            anchor=_anchor(log, leaf, head, tree),
        )
    )


def trust_of(log: Log, demand: Demand) -> bytes:
    """What a holder may decide to trust: this log, the operator's witnesses, and, where asked for,
    the heads that the chain holds.
    """
    newest = _finals(log).first()
    chain = None
    if demand != "none" and newest is not None:
        heads = tuple(_head(log, one) for one in _finals(log)[:HEADS])
        chain = Chain(
            chain_id=newest.chain_id,
            contract=bytes(newest.contract),
            demand=demand,
            heads=heads if demand == "pinned" else (),
        )
    return trust_write(
        policy=policy_text(log),
        tenants={log.origin: bytes(log.public_id)},
        history="whole",
        models=None,
        chain=chain,
    )


def _history(leaf: Leaf, size: int) -> list[Leaf]:
    """The other leaves of the same subject, up to the last export; none for no single subject.

    What came after the export is left out: it belongs to the next file. A history longer than a
    bundle may have is left out whole, as the format allows.
    """
    if leaf.subject_id is None:
        return []
    found = list(
        Leaf.objects.filter(
            subject_kind=leaf.subject_kind, subject_id=leaf.subject_id, index__lt=size
        ).order_by("index")
    )
    upto = _last_export(found)
    if upto <= found.index(leaf):
        raise NotInLog
    shown = [one for one in found[:upto] if one.id != leaf.id]
    return shown if len(shown) <= MAX_HISTORY else []


def _last_export(leaves: Sequence[Leaf]) -> int:
    """How many of `leaves` there are up to and with the last export; 0 where there is none."""
    rows = events_by_id(leaf.id for leaf in leaves)
    exports = [
        place for place, leaf in enumerate(leaves, 1) if rows[leaf.id].kind == Kind.PROOF_EXPORTED
    ]
    return max(exports, default=0)


def _anchor(log: Log, leaf: Leaf, head: Checkpoint, tree: Tree) -> Anchor | None:
    """The newest final anchor that covers the leaf and is not newer than the head."""
    found = _finals(log).filter(new_size__gt=leaf.index, new_size__lte=head.size).first()
    if found is None:
        return None
    proof = tree.consistency(found.new_size, head.size)
    return Anchor(found.chain_id, bytes(found.contract), _head(log, found), proof)


def _finals(log: Log) -> QuerySet[Anchoring]:
    """Anchors that stand for good in the log's present epoch, newest first."""
    return Anchoring.objects.filter(
        state=State.FINAL, epoch=log.epoch, contract=log.contract, block_time__gt=0
    ).order_by("-new_size")


def _head(log: Log, one: Anchoring) -> Head:
    return Head(
        tenant=bytes(log.public_id),
        epoch=one.epoch,
        size=one.new_size,
        root=bytes(one.root),
        tx_hash=bytes(one.tx_hash),
        block_number=one.block_number,
        block_hash=bytes(one.block_hash),
        block_time=one.block_time,
    )
