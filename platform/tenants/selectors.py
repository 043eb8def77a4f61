"""What other apps may ask about the people of the organisation in scope."""

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.selectors import devices
from base import clock, errors, scope
from base.scope import Crossing
from tenants.access import in_force
from tenants.models import Grant, Invitation, Membership, Organisation
from tenants.permissions import Role, permissions_of


def members(*, role: str = "", q: str = "") -> QuerySet[Membership]:
    """Memberships in force, with their people."""
    rows = Membership.objects.select_related("user").filter(in_force())
    if role:
        rows = rows.filter(role=role)
    if q:
        rows = rows.filter(Q(user__name__icontains=q) | Q(user__email__icontains=q))
    return rows


def participants(*, q: str = "") -> QuerySet[Membership]:
    """The patients or athletes in force."""
    return members(role=Role.PARTICIPANT, q=q)


def membership_get(membership_id: uuid.UUID) -> Membership:
    """Ended ones too: what they did stays theirs. Raises NotFound."""
    row = Membership.objects.select_related("user").filter(id=membership_id).first()
    if row is None:
        raise errors.NotFound
    return row


def memberships_by_id(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Membership]:
    rows = Membership.objects.select_related("user").filter(id__in=set(ids))
    return {row.id: row for row in rows}


def guest_memberships() -> dict[uuid.UUID, list[uuid.UUID]]:
    """Every membership that ever was a guest's, by user."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for user_id, one in Membership.objects.filter(role=Role.GUEST).values_list("user_id", "id"):
        found.setdefault(user_id, []).append(one)
    return found


def grants_written() -> list[Grant]:
    """Every grant and request that there is, in force or not."""
    return list(Grant.objects.all())


def participant_name(membership_id: uuid.UUID) -> str:
    return membership_get(membership_id).user.name


def user_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by user id, of people who belong or belonged to this organisation."""
    rows = Membership.objects.filter(user_id__in=set(ids))
    return dict(rows.values_list("user_id", "user__name"))


def grantee_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of guests by membership, and of devices."""
    wanted = set(ids)
    guests = Membership.objects.filter(id__in=wanted).values_list("id", "user__name")
    return dict(devices().filter(id__in=wanted).values_list("id", "name")) | dict(guests)


def invitations() -> QuerySet[Invitation]:
    return Invitation.objects.all()


def open_invitation(email: str) -> Invitation | None:
    """The invitation to this address that can still be accepted."""
    now = clock.now()
    rows = Invitation.objects.filter(
        email=email, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    return rows.filter(Q(guest_until__isnull=True) | Q(guest_until__gt=now)).first()


def memberships_of(user_id: uuid.UUID) -> list[Membership]:
    """Everywhere that this person belongs now: their own affair, so across tenants."""
    with scope.across_tenants(Crossing.ACTOR_LOOKUP):
        rows = Membership.objects.select_related("tenant").filter(in_force(), user_id=user_id)
        return list(rows.order_by("tenant__name"))


def standing_of(user_id: uuid.UUID) -> list[dict[str, object]]:
    """The organisations of a person as /api/v1/me tells them."""
    return [
        {
            "org": row.tenant.slug,
            "org_name": row.tenant.name,
            "kind": row.tenant.kind,
            "role": row.role,
            "membership_id": row.id,
            "permissions": [perm.value for perm in permissions_of(Role(row.role))],
        }
        for row in memberships_of(user_id)
    ]


def organisations(slug: str | None = None) -> QuerySet[Organisation]:
    """Every organisation, or the one with this short name; for commands and work that goes
    through all of them one by one.
    """
    rows = Organisation.objects.order_by("slug")
    return rows.filter(slug=slug) if slug else rows
