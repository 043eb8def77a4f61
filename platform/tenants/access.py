"""From a request's credentials to an Actor, and from an Actor to a yes or no."""

import hashlib
import uuid

from django.db.models import Q

from accounts.models import Device
from base import clock, errors, scope
from base.scope import Crossing
from tenants.models import Membership, Organisation
from tenants.permissions import Perm, Reach, Role
from tenants.records import Actor

DEVICE_TOKEN_PREFIX = "pld_"  # noqa: S105 -- a prefix, not a secret


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def access_organisation_as_user(user_id: uuid.UUID, org: str) -> Actor:
    """The user's standing in `org`. Raises NotFound for strangers and for ended memberships."""
    with scope.across_tenants(Crossing.ACTOR_LOOKUP):
        row = (
            Membership.objects.select_related("tenant", "user")
            .filter(tenant__slug=org, user_id=user_id, user__is_active=True, ended_at__isnull=True)
            .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))
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
        sees_id=row.sees_id,
    )


def access_organisation_as_device(token: str, org: str) -> Actor:
    """The device that holds `token`. Raises NotSignedIn for an unknown or revoked token."""
    with scope.across_tenants(Crossing.ACTOR_LOOKUP):
        row = (
            Device.objects.select_related("tenant")
            .filter(token_sha256=token_digest(token), revoked_at__isnull=True)
            .first()
        )
        if row is None:
            raise errors.NotSignedIn("This device token is not valid. Create a new one.")
        if row.tenant.slug != org:
            raise errors.NotFound
        Device.objects.filter(id=row.id).update(last_used_at=clock.now())
    return Actor(
        tenant_id=row.tenant_id,
        org=org,
        role=Role.DEVICE,
        name=row.name,
        device_id=row.id,
        device_scopes=frozenset(Perm(one) for one in row.scopes),
    )


def require(actor: Actor, perm: Perm) -> Reach:
    """The actor's reach with `perm`. Raises Refused where the table holds nothing."""
    found = actor.reach(perm)
    if found is None:
        raise errors.Refused
    return found


def access_organisation(tenant_id: uuid.UUID) -> Organisation:
    return Organisation.objects.get(id=tenant_id)
