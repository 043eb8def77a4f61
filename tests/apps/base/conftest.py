"""Two organisations with one administrator each, and rows of a real tenant model in both."""

import datetime as dt
import uuid
from typing import Any

import pytest

from base import clock, scope
from tenants.models import Invitation, Membership
from tenants.permissions import Role
from tests.factories import accounts, tenants


def fields(admin: Membership, email: str = "made@example.org") -> dict[str, Any]:
    """What a new invitation by `admin` needs beside its tenant."""
    return {
        "email": email,
        "role": "participant",
        "inviter_id": admin.id,
        "token_sha256": uuid.uuid4().hex,
        "expires_at": clock.now() + dt.timedelta(days=1),
    }


def rows_of(admin: Membership) -> list[tuple[Any, ...]]:
    """Everything that could be changed in the invitations of this organisation."""
    with scope.tenant(admin.tenant_id):
        return sorted(Invitation.objects.values_list("id", "email", "role", "tenant_id"))


@pytest.fixture
def two(db: None) -> tuple[Membership, Membership]:
    """Both organisations invited the same address, so no filter on it tells them apart."""
    admins = [
        tenants.membership(
            tenants.organisation(kind), Role.ADMIN, user=accounts.user(password=None)
        )
        for kind in ("clinic", "school")
    ]
    for admin in admins:
        tenants.invitation(admin, "shared@example.org")
    return admins[0], admins[1]
