"""Organisations, who belongs to them, and who was asked to."""

import datetime as dt

from django.db import models

from base.models import Row, TenantModel
from tenants.permissions import Role

ROLE_CHOICES = [(role.value, role.value) for role in Role if role is not Role.DEVICE]
GIB = 1024**3


class Organisation(Row):
    class Kind(models.TextChoices):
        CLINIC = "clinic"
        SCHOOL = "school"

    slug = models.SlugField(unique=True, max_length=48)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    quota_bytes = models.BigIntegerField(default=20 * GIB)  # all originals together
    max_upload_bytes = models.BigIntegerField(default=2 * GIB)  # one file


class Membership(TenantModel):
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=ROLE_CHOICES)
    expires_at = models.DateTimeField(null=True)  # guests
    ended_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # nobody is behind this row any more

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_one_per_person",
            )
        ]


class Invitation(TenantModel):
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=ROLE_CHOICES)
    sees = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    guest_until = models.DateTimeField(null=True)
    inviter = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        EXPIRED = "expired"
        REVOKED = "revoked"

    def state_at(self, when: dt.datetime) -> "Invitation.State":
        """Accepted and revoked are final; a guest's invitation ends with the guest's own time."""
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.revoked_at is not None:
            return self.State.REVOKED
        ends = min(filter(None, (self.expires_at, self.guest_until)))
        return self.State.EXPIRED if ends <= when else self.State.PENDING


class Grant(TenantModel):
    """A guest or a device asks for, or is given, one participant's results until an end."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    grantee_kind = models.CharField(max_length=8)  # guest, device
    grantee_id = models.UUIDField()  # of the membership or the device
    participant = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField()  # as asked for, then as decided
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)  # the user
    is_granted = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    uses = models.PositiveIntegerField(default=0)  # hours in which it was used
    last_used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "grantee_id"], name="tenants_grant_grantee"),
            models.Index(fields=["tenant", "participant"], name="tenants_grant_participant"),
        ]

    def state_at(self, when: dt.datetime) -> "Grant.State":
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.decided_at is None:
            return self.State.REQUESTED
        if not self.is_granted:
            return self.State.REFUSED
        return self.State.EXPIRED if self.until <= when else self.State.GRANTED
