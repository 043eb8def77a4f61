"""Which assessments a list shows."""

import datetime as dt
import uuid
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from results.models import Assessment

_BY_STATE = {
    "uploading": Q(job__isnull=True, given_up_at__isnull=True),
    "queued": Q(job__state="queued") | Q(job__state="done", job__kind="ingest"),
    "working": Q(job__state="running"),
    "done": Q(job__state="done", job__kind="assess"),
    "failed": Q(job__state="failed"),
    "parked": Q(job__state="parked"),
    "cancelled": Q(job__state="cancelled") | Q(job__isnull=True, given_up_at__isnull=False),
}


@dataclass(frozen=True)
class Filters:
    """What a list was asked for; None or empty: everything."""

    state: AbstractSet[str] = frozenset()
    exercise: str = ""
    participant: uuid.UUID | None = None
    q: str = ""
    reviewed: bool | None = None
    since: dt.datetime | None = None


def filtered(rows: QuerySet[Assessment], wanted: Filters) -> QuerySet[Assessment]:
    """Apply the filters; text is looked for in the person's name and the file's name."""
    if wanted.state:
        rows = rows.filter(reduce(or_, (_BY_STATE[state] for state in wanted.state)))
    if wanted.exercise:
        rows = rows.filter(exercise=wanted.exercise)
    if wanted.participant:
        rows = rows.filter(participant_id=wanted.participant)
    if wanted.reviewed is not None:
        rows = rows.filter(signed_at__isnull=not wanted.reviewed)
    if wanted.since:
        rows = rows.filter(created_at__gte=wanted.since)
    if wanted.q:
        rows = rows.filter(
            Q(participant__user__name__icontains=wanted.q) | Q(filename__icontains=wanted.q)
        )
    return rows
