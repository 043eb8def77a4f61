"""What other apps, and the clock, ask of the ledger."""

import logging
import uuid

from django.conf import settings
from django.db.models import F, Max, OuterRef, Q, Subquery

from anchors.anchoring import anchors_advance
from anchors.bundles import bundle_of
from anchors.errors import Halted
from anchors.keys import subject_forget, subject_key
from anchors.limits import BATCH, BATCHES_A_HEAD
from anchors.models import Checkpoint, Log, Waiting
from anchors.sequencer import sequence
from anchors.signing import checkpoint_now, head_look_again
from base import scope
from base.scope import Crossing

__all__ = [
    "anchors_advance",
    "bundle_of",
    "checkpoint_now",
    "log_advance",
    "sequence",
    "subject_forget",
    "subject_key",
    "tenants_due",
]
logger = logging.getLogger(__name__)


def log_advance() -> int:
    """All that can be done now for the log of the tenant in scope; how many leaves were made."""
    total = 0
    while True:
        made = sequence(BATCHES_A_HEAD)
        total += made
        _sign()
        if made < BATCHES_A_HEAD * BATCH:
            return total


def _sign() -> None:
    if not Log.objects.filter(size__gt=0).exists():
        return
    head_look_again()
    try:
        checkpoint_now()
    except Halted as halted:
        logger.warning("ledger.halted", extra={"why": halted.sentence})


def tenants_due() -> list[uuid.UUID]:
    """Tenants with events without leaf, leaves without signature, or heads without enough
    cosignatures where witnesses are asked.
    """
    with scope.across_tenants(Crossing.LEDGER_SEQUENCE):
        waiting = set(Waiting.objects.values_list("tenant_id", flat=True).distinct())
        heads = Checkpoint.objects.filter(tenant=OuterRef("tenant"))
        wanted = heads.filter(is_cosigned=True) if settings.LEDGER_WITNESSES else heads
        newest = wanted.values("tenant").annotate(most=Max("size")).values("most")
        behind = Log.objects.annotate(done=Subquery(newest)).filter(
            Q(done__isnull=True) | Q(done__lt=F("size")), size__gt=0
        )
        return sorted(waiting | set(behind.values_list("tenant_id", flat=True)))
