"""Rows of consent for tests."""

import datetime as dt

from base import clock, scope
from consent.models import Consent
from tenants.models import Membership


def consent(
    membership: Membership,
    *,
    document: str = "filming",
    version: int = 1,
    withdrawn_at: dt.datetime | None = None,
) -> Consent:
    with scope.tenant(membership.tenant_id):
        return Consent.objects.create(
            tenant=membership.tenant,
            membership=membership,
            document=document,
            version=version,
            given_at=clock.now(),
            withdrawn_at=withdrawn_at,
        )
