"""From the journal to the log: events that wait become leaves, each once, in one order per tenant.

The log's row is locked while a batch is made, so there is one sequencer a tenant however many
processes try. An event waits from the transaction on that wrote it (anchors.receivers), and stops
waiting in the transaction that makes its leaf: one that is committed late is found late and is
never lost. Why a queue, and not a search for events without leaf: docs/decisions/0013.
"""

import itertools
import secrets
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from anchors.keys import log_open, subject_keys
from anchors.limits import BATCH
from anchors.models import Leaf, Log, Waiting
from anchors.openings import committed, shape_of
from anchors.records import JournalRow
from anchors.store import tree_grow
from audit.selectors import events_by_id

Subject = tuple[str, uuid.UUID]


def sequence(at_most: int | None = None) -> int:
    """Make leaves of the events of the tenant in scope that wait; returns how many. `at_most`
    batches, since under a steady load there is always one more.
    """
    total = 0
    for _ in itertools.count() if at_most is None else range(at_most):
        made = _batch()
        if not made:
            break
        total += made
    return total


@transaction.atomic
def _batch() -> int:
    if not Waiting.objects.exists():
        return 0
    log = Log.objects.select_for_update().get(id=log_open().id)
    waiting = list(Waiting.objects.order_by("id")[:BATCH])
    if not waiting:
        return 0
    found = events_by_id(one.event_id for one in waiting)
    extras = {one.event_id: one.extra for one in waiting}
    leaves = _leaves(log, [found[one.event_id] for one in waiting], extras)
    Leaf.objects.bulk_create(leaves)
    tree_grow(log.tenant_id, log.size, [bytes(leaf.entry) for leaf in leaves])
    Log.objects.filter(id=log.id).update(size=log.size + len(leaves))
    Waiting.objects.filter(id__in=[one.id for one in waiting]).delete()
    return len(leaves)


def _leaves(log: Log, rows: list[JournalRow], extras: Mapping[uuid.UUID, Any]) -> list[Leaf]:
    public_id = bytes(log.public_id)
    keys = subject_keys({row.person_id for row in rows})
    last = _last_seqs(rows)
    leaves = []
    for place, row in enumerate(rows):
        seq = None
        if row.subject_id is not None:
            subject = (row.subject_kind, row.subject_id)
            seq = last[subject] = last.get(subject, 0) + 1
        # For somebody erased meanwhile one that nobody will ever know: the event happened, so its
        # leaf must stand, and must open for nobody.
        key, extra = keys[row.person_id] or secrets.token_bytes(32), extras[row.id]
        one = committed(row, seq, key=key, public_id=public_id, extra=extra)
        leaves.append(
            Leaf(
                id=row.id,
                tenant_id=log.tenant_id,
                index=log.size + place,
                entry=one.entry,
                subject_kind=row.subject_kind,
                subject_id=row.subject_id,
                seq=seq,
                shape=shape_of(row, one),
            )
        )
    return leaves


def _last_seqs(rows: Iterable[JournalRow]) -> dict[Subject, int]:
    """The last number given within each subject of `rows`."""
    ids = {row.subject_id for row in rows if row.subject_id is not None}
    found = (
        Leaf.objects.filter(subject_id__in=ids)
        .values_list("subject_kind", "subject_id")
        .annotate(last=Max("seq"))
    )
    return {(kind, subject_id): last for kind, subject_id, last in found}
