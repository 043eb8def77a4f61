"""Organisations and who belongs to them; each change locks the organisation's row first."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import clock, scope
from base.errors import NotFound
from tenants import errors
from tenants.access import access_member, in_force
from tenants.erasure import (
    access_erasable,
    belongs_elsewhere,
    erasable_lock,
    membership_erase,
)
from tenants.grants import (
    grant_decide,
    grant_give,
    grant_request,
    grant_use,
    grant_withdraw,
)
from tenants.invitations import (
    invitation_accept,
    invitation_create,
    invitation_resend,
    invitation_revoke,
)
from tenants.models import Membership, Organisation
from tenants.permissions import Role
from tenants.records import Actor
from tenants.rolls import membership_create

__all__ = [
    "access_erasable",
    "belongs_elsewhere",
    "erasable_lock",
    "grant_decide",
    "grant_give",
    "grant_request",
    "grant_use",
    "grant_withdraw",
    "invitation_accept",
    "invitation_create",
    "invitation_resend",
    "invitation_revoke",
    "member_remove",
    "member_role_change",
    "member_seen",
    "membership_create",
    "membership_erase",
    "membership_lock",
    "organisation_create",
]

SEEN_EVERY = dt.timedelta(minutes=5)  # precision of "last seen", saves a write a request


@transaction.atomic
def organisation_create(*, slug: str, name: str, kind: str, actor: ActorRef) -> Organisation:
    """Raises SlugTaken."""
    try:
        with transaction.atomic():
            org = Organisation.objects.create(slug=slug, name=name.strip(), kind=kind)
    except IntegrityError as taken:
        raise errors.SlugTaken from taken
    with scope.tenant(org.id):
        record(
            Kind.ORGANISATION_CREATED,
            subject=("organisation", org.id),
            actor=actor,
            person=None,
            payload={"kind": org.kind},
        )
    return org


@transaction.atomic
def member_role_change(*, actor: Actor, member_id: uuid.UUID, role: Role) -> Membership:
    """Raises NotFound, LastAdmin, GuestRoleFixed."""
    _lock(actor)
    member = access_member(member_id)
    if Role.GUEST in {role, Role(member.role)}:
        raise errors.GuestRoleFixed
    if member.role == role:
        return member
    _keep_an_admin(member)
    before, member.role = member.role, role.value
    member.save(update_fields=["role"])
    record(
        Kind.MEMBER_ROLE_CHANGED,
        subject=("membership", member.id),
        actor=actor.ref,
        person=member.id,
        payload={"from": before, "to": member.role},
    )
    return member


@transaction.atomic
def member_remove(*, actor: Actor, member_id: uuid.UUID) -> None:
    """End a membership; the row stays, since what the person did stays theirs.

    Guests of a removed participant lose what they could see. Raises NotFound, LastAdmin.
    """
    _lock(actor)
    member = access_member(member_id)
    _keep_an_admin(member)
    member.ended_at = clock.now()
    member.save(update_fields=["ended_at"])
    record(
        Kind.MEMBER_REMOVED,
        subject=("membership", member.id),
        actor=actor.ref,
        person=member.id,
        payload={"role": member.role},
    )


def member_seen(*, actor: Actor) -> None:
    """Note that this person was here."""
    now = clock.now()
    if actor.membership_id is None:
        return
    if actor.last_seen_at is not None and now - actor.last_seen_at < SEEN_EVERY:
        return
    Membership.objects.filter(id=actor.membership_id).update(last_seen_at=now)


def membership_lock(*, membership_id: uuid.UUID) -> None:
    """Hold this membership until the transaction ends. Raises NotFound for ended ones."""
    row = Membership.objects.select_for_update().filter(in_force(), id=membership_id).first()
    if row is None:
        raise NotFound


def _lock(actor: Actor) -> None:
    """Membership changes of one organisation wait for each other (SQLite: whole database)."""
    Organisation.objects.select_for_update().get(id=actor.tenant_id)


def _keep_an_admin(member: Membership) -> None:
    others = Membership.objects.filter(in_force(), role=Role.ADMIN).exclude(id=member.id)
    if member.role == Role.ADMIN and not others.exists():
        raise errors.LastAdmin
