"""Heads onto the chain, by time and by number of new leaves, one process at a time.

What the chain holds is also the measure of the database: one that was put back from a backup is
behind it, and then nothing is signed any more (`Log.trouble`, anchors.signing).
"""

import datetime as dt
import logging
import uuid

from django.conf import settings
from django.db.models import Max, OuterRef, Subquery

from anchors.locks import only_one
from anchors.models import Anchoring, Checkpoint, Leaf, Log
from anchors.outbox import DatabaseOutbox
from anchors.places import ChainPlace, chain_place, has_chain, tenant_ready
from anchors.store import Tree
from base import clock, scope
from base.errors import PlumblineError
from base.scope import Crossing
from ledger.chain.errors import ChainError
from ledger.chain.outbox import OPEN, State
from ledger.chain.reader import AnchoredHead, anchored_head
from ledger.chain.sender import Sender

logger = logging.getLogger(__name__)
OPEN_STATES = [one.value for one in OPEN]
MAX_GROWTH = 1 << 20  # of one anchor, by the contract
LOOKS = 4  # planned, sent, mined, final: as many looks as a chain that answers at once needs
AHEAD = (
    "The chain holds {anchored} lines of the log and the database {size}: it was put back from an "
    "older backup. Put the newest backup back; until then nothing is signed."
)
OTHERWISE = (
    "The chain holds other lines of the log than the database. Somebody with a device's key "
    "claimed them, or the database was changed: freeze the log on the chain before anything else."
)
_compared: set[uuid.UUID] = set()  # tenants whose head this process has held against the chain


def anchors_advance(*, at_once: bool = False) -> None:
    """All that can be done now on the chain, for every tenant; `at_once` waits for no clock.

    A node that is away, or a setting that is missing, costs this turn and nothing else.
    """
    if not has_chain():
        return
    due = _tenants_due(at_once=at_once)
    if not due and not _is_anything_open():
        return
    with only_one("chain") as is_mine:
        if not is_mine:
            return
        try:
            place = chain_place()
            for tenant_id in due:
                with scope.tenant(tenant_id):
                    _tenant_turn(place)
            _send(place)
        except (ChainError, PlumblineError) as error:  # settings that are not whole, a key too
            logger.warning("ledger.chain_waits", extra={"why": str(error)})


def _tenants_due(*, at_once: bool) -> list[uuid.UUID]:
    """Tenants with a signed head that the chain should have by now, and, once after the start of
    this process, all that were anchored before.
    """
    with scope.across_tenants(Crossing.LEDGER_ANCHOR):
        heads = Checkpoint.objects.filter(tenant=OuterRef("tenant")).values("tenant")
        planned = (
            Anchoring.objects.filter(tenant=OuterRef("tenant"), epoch=OuterRef("epoch"))
            .exclude(state=State.REFUSED)
            .values("tenant")
        )
        logs = Log.objects.annotate(
            signed=Subquery(heads.annotate(most=Max("size")).values("most")),
            planned=Subquery(planned.annotate(most=Max("new_size")).values("most")),
        ).filter(signed__isnull=False)
        return [
            tenant_id
            for tenant_id, signed, upto in logs.values_list("tenant_id", "signed", "planned")
            if (upto and tenant_id not in _compared)
            or (signed > (upto or 0) and (at_once or _is_time(tenant_id, signed, upto or 0)))
        ]


def _is_time(tenant_id: uuid.UUID, signed: int, upto: int) -> bool:
    """Whether the leaves from `upto` on are many enough, or the first has waited long enough."""
    if signed - upto >= settings.LEDGER_ANCHOR_LEAVES:
        return True
    since = clock.now() - dt.timedelta(seconds=settings.LEDGER_ANCHOR_S)
    return Leaf.objects.filter(tenant_id=tenant_id, index=upto, created_at__lte=since).exists()


def _tenant_turn(place: ChainPlace) -> None:
    """Hold the tenant's log against the chain, and plan its next anchor where none is open."""
    log = Log.objects.get()
    if not tenant_ready(place, log):
        return
    head = anchored_head(place.backend, place.contract, bytes(log.public_id))
    trouble = _trouble(log, head)
    Log.objects.filter(id=log.id).update(
        epoch=head.epoch, chain={**log.chain, **place.told()}, trouble=trouble
    )
    _compared.add(log.tenant_id)
    is_open = Anchoring.objects.filter(state__in=OPEN_STATES).exists()
    if not (trouble or head.is_frozen or is_open):
        _plan(place, log, head)


def _trouble(log: Log, head: AnchoredHead) -> str:
    if head.size > log.size:
        return AHEAD.format(anchored=head.size, size=log.size)
    return "" if Tree().root(head.size) == head.root or not head.size else OTHERWISE


def _plan(place: ChainPlace, log: Log, head: AnchoredHead) -> None:
    """Want the newest signed head on the chain. The first is the admin's, by the contract."""
    newest = Checkpoint.objects.filter(size__lte=head.size + MAX_GROWTH).order_by("-size").first()
    if newest is None or newest.size <= head.size:
        return
    sender = place.device if head.size else place.admin
    proof = Tree().consistency(head.size, newest.size)
    Anchoring.objects.get_or_create(
        contract=place.contract,
        epoch=head.epoch,
        old_size=head.size,
        new_size=newest.size,
        root=bytes(newest.root),
        defaults={
            "tenant_id": log.tenant_id,
            "sender": sender.address,
            "chain_id": place.backend.chain_id(),
            "proof": [node.hex() for node in proof],
            "state": State.PLANNED.value,
        },
    )


def _send(place: ChainPlace) -> None:
    """Let what is open go as far as it can, and note the time of what has become final."""
    store = DatabaseOutbox(place.backend.chain_id(), place.contract)
    for signer in (place.admin, place.device):
        sender = Sender(place.backend, place.contract, signer, store)
        for _ in range(LOOKS):
            before = store.open_entries(signer.address)
            if not before:
                break
            sender.advance()
            if store.open_entries(signer.address) == before:
                break
    with scope.across_tenants(Crossing.LEDGER_ANCHOR):
        for row in Anchoring.objects.filter(state=State.FINAL, block_time=0):
            row.block_time = place.backend.block_time(row.block_number)
            row.save(update_fields=["block_time"])


def _is_anything_open() -> bool:
    with scope.across_tenants(Crossing.LEDGER_ANCHOR):
        return Anchoring.objects.filter(state__in=OPEN_STATES).exists()
