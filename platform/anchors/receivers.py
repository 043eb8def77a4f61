"""Every event of the journal waits for its leaf from the transaction on that wrote it."""

import functools
import uuid
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from anchors.models import Waiting
from anchors.wake import wake


def connect() -> None:
    post_save.connect(_event_written, sender="audit.Event", dispatch_uid="anchors-event-written")


def _event_written(instance: Any, *, created: bool, raw: bool = False, **_: Any) -> None:
    if not created or raw:
        return
    tenant_id: uuid.UUID = instance.tenant_id
    Waiting.objects.create(tenant_id=tenant_id, event_id=instance.id)
    # A broker that is away must not fail the request: the beat finds the row.
    transaction.on_commit(functools.partial(wake, tenant_id), robust=True)
