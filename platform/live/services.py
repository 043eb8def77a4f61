"""Publishing: one numbered row per event, in the transaction of what it tells of."""

import functools
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from live.errors import UnknownEventKind
from live.events import PAYLOADS
from live.models import LiveEvent, Stream
from live.wake import wake


@transaction.atomic
def event_publish(topic_id: uuid.UUID, kind: str, payload: Mapping[str, Any]) -> int:
    """Append one event to a topic of the tenant in scope and return its number (1, 2, 3 ...).

    The topic's row stays locked until the transaction ends, so numbers follow commits without gaps.
    Raises UnknownEventKind for a kind that live.events does not list.
    """
    if kind not in PAYLOADS:
        raise UnknownEventKind(f"There is no live event of kind {kind}.")
    number = _next_number(topic_id)
    LiveEvent.objects.create(topic_id=topic_id, number=number, kind=kind, payload=dict(payload))
    transaction.on_commit(functools.partial(wake, topic_id))
    return number


def _next_number(topic_id: uuid.UUID) -> int:
    if not Stream.objects.filter(topic_id=topic_id).update(last_id=F("last_id") + 1):
        try:
            with transaction.atomic():
                Stream.objects.create(topic_id=topic_id, last_id=1)
        except IntegrityError:  # another writer opened the topic between the two statements
            Stream.objects.filter(topic_id=topic_id).update(last_id=F("last_id") + 1)
    return Stream.objects.values_list("last_id", flat=True).get(topic_id=topic_id)


def topics_erase(topic_ids: Iterable[uuid.UUID]) -> None:
    """Delete the lists of these topics; an open socket hears that the topic has ended."""
    ids = list(topic_ids)
    LiveEvent.objects.filter(topic_id__in=ids).delete()
    Stream.objects.filter(topic_id__in=ids).delete()
