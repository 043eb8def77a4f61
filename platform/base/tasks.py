"""What nobody needs any more is thrown away once a day."""

import datetime as dt

from celery import shared_task
from django.core.management import call_command

from base import clock
from base.models import IdempotencyKey

KEYS_KEPT = dt.timedelta(days=2)  # a client that repeats a creation does so within minutes


@shared_task(name="base.tasks.tidy")
def tidy() -> int:
    """Remove sessions that have ended and old idempotency keys; returns how many keys went."""
    call_command("clearsessions")
    old = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEYS_KEPT)
    return old.delete()[0]
