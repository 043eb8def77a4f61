"""Every event of the journal waits for its leaf from the transaction on that wrote it."""

import functools
import uuid
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from anchors.models import Waiting
from anchors.sources import extra_of, has_source
from anchors.wake import wake
from audit.kinds import Kind


def connect() -> None:
    post_save.connect(_event_written, sender="audit.Event", dispatch_uid="anchors-event-written")


def _event_written(instance: Any, *, created: bool, raw: bool = False, **_: Any) -> None:
    if not created or raw:
        return
    tenant_id: uuid.UUID = instance.tenant_id
    extra = extra_of(instance) if has_source(Kind(instance.kind)) else None
    Waiting.objects.create(tenant_id=tenant_id, event_id=instance.id, extra=extra)
    # A broker that is away must not fail the request: the beat finds the row.
    transaction.on_commit(functools.partial(wake, tenant_id), robust=True)
