"""Entering a person on an organisation's roll."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import clock, scope
from tenants import errors
from tenants.models import Membership
from tenants.permissions import Role


@transaction.atomic
def membership_create(
    *,
    tenant_id: uuid.UUID,
    user_id: uuid.UUID,
    role: Role,
    actor: ActorRef,
    expires_at: dt.datetime | None = None,
) -> Membership:
    """Raises AlreadyMember. A guest whose time ran out may come back in any role."""
    with scope.tenant(tenant_id):
        Membership.objects.filter(
            user_id=user_id, ended_at__isnull=True, expires_at__lte=clock.now()
        ).update(ended_at=clock.now())
        try:
            with transaction.atomic():
                member = Membership.objects.create(
                    user_id=user_id, role=role.value, expires_at=expires_at
                )
        except IntegrityError as taken:
            raise errors.AlreadyMember from taken
        record(
            Kind.MEMBER_JOINED,
            subject=("membership", member.id),
            actor=actor,
            person=member.id,
            payload={"role": member.role},
        )
    return member
