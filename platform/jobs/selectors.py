"""What a job's owner sees."""

from typing import Any

from django.utils.translation import gettext

from base import scope
from base.scope import Crossing
from jobs.kinds import KINDS
from jobs.models import Job

# Not `failed`: that says the same clip would give the same answer.
RETRYABLE = {Job.State.PARKED, Job.State.CANCELLED}


def job_record(job: Job) -> dict[str, Any]:
    """The job as API and live events show it."""
    reason = (
        {"code": job.reason_code, "sentence": gettext(job.reason_sentence)}
        if job.reason_code
        else None
    )
    return {
        "id": str(job.id),
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage or None,
        "percent": round(job.percent, 1),
        "eta_s": job.eta_s,
        "waiting_behind": waiting_behind(job),
        "reason": reason,
        "can_cancel": not job.has_ended and job.cancel_asked_at is None,
        "can_retry": job.state in RETRYABLE,
        "attempts": job.attempts,
    }


def waiting_behind(job: Job) -> int | None:
    """How many jobs of the same queue come first, those at work included; None when not waiting."""
    if job.state != Job.State.QUEUED:
        return None
    kinds = [kind.name for kind in KINDS.values() if kind.queue == KINDS[job.kind].queue]
    with scope.across_tenants(Crossing.QUEUE_LENGTH):
        same_queue = Job.objects.filter(kind__in=kinds)
        ahead = same_queue.filter(state=Job.State.QUEUED, created_at__lt=job.created_at).count()
        return ahead + same_queue.filter(state=Job.State.RUNNING).count()


def assessment_state(job: Job) -> str:
    """The state that an assessment takes from its current job."""
    if job.state == Job.State.RUNNING:
        return "working"
    if job.state == Job.State.DONE:
        return "done" if KINDS[job.kind].is_last else "queued"
    return str(job.state)
