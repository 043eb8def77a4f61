"""Rows of accounts for tests: people with a verified address, devices with their token."""

import itertools
import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress

from accounts.models import Device, User
from accounts.records import token_digest
from base import scope
from tenants.models import Organisation

PASSWORD = "plumb-line-4711"
_numbers = itertools.count(1)


def user(
    email: str = "", name: str = "", *, password: str | None = PASSWORD, verified: bool = True
) -> User:
    number = next(_numbers)
    row = User.objects.create_user(
        email or f"person{number}@example.org", password, name=name or f"Person {number}"
    )
    EmailAddress.objects.create(user=row, email=row.email, verified=verified, primary=True)
    return row


def device(
    org: Organisation, scopes: Iterable[str] = (), name: str = "Tablet"
) -> tuple[Device, str]:
    """The row and the token that opens it."""
    token = "pld_" + secrets.token_urlsafe(32)
    with scope.tenant(org.id):
        row = Device.objects.create(
            name=name, token_sha256=token_digest(token), scopes=list(scopes)
        )
    return row, token
