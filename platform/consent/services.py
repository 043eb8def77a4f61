"""Giving and taking back an agreement."""

import uuid

from django.db import transaction

from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import clock
from consent import errors
from consent.catalogue import FILMING, current
from consent.models import Consent
from tenants.services import membership_lock


@transaction.atomic
def consent_give(*, membership_id: uuid.UUID, version: int, actor: ActorRef) -> Consent:
    """Agree to today's text; agreeing twice is one agreement, an older version is replaced.

    Raises VersionOutdated, NotFound.
    """
    text = current(FILMING)
    if version != text.version:
        raise errors.VersionOutdated
    membership_lock(membership_id=membership_id)
    before = _in_force(membership_id)
    if before is not None and before.version == text.version:
        return before
    now = clock.now()
    if before is not None:
        before.withdrawn_at = now
        before.save(update_fields=["withdrawn_at"])
    row = Consent.objects.create(
        membership_id=membership_id, document=text.id, version=text.version, given_at=now
    )
    record(
        Kind.CONSENT_GIVEN,
        subject=("consent", row.id),
        actor=actor,
        person=membership_id,
        payload={
            "membership": str(membership_id),
            "document": row.document,
            "version": row.version,
            "replaces": str(before.id) if before is not None else None,
        },
    )
    return row


@transaction.atomic
def consent_withdraw(*, membership_id: uuid.UUID, actor: ActorRef) -> Consent:
    """Raises NothingToWithdraw, NotFound."""
    membership_lock(membership_id=membership_id)
    row = _in_force(membership_id)
    if row is None:
        raise errors.NothingToWithdraw
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record(
        Kind.CONSENT_WITHDRAWN,
        subject=("consent", row.id),
        actor=actor,
        person=membership_id,
        payload={
            "membership": str(membership_id),
            "document": row.document,
            "version": row.version,
        },
    )
    return row


def _in_force(membership_id: uuid.UUID) -> Consent | None:
    """Of any version: an older one can be taken back as well."""
    return Consent.objects.filter(
        membership_id=membership_id, document=FILMING, withdrawn_at__isnull=True
    ).first()


def consents_erase(*, membership_id: uuid.UUID) -> list[uuid.UUID]:
    """Delete the member's agreements; the ids of those that went."""
    rows = Consent.objects.filter(membership_id=membership_id)
    ids = list(rows.values_list("id", flat=True))
    rows.delete()
    return ids
