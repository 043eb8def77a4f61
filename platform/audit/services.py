"""The one way into the journal."""

import json
import uuid
from collections.abc import Mapping

from django.core.cache import cache
from django.db import transaction

from audit.errors import OutsideTransaction
from audit.kinds import Kind
from audit.models import Event
from audit.records import ActorRef
from base import clock

SEEN_AGAIN_AFTER_S = 3600

Json = None | bool | int | float | str | list["Json"] | Mapping[str, "Json"]


def record(
    kind: Kind,
    *,
    subject: tuple[str, uuid.UUID | None],
    actor: ActorRef,
    person: uuid.UUID | None,
    payload: Mapping[str, Json] | None = None,
) -> Event:
    """Write one event of the tenant in scope, in the transaction of the thing itself.

    `subject` is (kind, id). `person` is the membership of the one person whose data the event is
    about, None where it is about nobody or about several: that person's erasure empties the row.
    `payload` holds ids, digests and figures, never names.
    Raises OutsideTransaction when none is open, since the two must stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("The journal is written in the transaction of the thing itself.")
    body = json.dumps(payload or {}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Event.objects.create(
        kind=int(kind),
        actor_kind=actor.kind,
        actor_id=actor.id,
        subject_kind=subject[0],
        subject_id=subject[1],
        person_id=person,
        payload=body,
    )


def record_seen(
    kind: Kind,
    *,
    subject: tuple[str, uuid.UUID | None],
    actor: ActorRef,
    person: uuid.UUID | None,
    always: bool = False,
) -> bool:
    """Journal that `actor` looked at something: once an hour, or every time with `always`.

    A page asks again and again for what is on it; a row for each would drown the journal. Returns
    whether a row was written.
    """
    mark = f"seen:{int(kind)}:{subject[1]}:{actor.kind}:{actor.id}"
    if not cache.add(mark, 1, SEEN_AGAIN_AFTER_S) and not always:
        return False
    try:
        with transaction.atomic():
            record(kind, subject=subject, actor=actor, person=person)
    except Exception:
        cache.delete(mark)
        raise
    return True


def person_erase(person: uuid.UUID) -> int:
    """Empty every row about `person`: kind and time stay. Returns how many rows.

    The one change that the journal allows, and part of an erasure as a whole (results.erasure).
    """
    return Event.objects.emptied(person, clock.now())
