"""One person's way in: a link by mail, kept as a hash, good once and for a while."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext

from accounts.records import token_digest
from accounts.selectors import user_by_email
from accounts.services import user_create
from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import clock, scope
from base.errors import Invalid, NotFound
from tenants import errors
from tenants.access import (
    access_invitation_by_token,
    access_member,
    access_organisation,
    access_participant,
    in_force,
)
from tenants.grants import LONGEST, grant_of_invitation
from tenants.models import Invitation, Membership
from tenants.permissions import Role
from tenants.records import Actor
from tenants.rolls import membership_create
from tenants.selectors import open_invitation

TOKEN_BYTES = 32
LASTS = dt.timedelta(days=14)  # chosen: a holiday fits in
CLOSED = {
    Invitation.State.ACCEPTED: errors.InvitationUsed,
    Invitation.State.EXPIRED: errors.InvitationExpired,
    Invitation.State.REVOKED: errors.InvitationRevoked,
}


@dataclass(frozen=True)
class Joined:
    """Who came in where; `created` when the account is new and still has to be signed in."""

    org: str
    user_id: uuid.UUID
    created: bool


@transaction.atomic
def invitation_create(
    *,
    actor: Actor,
    email: str,
    role: Role,
    sees_id: uuid.UUID | None = None,
    guest_until: dt.datetime | None = None,
) -> Invitation:
    """Invite by mail. A guest needs `sees_id` (a participant) and `guest_until`; nobody else may.

    Raises Invalid, AlreadyMember, AlreadyInvited, NotFound for a participant of elsewhere.
    """
    address = email.strip().lower()
    _check_guest(role, sees_id, guest_until)
    if Membership.objects.filter(in_force(), user__email=address).exists():
        raise errors.AlreadyMember
    if open_invitation(address) is not None:
        raise errors.AlreadyInvited
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Invitation.objects.create(
        email=address,
        role=role.value,
        sees=access_participant(sees_id) if sees_id else None,
        guest_until=guest_until,
        inviter=access_member(actor.membership_id),
        token_sha256=token_digest(token),
        expires_at=clock.now() + LASTS,
    )
    record(
        Kind.MEMBER_INVITED,
        subject=("invitation", row.id),
        actor=actor.ref,
        person=row.sees_id,
        payload={"role": row.role, "sees": str(sees_id) if sees_id else None, "again": False},
    )
    _mail_on_commit(row, token, actor)
    return row


@transaction.atomic
def invitation_resend(*, actor: Actor, invitation_id: uuid.UUID) -> Invitation:
    """A new link for the same person; the old link is dead from now on.

    Raises NotFound, InvitationUsed, InvitationRevoked, and InvitationExpired when the guest's own
    time has passed.
    """
    row = _locked(invitation_id)
    state = row.state_at(clock.now())
    over = row.guest_until is not None and row.guest_until <= clock.now()
    if state in {Invitation.State.ACCEPTED, Invitation.State.REVOKED} or over:
        raise CLOSED[state]
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.token_sha256 = token_digest(token)
    row.expires_at = clock.now() + LASTS
    row.save(update_fields=["token_sha256", "expires_at"])
    record(
        Kind.MEMBER_INVITED,
        subject=("invitation", row.id),
        actor=actor.ref,
        person=row.sees_id,
        payload={"role": row.role, "again": True},
    )
    _mail_on_commit(row, token, actor)
    return row


@transaction.atomic
def invitation_revoke(*, actor: Actor, invitation_id: uuid.UUID) -> None:
    """Take it back; a second time changes nothing. Raises NotFound, InvitationUsed."""
    row = _locked(invitation_id)
    if row.accepted_at is not None:
        raise errors.InvitationUsed
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        record(
            Kind.INVITATION_REVOKED,
            subject=("invitation", row.id),
            actor=actor.ref,
            person=row.sees_id,
        )


@transaction.atomic
def invitation_accept(
    *, token: str, user_id: uuid.UUID | None, name: str = "", password: str = ""
) -> Joined:
    """Join with a link: as the person signed in (`user_id`), or as a new one (`name`, `password`).

    Raises NotFound, InvitationClosed (used, expired, revoked), SignInToAccept, InvitedSomeoneElse,
    AlreadyMember, PasswordTooWeak, Invalid.
    """
    found = access_invitation_by_token(token)
    with scope.tenant(found.tenant_id):
        row = _locked(found.id)
        require_open(row)
        owner = user_by_email(row.email)
        if owner is None and user_id is None:
            person_id = _new_person(row, name, password)
        else:
            person_id = _same_person(user_id, owner.id if owner else None)
        ref = ActorRef("guest" if row.role == Role.GUEST else "user", person_id)
        row.accepted_at = clock.now()
        row.save(update_fields=["accepted_at"])
        member = membership_create(
            tenant_id=row.tenant_id,
            user_id=person_id,
            role=Role(row.role),
            actor=ref,
            expires_at=row.guest_until,
        )
        if row.sees_id is not None and row.guest_until is not None:
            grant_of_invitation(
                guest=member,
                participant_id=row.sees_id,
                until=row.guest_until,
                by=ActorRef("user", row.inviter.user_id),
            )
    return Joined(org=found.tenant.slug, user_id=person_id, created=owner is None)


def require_open(row: Invitation) -> None:
    """Raises the reason for which this invitation no longer opens, if there is one."""
    state = row.state_at(clock.now())
    if state in CLOSED:
        raise CLOSED[state]


def invitation_shown(token: str) -> dict[str, object]:
    """What the bearer of a link may know before joining. Raises NotFound, InvitationClosed."""
    row = access_invitation_by_token(token)
    require_open(row)
    return {
        "org_name": row.tenant.name,
        "kind": row.tenant.kind,
        "role": row.role,
        "email": row.email,
        "inviter_name": row.inviter.user.name,
        "expires_at": row.expires_at,
        "has_account": user_by_email(row.email) is not None,
    }


def _same_person(user_id: uuid.UUID | None, owner_id: uuid.UUID | None) -> uuid.UUID:
    if user_id is None:
        raise errors.SignInToAccept
    if user_id != owner_id:
        raise errors.InvitedSomeoneElse
    return user_id


def _new_person(row: Invitation, name: str, password: str) -> uuid.UUID:
    blank = {"name": name, "password": password}
    missing = {key: "Please fill this in." for key, value in blank.items() if not value.strip()}
    if missing:
        raise Invalid(fields=missing)
    return user_create(email=row.email, name=name, password=password).id


def _locked(invitation_id: uuid.UUID) -> Invitation:
    row = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if row is None:
        raise NotFound
    return row


def _check_guest(role: Role, sees_id: uuid.UUID | None, guest_until: dt.datetime | None) -> None:
    if role is not Role.GUEST:
        given = {"sees": sees_id, "expires_at": guest_until}
        only = {key: "Only a guest has this." for key, value in given.items() if value is not None}
        if only:
            raise Invalid(fields=only)
        return
    if sees_id is None:
        raise Invalid(fields={"sees": "Say whose assessments the guest may see."})
    if guest_until is None or not clock.now() < guest_until <= clock.now() + LONGEST:
        raise Invalid(fields={"expires_at": "Give a time at which this ends, within a year."})


def _mail_on_commit(row: Invitation, token: str, actor: Actor) -> None:
    org = access_organisation(row.tenant_id)
    body = render_to_string(
        "tenants/invitation.txt",
        {
            "inviter": actor.name,
            "organisation": org.name,
            "until": f"{row.expires_at:%Y-%m-%d %H:%M}",
            "link": f"{settings.SITE_URL}/invitation/{token}",
        },
    )
    subject = gettext("Plumbline: invitation to %(organisation)s") % {"organisation": org.name}
    mail = EmailMessage(subject, body, to=[row.email])
    transaction.on_commit(lambda: _send(mail))


def _send(mail: EmailMessage) -> None:
    try:
        mail.send()
    except OSError as failed:  # smtplib's errors are among them
        raise errors.MailNotSent from failed
