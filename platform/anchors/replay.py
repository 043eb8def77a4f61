"""Who may do what, replayed from the journal and held against the tables that are asked in use.

The tables decide, the journal says how they came to be so: where the two differ, somebody changed
a table by another road than the product.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from anchors.models import Leaf
from anchors.records import JournalRow
from audit.kinds import Kind
from audit.selectors import events
from tenants.selectors import grants_written, guest_memberships, memberships_by_id

GRANTS = (Kind.ACCESS_REQUESTED, Kind.ACCESS_DECIDED, Kind.ACCESS_GRANTED, Kind.ACCESS_WITHDRAWN)
LOOKS = (
    Kind.REPORT_SEEN,
    Kind.WATCHED_LIVE,
    Kind.CLIP_SEEN,
    Kind.CLIP_DOWNLOADED,
    Kind.PROOF_EXPORTED,
)
ROLES = (Kind.MEMBER_JOINED, Kind.MEMBER_ROLE_CHANGED, Kind.MEMBER_REMOVED)

Contradiction = tuple[uuid.UUID, str]  # of which thing, what is wrong


def contradictions() -> Iterator[Contradiction]:
    """Grants and roles of the tenant in scope that are not as the journal left them."""
    yield from _grants()
    yield from _roles()
    yield from _looks_without_grant()


def things() -> int:
    """How many grants, roles and looks of guests `contradictions` looks at."""
    return len(grants_written()) + len(_last_of(ROLES)) + _looks().count()


def _looks_without_grant() -> Iterator[Contradiction]:
    """What a guest saw while no grant, by the log's order and the grant's end, was in force."""
    open_to: dict[tuple[uuid.UUID, uuid.UUID], dict[uuid.UUID, dt.datetime]] = {}
    guests = guest_memberships()
    for row in _placed(_looks() | events().filter(kind__in=[int(kind) for kind in GRANTS])):
        if row.person_id is None or row.subject_id is None:
            continue
        if row.kind in GRANTS:
            said = json.loads(row.payload)
            ends = open_to.setdefault((uuid.UUID(said["grantee"]), row.person_id), {})
            ends.pop(row.subject_id, None)
            if said["granted"] and row.kind != Kind.ACCESS_WITHDRAWN:
                ends[row.subject_id] = dt.datetime.fromisoformat(said["until"])
            continue
        here = [open_to.get((one, row.person_id), {}) for one in guests.get(row.actor_id, ())]
        if not any(until > row.created_at for ends in here for until in ends.values()):
            yield row.id, "a guest saw this without a grant in force"


def _looks() -> QuerySet[Any]:
    """What guests saw, erased ones left out: they say nothing."""
    kinds = [int(kind) for kind in LOOKS]
    return events().filter(kind__in=kinds, actor_kind="guest", erased_at__isnull=True)


def _grants() -> Iterator[Contradiction]:
    last = _last_of(GRANTS)
    written = {row.id: row for row in grants_written()}
    for grant_id, event in last.items():
        row = written.pop(grant_id, None)
        if row is None:
            yield grant_id, "a grant that the journal knows is gone"
            continue
        said = json.loads(event.payload)
        is_withdrawn = event.kind == Kind.ACCESS_WITHDRAWN
        if (said["grantee"], said["granted"], said["until"], is_withdrawn) != (
            str(row.grantee_id),
            row.is_granted,
            row.until.isoformat(),
            row.withdrawn_at is not None,
        ):
            yield grant_id, "a grant is not as the journal left it"
    for grant_id in written:
        yield grant_id, "a grant of which the journal knows nothing"


def _roles() -> Iterator[Contradiction]:
    last = _last_of(ROLES)
    rows = memberships_by_id(last)
    for member_id, event in last.items():
        row, said = rows.get(member_id), json.loads(event.payload)
        role = said["to"] if event.kind == Kind.MEMBER_ROLE_CHANGED else said["role"]
        is_removed = event.kind == Kind.MEMBER_REMOVED
        # A guest's time may run out without an event.
        is_here = row is not None and (row.ended_at is None or row.expires_at is not None)
        if row is None or row.role != role or is_here == is_removed:
            yield member_id, "a role is not as the journal left it"


def _last_of(kinds: Iterable[Kind]) -> dict[uuid.UUID, JournalRow]:
    """The last event of these kinds about each thing, by the log's order; what has no leaf yet is
    later than all. What an erasure emptied says nothing.
    """
    found = events().filter(kind__in=[int(kind) for kind in kinds], erased_at__isnull=True)
    return {row.subject_id: row for row in _placed(found) if row.subject_id is not None}


def _placed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """In the order of the log."""
    place = Subquery(Leaf.objects.filter(id=OuterRef("id")).values("index"))
    placed: QuerySet[Any] = rows.annotate(place=place)
    return placed.order_by(F("place").asc(nulls_last=True), "id")
