"""Taking a person off an organisation's roll for good: what remains is a row with nobody behind it.

The row stays because rows of others point at it (a review written, an invitation sent). Instead of
the person's account it names that of nobody (accounts.services.user_nobody).
"""

import uuid
from typing import TYPE_CHECKING

from accounts.selectors import user_addresses
from accounts.services import user_erase, user_nobody
from base import clock, errors, scope
from base.mail import mails_forget
from base.scope import Crossing
from tenants.models import Grant, Invitation, Membership, Organisation
from tenants.permissions import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet


def access_erasable(participant_id: uuid.UUID) -> Membership:
    """A participant of the tenant in scope, removed ones too. Raises NotFound, also once erased."""
    rows = Membership.objects.select_related("user").filter(
        id=participant_id, role=Role.PARTICIPANT, erased_at__isnull=True
    )
    row = rows.first()
    if row is None:
        raise errors.NotFound
    return row


def erasable_lock(tenant_id: uuid.UUID, participant_id: uuid.UUID) -> Membership:
    """As access_erasable; nobody joins, leaves or begins an upload until the transaction ends."""
    Organisation.objects.select_for_update().get(id=tenant_id)
    return access_erasable(participant_id)


def belongs_elsewhere(membership: Membership) -> bool:
    """Whether the account is, or was, a member anywhere else: rows there need its name."""
    with scope.across_tenants(Crossing.ERASURE):
        rows = Membership.objects.filter(user_id=membership.user_id)
        return rows.exclude(id=membership.id).exists()


def membership_erase(*, membership: Membership, account: bool) -> list[uuid.UUID]:
    """End the membership and forget whose it was; ids of the things that went with it.

    With `account` the account goes too, where it belongs nowhere else. Mails to it that lie on our
    disk go in any case. The caller holds the lock of `erasable_lock`.
    """
    user_id = membership.user_id
    is_last = not belongs_elsewhere(membership)
    addresses = user_addresses(user_id)
    mails_forget(addresses)
    gone = [
        *_deleted(Invitation.objects.filter(email__in=addresses)),
        *_deleted(Invitation.objects.filter(sees=membership)),
        *_deleted(Grant.objects.filter(participant=membership)),
    ]
    now = clock.now()
    membership.user = user_nobody()
    membership.ended_at = membership.ended_at or now
    membership.erased_at = now
    membership.last_seen_at = None
    membership.save(update_fields=["user", "ended_at", "erased_at", "last_seen_at"])
    if account and is_last:
        user_erase(user_id=user_id)
    return gone


def _deleted(rows: "QuerySet[Invitation] | QuerySet[Grant]") -> list[uuid.UUID]:
    ids = list(rows.values_list("id", flat=True))
    rows.delete()
    return ids
