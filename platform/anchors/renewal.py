"""A new log in the place of one whose newest lines are lost for good.

What was signed over lost lines cannot be signed again otherwise: it would be a fork, and every
witness would rightly say so. So the log ends where it is still whole, and another begins with the
same lines under a new origin and key. Its next line is the event `log_renewed`, which names what
the old log had signed: nobody can pretend later that there was nothing. On the chain an epoch is
opened from the last anchor that still holds; the lost ones stay named in its event.
"""

import secrets
from dataclasses import dataclass

from django.db import transaction

from anchors.errors import NothingLost
from anchors.keys import log_open, new_identity
from anchors.locks import durable_commits
from anchors.marks import mark_forget, mark_read, mark_write
from anchors.models import Anchoring, Checkpoint, Log
from anchors.places import ChainPlace, admin_send
from anchors.sequencer import sequence
from anchors.signing import checkpoint_now, trouble_of
from anchors.store import Tree
from audit.kinds import Kind
from audit.records import SYSTEM
from audit.services import record
from ledger.chain.contract import encode_call
from ledger.chain.epochs import anchor_steps, joined_proof
from ledger.chain.errors import ChainError
from ledger.chain.monitor import AnchoredClaim, anchored_claims
from ledger.chain.outbox import OPEN, State
from ledger.chain.reader import AnchoredHead, ContractEvent, anchored_head, contract_events
from ledger.encoding import base64_encode
from ledger.merkle import EMPTY_ROOT


@dataclass(frozen=True)
class Ended:
    """How the old log ended: what is left of it, and what it had signed at most."""

    origin: str
    verifier: str
    size: int
    root: bytes
    signed_size: int
    signed_root: bytes


@dataclass(frozen=True)
class Reopened:
    """What the chain held, and from where its new epoch goes on."""

    lost: AnchoredHead
    now: AnchoredHead


def log_renew(reopened: Reopened | None = None) -> Ended:
    """End the log of the tenant in scope and begin another from its lines; `reopened` is what
    epoch_open gave. Raises NothingLost while the log can go on as it is.
    """
    log = log_open()
    if not trouble_of(log):
        raise NothingLost
    with durable_commits(), transaction.atomic(durable=True):
        log = Log.objects.select_for_update().get(id=log.id)
        ended = _ended(log, reopened)
        Checkpoint.objects.all().delete()
        origin, verifier, sealed_key = new_identity(bytes(log.public_id), secrets.token_hex(4))
        Log.objects.filter(id=log.id).update(
            origin=origin, verifier=verifier, sealed_key=sealed_key, witnesses={}, trouble=""
        )
        record(
            Kind.LOG_RENEWED,
            subject=("ledger", log.id),
            actor=SYSTEM,
            person=None,
            payload={
                "origin": ended.origin,
                "size": ended.size,
                "root": base64_encode(ended.root),
                "signed_size": ended.signed_size,
                "signed_root": base64_encode(ended.signed_root),
            },
        )
    mark_forget(log)
    mark_write(Log.objects.get(id=log.id), ended.size, ended.root)
    sequence()
    checkpoint_now()
    return ended


def epoch_open(place: ChainPlace) -> Reopened | None:
    """Take the chain back to the last anchor that the log bears out; None where all of it holds.

    Freezes and opens, each once however often it is asked; a step that is not mined yet raises
    ChainError, and is asked again. Raises ProofIncomplete.
    """
    log = log_open()
    tenant = bytes(log.public_id)
    held = anchored_head(place.backend, place.contract, tenant)
    if _holds(log, held.size, held.root):
        return None
    if not held.is_frozen:
        _must_mine(place, log, encode_call("freeze", tenant))
    good, after = _last_good(place, log, held.epoch)
    steps = anchor_steps(place.backend, tenant, good.root, after)
    call = encode_call("openEpoch", tenant, good.size, good.root, joined_proof(steps))
    _must_mine(place, log, call)
    head = anchored_head(place.backend, place.contract, tenant)
    lost = Anchoring.objects.filter(state__in=[one.value for one in OPEN])
    lost.update(state=State.REFUSED.value, reason="EpochClosed")
    Log.objects.filter(id=log.id).update(epoch=head.epoch)
    return Reopened(held, head)


def _ended(log: Log, reopened: Reopened | None) -> Ended:
    signed = [(row.size, bytes(row.root)) for row in Checkpoint.objects.order_by("-size")[:1]]
    if mark := mark_read(log):
        signed.append(mark)
    if reopened:
        signed.append((reopened.lost.size, reopened.lost.root))
    size, root = max(signed, default=(0, EMPTY_ROOT))
    return Ended(log.origin, log.verifier, log.size, Tree().root(log.size), size, root)


def _holds(log: Log, size: int, root: bytes) -> bool:
    return size <= log.size and (not size or Tree().root(size) == root)


def _last_good(
    place: ChainPlace, log: Log, epoch: int
) -> tuple[AnchoredClaim, list[ContractEvent]]:
    """The newest claim of this epoch that the log bears out, and the anchors after it."""
    last = place.backend.block_number()
    found = [
        one
        for one in contract_events(
            place.backend, place.contract, 0, last, tenant=bytes(log.public_id)
        )
        if one.name in {"Anchored", "EpochOpened"} and one.arguments["epoch"] == epoch
    ]
    good, after = AnchoredClaim(epoch, 0, EMPTY_ROOT, b""), found
    for place_, claim in enumerate(anchored_claims(found)):
        if _holds(log, claim.size, claim.root):
            good, after = claim, found[place_ + 1 :]
    return good, after


def _must_mine(place: ChainPlace, log: Log, call: bytes) -> None:
    receipt = admin_send(place, log, call)
    if receipt is None:
        raise ChainError("The step is not mined yet. Run the command again in a minute.")
    if not receipt.succeeded:
        raise ChainError("The contract refused the step; is the admin's account still ADMIN?")
