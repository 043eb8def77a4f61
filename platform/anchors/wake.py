"""Telling a worker that a tenant has events without leaves. A lost message costs one beat."""

import threading
import time
import uuid

from celery import current_app

from anchors.limits import WAKE_AFTER_S

TASK = "anchors.tasks.log_grow"
_lock = threading.Lock()
_woken: dict[uuid.UUID, float] = {}  # tenant -> when this process last sent a message


def wake(tenant_id: uuid.UUID) -> None:
    """Ask for one batch in WAKE_AFTER_S; what comes until then goes along with it."""
    now = time.monotonic()
    with _lock:
        if now - _woken.get(tenant_id, -WAKE_AFTER_S) < WAKE_AFTER_S:
            return
        _woken[tenant_id] = now
    current_app.send_task(
        TASK, args=[str(tenant_id)], countdown=WAKE_AFTER_S, queue="media", ignore_result=True
    )
