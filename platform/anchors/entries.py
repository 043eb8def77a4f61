"""The journal as the ledger's page lists it: newest first, each line with its place in the log."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from anchors.models import Leaf
from anchors.records import State
from anchors.selectors import actor_names, anchored_size, cosigned_size, leaf_states
from audit.kinds import Kind
from audit.selectors import events
from base.errors import Invalid
from ledger.merkle import leaf_hash


@dataclass(frozen=True)
class Wanted:
    """What a list was asked for; None or empty: everything."""

    kind: str = ""
    state: State | None = None
    actor: uuid.UUID | None = None
    subject: uuid.UUID | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    cursor: uuid.UUID | None = None
    limit: int = 50


def entries_page(wanted: Wanted) -> dict[str, Any]:
    """The fields of LedgerEntryPageSerializer. Raises Invalid for a kind that there is not."""
    rows = list(_filtered(wanted).order_by("-created_at", "-id")[: wanted.limit + 1])
    shown = rows[: wanted.limit]
    ids = [row.id for row in shown]
    states, leaves = leaf_states(ids), Leaf.objects.in_bulk(ids)
    names = actor_names((row.actor_kind, row.actor_id) for row in shown)
    results = []
    for row in shown:
        leaf = leaves.get(row.id)
        results.append(
            {
                "index": states[row.id].index,
                "event": row.id,
                "kind": Kind(row.kind).name.lower(),
                "at": row.created_at,
                "actor": {
                    "kind": row.actor_kind,
                    "id": row.actor_id,
                    "name": names.get(row.actor_id),
                },
                "subject": {"kind": row.subject_kind, "id": row.subject_id},
                "seq": leaf.seq if leaf else None,
                "state": states[row.id].state,
                "leaf": leaf_hash(bytes(leaf.entry)).hex() if leaf else None,
                "erased": row.erased_at is not None,
            }
        )
    return {"results": results, "next": str(ids[-1]) if len(rows) > wanted.limit else None}


def _filtered(wanted: Wanted) -> QuerySet[Any]:
    rows = events()
    if wanted.kind:
        rows = rows.filter(kind=_kind(wanted.kind))
    if wanted.actor:
        rows = rows.filter(actor_id=wanted.actor)
    if wanted.subject:
        rows = rows.filter(subject_id=wanted.subject)
    if wanted.since:
        rows = rows.filter(created_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(created_at__lt=wanted.until)
    if wanted.state:
        rows = _in_state(rows, wanted.state)
    last = events().filter(id=wanted.cursor).first() if wanted.cursor else None
    if last is not None:
        rows = rows.filter(
            Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.id)
        )
    return rows


def _in_state(rows: QuerySet[Any], state: State) -> QuerySet[Any]:
    leaf = Leaf.objects.filter(id=OuterRef("id"))
    if state == "waiting":
        return rows.filter(~Exists(leaf))
    anchored, cosigned = anchored_size(), max(cosigned_size(), anchored_size())
    bounds = {
        "anchored": Q(place__lt=anchored),
        "cosigned": Q(place__gte=anchored, place__lt=cosigned),
        "logged": Q(place__gte=cosigned),
    }
    placed: QuerySet[Any] = rows.annotate(place=Subquery(leaf.values("index")))
    return placed.filter(bounds[state])


def _kind(name: str) -> Kind:
    try:
        return Kind[name.upper()]
    except KeyError:
        raise Invalid(fields={"kind": "There is no such kind of event."}) from None
