"""What other apps may ask about agreements."""

import uuid
from collections.abc import Iterable

from consent.access import consent_rows_in_force
from consent.models import Consent


def consent_in_force(membership_id: uuid.UUID) -> Consent | None:
    """The member's agreement to the version asked for today, or None."""
    rows = consent_rows_in_force(membership_id)
    return rows[0] if rows else None


def consented_ids(membership_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these members whose agreement is in force."""
    return {row.membership_id for row in consent_rows_in_force(*membership_ids)}


def consents_count(membership_id: uuid.UUID) -> int:
    """Agreements of this member, withdrawn and replaced ones too."""
    return Consent.objects.filter(membership_id=membership_id).count()
