"""Who outside of the care may look at whose results: asked, decided, used, withdrawn, run out.

Without a grant in force a guest sees nothing, and a device no more than what it sent itself.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from accounts.selectors import devices
from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record, record_seen
from base import clock
from base.errors import Invalid, NotFound
from tenants import errors
from tenants.access import access_participant, in_force
from tenants.models import Grant, Membership
from tenants.permissions import Role
from tenants.records import Actor

LONGEST = dt.timedelta(days=366)  # chosen: whoever needs it longer is asked once a year


@transaction.atomic
def grant_give(
    *,
    actor: Actor,
    grantee_kind: str,
    grantee_id: uuid.UUID,
    participant_id: uuid.UUID,
    until: dt.datetime,
    reason: str,
) -> Grant:
    """Open a participant's results to a guest or a device. Raises Invalid, NotFound."""
    _check_end(until)
    participant = access_participant(participant_id)
    _grantee_require(grantee_kind, grantee_id)
    row = Grant.objects.create(
        grantee_kind=grantee_kind,
        grantee_id=grantee_id,
        participant=participant,
        reason=reason,
        until=until,
        is_granted=True,
        decided_at=clock.now(),
        decided_by=actor.user_id,
    )
    _guest_prolong(row)
    _journal(Kind.ACCESS_GRANTED, row, actor.ref)
    return row


def grant_of_invitation(
    *, guest: Membership, participant_id: uuid.UUID, until: dt.datetime, by: ActorRef
) -> None:
    """What the inviter promised becomes a grant when the guest comes."""
    row = Grant.objects.create(
        grantee_kind="guest",
        grantee_id=guest.id,
        participant_id=participant_id,
        until=until,
        is_granted=True,
        decided_at=clock.now(),
        decided_by=by.id,
    )
    _journal(Kind.ACCESS_GRANTED, row, by)


@transaction.atomic
def grant_request(
    *, actor: Actor, participant_id: uuid.UUID, reason: str, until: dt.datetime
) -> Grant:
    """A guest or a device asks. Raises Invalid, NotFound for a participant who is not here."""
    _check_end(until)
    participant = access_participant(participant_id)
    kind, grantee_id = grantee_of(actor)
    open_ones = Grant.objects.filter(decided_at__isnull=True, withdrawn_at__isnull=True)
    if open_ones.filter(grantee_id=grantee_id, participant=participant).exists():
        raise errors.AskedAlready
    row = Grant.objects.create(
        grantee_kind=kind,
        grantee_id=grantee_id,
        participant=participant,
        reason=reason,
        until=until,
    )
    _journal(Kind.ACCESS_REQUESTED, row, actor.ref)
    return row


@transaction.atomic
def grant_decide(
    *, actor: Actor, grant_id: uuid.UUID, granted: bool, until: dt.datetime | None
) -> Grant:
    """Answer a request. Raises NotFound, Invalid, GrantDecided."""
    row = _locked(grant_id)
    if row.state_at(clock.now()) is not Grant.State.REQUESTED:
        raise errors.GrantDecided
    row.until = until or row.until
    if granted:
        _check_end(row.until)
    row.is_granted, row.decided_at, row.decided_by = granted, clock.now(), actor.user_id
    row.save(update_fields=["until", "is_granted", "decided_at", "decided_by"])
    if granted:
        _guest_prolong(row)
    _journal(Kind.ACCESS_DECIDED, row, actor.ref)
    return row


@transaction.atomic
def grant_withdraw(*, actor: Actor, grant_id: uuid.UUID) -> Grant:
    """Take a grant or a request back; a second time changes nothing. Raises NotFound."""
    row = _locked(grant_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        _journal(Kind.ACCESS_WITHDRAWN, row, actor.ref)
    return row


def grant_use(*, actor: Actor, participant_id: uuid.UUID) -> None:
    """Journal that a grant opened something, before it does: once an hour."""
    grant_id = actor.grants.get(participant_id)
    if grant_id is None:
        return
    subject = ("grant", grant_id)
    if record_seen(Kind.ACCESS_USED, subject=subject, actor=actor.ref, person=participant_id):
        Grant.objects.filter(id=grant_id).update(uses=F("uses") + 1, last_used_at=clock.now())


def grantee_of(actor: Actor) -> tuple[str, uuid.UUID]:
    """Under what a guest or a device holds grants. Raises NotFound for others."""
    if actor.role is Role.DEVICE and actor.device_id is not None:
        return "device", actor.device_id
    if actor.role is Role.GUEST and actor.membership_id is not None:
        return "guest", actor.membership_id
    raise NotFound


def _check_end(until: dt.datetime) -> None:
    if not clock.now() < until <= clock.now() + LONGEST:
        raise Invalid(fields={"until": "Give a time at which this ends, within a year."})


def _grantee_require(kind: str, grantee_id: uuid.UUID) -> None:
    if kind == "device":
        found = devices().filter(id=grantee_id, revoked_at__isnull=True).exists()
    else:
        guests = Membership.objects.filter(in_force(), role=Role.GUEST)
        found = guests.filter(id=grantee_id).exists()
    if not found:
        raise Invalid(fields={"grantee": "There is no such guest or device here."})


def _guest_prolong(row: Grant) -> None:
    """A guest stays in the organisation at least as long as a grant lasts."""
    if row.grantee_kind == "guest":
        guests = Membership.objects.filter(id=row.grantee_id, role=Role.GUEST)
        guests.filter(expires_at__lt=row.until).update(expires_at=row.until)


def _locked(grant_id: uuid.UUID) -> Grant:
    row = Grant.objects.select_for_update().filter(id=grant_id).first()
    if row is None:
        raise NotFound
    return row


def _journal(kind: Kind, row: Grant, actor: ActorRef) -> None:
    record(
        kind,
        subject=("grant", row.id),
        actor=actor,
        person=row.participant_id,
        payload={
            "grantee_kind": row.grantee_kind,
            "grantee": str(row.grantee_id),
            "granted": row.is_granted,
            "until": row.until.isoformat(),
        },
    )
