"""Rows of tenants for tests: organisations, their people, their invitations."""

import datetime as dt
import itertools
import secrets
from dataclasses import dataclass

from accounts.models import User
from accounts.records import token_digest
from base import clock, scope
from tenants.models import Grant, Invitation, Membership, Organisation
from tenants.permissions import Role
from tests.factories import accounts

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """One organisation with one admin, one professional and two participants."""

    org: Organisation
    admin: Membership
    professional: Membership
    participants: tuple[Membership, Membership]

    @property
    def participant(self) -> Membership:
        return self.participants[0]

    @property
    def slug(self) -> str:
        return self.org.slug

    @property
    def api(self) -> str:
        """Address of everything that belongs to this organisation."""
        return f"/api/v1/orgs/{self.org.slug}"


def organisation(kind: str = "clinic", slug: str = "", name: str = "") -> Organisation:
    number = next(_numbers)
    return Organisation.objects.create(
        kind=kind, slug=slug or f"{kind}-{number}", name=name or f"{kind.capitalize()} {number}"
    )


def membership(
    org: Organisation,
    role: Role = Role.PARTICIPANT,
    *,
    user: User | None = None,
    name: str = "",
    sees: Membership | None = None,
    expires_at: dt.datetime | None = None,
    ended_at: dt.datetime | None = None,
) -> Membership:
    with scope.tenant(org.id):
        member = Membership.objects.create(
            tenant=org,
            user=user or accounts.user(name=name),
            role=role.value,
            expires_at=expires_at,
            ended_at=ended_at,
        )
    if sees is not None:
        grant(sees, member, until=expires_at)
    return member


def grant(participant: Membership, guest: Membership, *, until: dt.datetime | None = None) -> Grant:
    """The guest may see the participant, for a week unless told otherwise."""
    now = clock.now()
    with scope.tenant(participant.tenant_id):
        return Grant.objects.create(
            grantee_kind="guest",
            grantee_id=guest.id,
            participant=participant,
            until=until or now + dt.timedelta(days=7),
            decided_at=now,
            is_granted=True,
        )


def guest(participant: Membership, lasts: dt.timedelta = dt.timedelta(days=7)) -> Membership:
    """A guest who sees `participant` until `lasts` from now."""
    return membership(
        participant.tenant, Role.GUEST, sees=participant, expires_at=clock.now() + lasts
    )


def invitation(
    inviter: Membership,
    email: str = "new@example.org",
    role: Role = Role.PARTICIPANT,
    *,
    sees: Membership | None = None,
    guest_until: dt.datetime | None = None,
    lasts: dt.timedelta = dt.timedelta(days=14),
) -> tuple[Invitation, str]:
    """The row and the token of its link."""
    token = secrets.token_urlsafe(32)
    with scope.tenant(inviter.tenant_id):
        row = Invitation.objects.create(
            tenant=inviter.tenant,
            email=email,
            role=role.value,
            sees=sees,
            guest_until=guest_until,
            inviter=inviter,
            token_sha256=token_digest(token),
            expires_at=clock.now() + lasts,
        )
    return row, token


def place(kind: str = "clinic") -> Place:
    org = organisation(kind)
    return Place(
        org=org,
        admin=membership(org, Role.ADMIN),
        professional=membership(org, Role.PROFESSIONAL),
        participants=(membership(org), membership(org)),
    )
