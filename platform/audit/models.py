"""The journal: rows are added, never deleted, and changed in one way alone (Journal.emptied)."""

import datetime as dt
import uuid
from typing import Any, ClassVar, NoReturn, cast

from django.db import models

from audit.errors import JournalFixed
from base.models import TenantManager, TenantModel, TenantQuerySet


class JournalRows(TenantQuerySet["Event"]):
    """Refuses every road by which a written row could change or go."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise JournalFixed

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise JournalFixed

    def delete(self) -> NoReturn:
        raise JournalFixed

    def _update(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # a row's save()
        raise JournalFixed

    def emptied(self, at: dt.datetime) -> int:
        return super().update(payload="{}", actor_id=None, subject_id=None, erased_at=at)


class Journal(TenantManager["Event"]):
    queryset_class = JournalRows

    def emptied(self, person: uuid.UUID, at: dt.datetime) -> int:
        """Leave kind and time of the rows about `person`; for audit.services.person_erase alone."""
        rows = self.get_queryset().filter(person_id=person, erased_at__isnull=True)
        return cast("JournalRows", rows).emptied(at)


class Event(TenantModel):
    kind = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=12)  # user, device, guest, system
    actor_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)  # membership of the one person whose data it is about
    payload = models.TextField()  # canonical JSON, no names
    erased_at = models.DateTimeField(null=True)  # the person was erased: kind and time are left

    objects: ClassVar[Journal] = Journal()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "created_at", "id"], name="audit_event_tenant_time"),
            models.Index(fields=["tenant", "subject_id"], name="audit_event_tenant_subject"),
            models.Index(fields=["tenant", "person_id"], name="audit_event_tenant_person"),
        ]

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise JournalFixed
