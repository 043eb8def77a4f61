"""Deleting for good: rows in the caller's transaction, files after it, twice and durably.

A second look is needed since somebody who writes (a worker, a half-sent upload) may not have heard
yet: what it stores after the first look has no row, and nobody would ever find it.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Iterable

from base import clock, scope
from uploads.models import Doomed, Upload
from uploads.store import chosen

logger = logging.getLogger(__name__)

# Chosen: many times the lease of a job or of an upload, after which its holder has noticed.
SECOND_LOOK = dt.timedelta(minutes=15)


def uploads_hold(participant_id: uuid.UUID) -> list[uuid.UUID]:
    """Keep this person's uploads from going on until the transaction ends; their assessments."""
    rows = Upload.objects.select_for_update().filter(participant_id=participant_id).order_by("id")
    return [row.assessment_id for row in rows]


def uploads_erase(participant_id: uuid.UUID) -> None:
    """Delete this person's uploads and what has arrived of them."""
    rows = Upload.objects.filter(participant_id=participant_id)
    files_doom(list(rows.values_list("store_key", flat=True)))
    rows.delete()


def files_doom(prefixes: Iterable[str]) -> None:
    """Have everything deleted, after the commit, whose key begins with one of `prefixes`."""
    tenant_id = scope.tenant_id()
    Doomed.objects.bulk_create([Doomed(tenant_id=tenant_id, prefix=one) for one in prefixes])


def files_empty() -> int:
    """Delete doomed files of the tenant in scope that are due; returns how many prefixes it did.

    A store that does not answer costs a later try, never a file.
    """
    store, now, done = chosen(), clock.now(), 0
    for row in Doomed.objects.order_by("id"):
        if row.emptied_at is not None and row.emptied_at > now - SECOND_LOOK:
            continue
        try:
            store.erase(row.prefix)
        except Exception:
            logger.exception("erasure.files_left", extra={"doomed": str(row.id)})
            continue
        done += 1
        if row.emptied_at is not None:
            row.delete()
        else:
            Doomed.objects.filter(id=row.id).update(emptied_at=now)
    return done
