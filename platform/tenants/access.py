"""From a request's credentials to an Actor, and from an Actor to a yes or no."""

import uuid

from django.db.models import Q, QuerySet

from accounts.records import token_digest
from accounts.selectors import device_by_digest
from accounts.services import DEVICE_TOKEN_PREFIX, device_touch
from base import clock, errors, scope
from base.scope import Crossing
from tenants.models import Grant, Invitation, Membership, Organisation
from tenants.permissions import DEVICE_SCOPES, Perm, Reach, Role
from tenants.records import Actor


def in_force() -> Q:
    """Memberships that count now: not ended, and for guests not run out."""
    return Q(ended_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))


def access_organisation_as_user(user_id: uuid.UUID, org: str) -> Actor:
    """The user's standing in `org`. Raises NotFound for strangers and for ended memberships."""
    with scope.across_tenants(Crossing.ACTOR_LOOKUP):
        row = (
            Membership.objects.select_related("tenant", "user")
            .filter(in_force(), tenant__slug=org, user_id=user_id, user__is_active=True)
            .first()
        )
    if row is None:
        raise errors.NotFound
    return Actor(
        tenant_id=row.tenant_id,
        org=org,
        role=Role(row.role),
        name=row.user.name,
        membership_id=row.id,
        user_id=user_id,
        grants=_grants(row.tenant_id, row.id) if row.role == Role.GUEST else {},
        last_seen_at=row.last_seen_at,
    )


def access_organisation_as_device(token: str, org: str) -> Actor:
    """The device that holds `token`. Raises NotSignedIn for an unknown or revoked token."""
    row = device_by_digest(token_digest(token)) if token.startswith(DEVICE_TOKEN_PREFIX) else None
    if row is None:
        raise errors.NotSignedIn("This device token is not valid. Create a new one.")
    if row.tenant.slug != org:
        raise errors.NotFound
    device_touch(device=row)
    return Actor(
        tenant_id=row.tenant_id,
        org=org,
        role=Role.DEVICE,
        name=row.name,
        device_id=row.id,
        grants=_grants(row.tenant_id, row.id),
        device_scopes=frozenset(one for one in DEVICE_SCOPES if one.value in row.scopes),
    )


def _grants(tenant_id: uuid.UUID, grantee_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Looked up for each request, so that an end or a withdrawal counts at once."""
    with scope.tenant(tenant_id):
        rows = Grant.objects.filter(grant_in_force(), grantee_id=grantee_id)
        return dict(rows.order_by("until").values_list("participant_id", "id"))


def grant_in_force() -> Q:
    """Grants that open something now: given, not withdrawn, not run out, the person still here."""
    given = Q(is_granted=True, withdrawn_at__isnull=True, until__gt=clock.now())
    return given & Q(participant__ended_at__isnull=True)


def require(actor: Actor, perm: Perm) -> Reach:
    """The actor's reach with `perm`. Raises Refused where the table holds nothing."""
    found = actor.reach(perm)
    if found is None:
        raise errors.Refused
    return found


def access_organisation(tenant_id: uuid.UUID) -> Organisation:
    return Organisation.objects.get(id=tenant_id)


def access_member(member_id: uuid.UUID | None) -> Membership:
    """A membership in force of the tenant in scope. Raises NotFound, also for None (a device)."""
    if member_id is None:
        raise errors.NotFound
    return _found(Membership.objects.select_related("user").filter(in_force(), id=member_id))


def access_participant(participant_id: uuid.UUID) -> Membership:
    """A participant in force of the tenant in scope. Raises NotFound."""
    rows = Membership.objects.select_related("user").filter(
        in_force(), id=participant_id, role=Role.PARTICIPANT
    )
    return _found(rows)


def access_grant(grant_id: uuid.UUID) -> Grant:
    """A grant or request of the tenant in scope. Raises NotFound."""
    row = Grant.objects.filter(id=grant_id).first()
    if row is None:
        raise errors.NotFound
    return row


def access_invitation_by_token(token: str) -> Invitation:
    """The invitation that this link opens, in whichever organisation. Raises NotFound."""
    with scope.across_tenants(Crossing.INVITATION_LOOKUP):
        row = (
            Invitation.objects.select_related("tenant", "inviter__user")
            .filter(token_sha256=token_digest(token))
            .first()
        )
    if row is None:
        raise errors.NotFound("This invitation is not known. Check the link in your mail.")
    return row


def _found(rows: QuerySet[Membership]) -> Membership:
    row = rows.first()
    if row is None:
        raise errors.NotFound
    return row
