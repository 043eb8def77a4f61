"""Reading a topic's list."""

import uuid
from typing import Any

from live.models import LiveEvent, Stream


def events_after(topic_id: uuid.UUID, after: int, limit: int = 200) -> list[dict[str, Any]]:
    """Events numbered above `after`, oldest first, as they go over the wire."""
    rows = LiveEvent.objects.filter(topic_id=topic_id, number__gt=after).order_by("number")[:limit]
    return [
        {
            "id": row.number,
            "at": row.created_at.isoformat(),
            "kind": row.kind,
            "payload": row.payload,
        }
        for row in rows
    ]


def events_of_kind(topic_id: uuid.UUID, kind: str, after: int = 0) -> list[LiveEvent]:
    rows = LiveEvent.objects.filter(topic_id=topic_id, kind=kind, number__gt=after)
    return list(rows.order_by("number"))


def last_event_id(topic_id: uuid.UUID) -> int:
    """Number of the newest event; 0 where there is none."""
    found = Stream.objects.filter(topic_id=topic_id).values_list("last_id", flat=True).first()
    return found or 0
