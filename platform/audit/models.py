"""The journal: rows are added, never changed, never deleted."""

from django.db import models

from base.models import TenantModel


class Event(TenantModel):
    kind = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=12)  # user, device, guest, system
    actor_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)  # membership of the one person whose data it is about
    payload = models.TextField()  # canonical JSON, no names
    erased_at = models.DateTimeField(null=True)  # the person was erased: kind and time are left

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "created_at", "id"], name="audit_event_tenant_time"),
            models.Index(fields=["tenant", "subject_id"], name="audit_event_tenant_subject"),
            models.Index(fields=["tenant", "person_id"], name="audit_event_tenant_person"),
        ]
