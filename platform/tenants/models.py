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
    sees = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
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
