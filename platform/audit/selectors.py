"""Reading the journal of the tenant in scope."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from audit.models import Event


def events() -> QuerySet[Event]:
    return Event.objects.all()


def events_by_id(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Event]:
    return Event.objects.in_bulk(list(ids))
