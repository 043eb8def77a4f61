"""Leased rows: the truth about work. Celery's messages only wake somebody who looks here.

queued -> running -> done | failed | parked | cancelled; running -> queued when a lease runs out.
"""

from django.db import models

from base.models import TenantModel


class Job(TenantModel):
    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        PARKED = "parked"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=12)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)  # membership of the person whose data it works on
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=12, default="")
    percent = models.FloatField(default=0)
    eta_s = models.FloatField(null=True)
    reason_code = models.CharField(max_length=40, default="")
    reason_sentence = models.TextField(default="")
    cancel_asked_at = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["state", "kind", "created_at"], name="jobs_job_waiting"),
            models.Index(fields=["state", "lease_until"], name="jobs_job_leases"),
            models.Index(fields=["tenant", "subject_id"], name="jobs_job_subject"),
        ]

    @property
    def has_ended(self) -> bool:
        return self.state not in {self.State.QUEUED, self.State.RUNNING}
