"""No clip of a person without the person's agreement to the text in force."""

import uuid

from consent.catalogue import FILMING, current
from consent.errors import ConsentNeeded
from consent.models import Consent


def consent_rows_in_force(*membership_ids: uuid.UUID) -> list[Consent]:
    """Agreements of these people, in the tenant in scope, to the version asked for today."""
    text = current(FILMING)
    return list(
        Consent.objects.filter(
            membership_id__in=membership_ids,
            document=text.id,
            version=text.version,
            withdrawn_at__isnull=True,
        )
    )


def require_consent(participant_id: uuid.UUID) -> None:
    """Raises ConsentNeeded unless this member's agreement to today's text is in force."""
    if not consent_rows_in_force(participant_id):
        raise ConsentNeeded
