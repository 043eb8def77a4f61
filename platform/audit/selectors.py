"""Reading the journal of the tenant in scope."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from audit.models import Event


def events() -> QuerySet[Event]:
    return Event.objects.all()


def events_by_id(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Event]:
    return Event.objects.in_bulk(list(ids))


def history(subject: tuple[str, uuid.UUID]) -> QuerySet[Event]:
    """Everything that is recorded of one thing, newest first."""
    rows = Event.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    return rows.order_by("-created_at", "-id")


def person_rows(person: uuid.UUID) -> int:
    """How many rows hold data about this person."""
    return Event.objects.filter(person_id=person, erased_at__isnull=True).count()
