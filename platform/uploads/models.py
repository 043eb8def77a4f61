"""One row per upload: how far it is, whose it is, and who is writing now."""

import uuid

from django.db import models

from base.models import TenantModel
from uploads.records import Place


class Upload(TenantModel):
    class State(models.TextChoices):
        OPEN = "open"
        FINISHED = "finished"
        TERMINATED = "terminated"
        EXPIRED = "expired"

    assessment_id = models.UUIDField()
    participant = models.ForeignKey(
        "tenants.Membership", on_delete=models.PROTECT, related_name="+"
    )
    uploader_kind = models.CharField(max_length=12)  # user or device
    uploader_id = models.UUIDField()
    filename = models.CharField(max_length=200)  # for display only, never a path
    content_type = models.CharField(max_length=127, blank=True)  # as claimed; nothing trusts it
    exercise = models.CharField(max_length=64, blank=True)  # empty: not said
    metadata = models.TextField(blank=True)
    creation_key = models.CharField(max_length=64, blank=True)  # sha256 of an Idempotency-Key

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    size_bytes = models.BigIntegerField(null=True)  # null: not said yet
    offset_bytes = models.BigIntegerField(default=0)  # never more than is durably stored
    reserved_bytes = models.BigIntegerField(default=0)  # counted against the organisation's quota
    sha256 = models.CharField(max_length=64, blank=True)  # of the stored bytes, once finished
    store_key = models.CharField(max_length=200)
    store_ref = models.CharField(max_length=1024, blank=True)  # S3: the multipart upload's id
    store_emptied = models.BooleanField(default=False)  # bytes of a given-up upload are gone
    given_up_reason = models.CharField(max_length=40, blank=True)  # a code, never free text
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()

    lock_owner = models.UUIDField(null=True)
    lock_beat = models.PositiveIntegerField(default=0)  # grows while the holder lives
    lock_wanted = models.BooleanField(default=False)  # somebody asks the holder to let go

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "uploader_kind", "uploader_id", "creation_key"],
                condition=~models.Q(creation_key=""),
                name="upload_created_once",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "state"], name="upload_tenant_state"),
            models.Index(fields=["tenant", "assessment_id"], name="upload_tenant_assessment"),
            models.Index(fields=["state", "expires_at"], name="upload_expiry"),
        ]

    @property
    def place(self) -> Place:
        return Place(self.store_key, self.store_ref, self.size_bytes)


def key_of(tenant_id: uuid.UUID, upload_id: uuid.UUID) -> str:
    """Name of the finished original in the default storage."""
    return f"originals/{tenant_id}/{upload_id}"


class Doomed(TenantModel):
    """Files that an erasure left to delete: written in its transaction, so none is forgotten."""

    prefix = models.CharField(max_length=255)  # everything whose key begins with it
    emptied_at = models.DateTimeField(null=True)  # once; they are looked for a second time
