"""What somebody with the database's password can do to its rows, past every guard of the product.

Each takes the rows to alter and gives back, for each alteration, by what an audit may name it: ids,
or the index of a line that is gone. One of them is enough.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet

from anchors.auditing import Alarm
from anchors.models import Leaf
from audit.models import Event
from base.ids import uuid7
from results.models import Report
from tenants.models import Grant

Named = list[set[uuid.UUID | int]]
Alteration = Callable[[Sequence[uuid.UUID], random.Random], Named]
LONG_AGO = dt.timedelta(days=30)


def rows_of(model: type[Any]) -> "QuerySet[Any]":
    """The table itself, without the product's managers."""
    return QuerySet(model)


def body_edited(events: Sequence[uuid.UUID], rng: random.Random) -> Named:
    for event in events:
        payload = f'{{"sha256":"{rng.randbytes(32).hex()}"}}'
        rows_of(Event).filter(id=event).update(payload=payload)
    return [{event} for event in events]


def score_edited(events: Sequence[uuid.UUID], rng: random.Random) -> Named:
    """`events` are of reports; the body of each gets another score, its digest stays."""
    subjects = dict(rows_of(Event).filter(id__in=events).values_list("subject_id", "id"))
    for report in Report.objects.filter(assessment_id__in=list(subjects)):
        body = {**report.body, "score": report.body.get("score", 0) + rng.choice((-1, 1))}
        rows_of(Report).filter(id=report.id).update(body=body)
    return [{event} for event in events]


def row_deleted(events: Sequence[uuid.UUID], _: random.Random) -> Named:
    rows_of(Event).filter(id__in=events).delete()
    return [{event} for event in events]


def row_inserted(events: Sequence[uuid.UUID], rng: random.Random) -> Named:
    """A copy of each event with another id and time; no signal tells the ledger of it."""
    made = []
    for event in Event.objects.filter(id__in=events):
        event.id = uuid7()
        event.created_at -= dt.timedelta(seconds=rng.randrange(1, 3600))
        made.append(event)
    rows_of(Event).bulk_create(made)
    return [{event.id} for event in made]


def order_swapped(events: Sequence[uuid.UUID], _: random.Random) -> Named:
    """Two lines change places: every second event with the one before it."""
    pairs = list(zip(events[::2], events[1::2], strict=False))
    places = dict(Leaf.objects.filter(id__in=events).values_list("id", "index"))
    rows_of(Leaf).filter(id__in=events).update(index=-1 - F("index"))
    for first, second in pairs:
        rows_of(Leaf).filter(id=first).update(index=places[second])
        rows_of(Leaf).filter(id=second).update(index=places[first])
    return [{first, second} for first, second in pairs]


def back_dated(events: Sequence[uuid.UUID], _: random.Random) -> Named:
    rows_of(Event).filter(id__in=events).update(created_at=F("created_at") - LONG_AGO)
    return [{event} for event in events]


def role_changed(grants: Sequence[uuid.UUID], rng: random.Random) -> Named:
    """Grants opened again, or made longer."""
    for grant in grants:
        longer = dt.timedelta(days=rng.randrange(1, 300))
        rows_of(Grant).filter(id=grant).update(until=F("until") + longer)
    return [{grant} for grant in grants]


def access_dropped(events: Sequence[uuid.UUID], _: random.Random) -> Named:
    """The event and its line: as if nobody had looked."""
    places = dict(Leaf.objects.filter(id__in=events).values_list("id", "index"))
    rows_of(Leaf).filter(id__in=events).delete()
    rows_of(Event).filter(id__in=events).delete()
    return [{places[event]} for event in events]


def named_by(alarms: Iterable[Alarm]) -> set[uuid.UUID | int]:
    """By what an audit names what is wrong."""
    return {alarm.thing or alarm.index or 0 for alarm in alarms}


BY_CLASS: dict[str, Alteration] = {
    "edit body": body_edited,
    "edit score": score_edited,
    "delete row": row_deleted,
    "insert row": row_inserted,
    "swap order": order_swapped,
    "back-date": back_dated,
    "change role row": role_changed,
    "drop access event": access_dropped,
}
