"""Writing jobs: queue, claim, progress, end. Every write of a worker names its fence."""

import datetime as dt
import functools
import uuid
from collections.abc import Iterable

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from audit.kinds import Kind
from audit.records import SYSTEM, ActorRef
from audit.services import record
from base import clock, scope
from base.scope import Crossing
from jobs.errors import JobCancelled, LeaseLost, NotNow
from jobs.kinds import KINDS
from jobs.models import Job
from jobs.records import Lease
from jobs.selectors import RETRYABLE, assessment_state, job_record
from live.services import event_publish

PARKED_SENTENCE = (
    "We tried {attempts} times and could not finish this clip. Nothing is lost: "
    "start it again, and if it stops once more, write to us."
)


@transaction.atomic
def job_enqueue(*, kind: str, subject_id: uuid.UUID, person: uuid.UUID | None) -> Job:
    """Queue work on `subject_id`; `person` is the membership of the one whose data it is."""
    job = Job.objects.create(
        kind=kind, subject_id=subject_id, person_id=person, percent=KINDS[kind].span[0]
    )
    _announce(job)
    _wake_on_commit(job)
    return job


def job_claim(job_id: uuid.UUID, owner: str) -> Lease | None:
    """Lease a waiting job, or one whose lease ran out, by one conditional UPDATE; None if taken."""
    now = clock.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with scope.across_tenants(Crossing.JOB_CLAIM), transaction.atomic():
        won = Job.objects.filter(free, id=job_id, cancel_asked_at__isnull=True).update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            lease_owner=owner,
            lease_until=now + _lease(),
            eta_s=None,
        )
        if not won:
            return None
        job = Job.objects.get(id=job_id)
    lease = Lease(job.id, job.tenant_id, job.kind, job.subject_id, job.fence, job.attempts)
    if job.attempts > KINDS[job.kind].max_attempts:
        with scope.tenant(job.tenant_id):
            _park(lease)
        return None
    with scope.tenant(job.tenant_id):
        _announce(job)
    return lease


def job_heartbeat(lease: Lease) -> None:
    """Extend the lease. Raises LeaseLost or JobCancelled."""
    held = _held(lease).update(lease_until=clock.now() + _lease())
    if not held:
        raise LeaseLost
    if _held(lease).filter(cancel_asked_at__isnull=False).exists():
        raise JobCancelled


def job_progress(lease: Lease, *, stage: str, done: float, eta_s: float | None) -> float:
    """Store progress; `done` is the fraction of this job in [0, 1]. Returns the percent shown.

    The percent never falls, also not in a second attempt. Raises LeaseLost or JobCancelled.
    """
    low, high = KINDS[lease.kind].span
    job = _held(lease).first()
    if job is None:
        raise LeaseLost
    if job.cancel_asked_at is not None:
        raise JobCancelled
    percent = max(job.percent, low + (high - low) * min(max(done, 0.0), 1.0))
    job_fields = {"stage": stage, "percent": percent, "eta_s": eta_s}
    if not _held(lease).update(**job_fields, lease_until=clock.now() + _lease()):
        raise LeaseLost
    return percent


def job_stage(lease: Lease, stage: str) -> None:
    """Note what the worker is at. Raises LeaseLost."""
    if not _held(lease).update(stage=stage):
        raise LeaseLost


@transaction.atomic(savepoint=False)
def job_hold(lease: Lease) -> Job:
    """Lock the job's row inside the caller's transaction, so that what follows is this worker's
    alone. Raises LeaseLost or JobCancelled.
    """
    job = _held(lease).select_for_update().first()
    if job is None:
        raise LeaseLost
    if job.cancel_asked_at is not None:
        raise JobCancelled
    return job


@transaction.atomic
def job_finish(lease: Lease) -> None:
    _end(job_hold(lease), Job.State.DONE)


@transaction.atomic
def job_fail(lease: Lease, *, code: str, sentence: str) -> None:
    """End for good: trying again would give the same answer."""
    _end(job_hold(lease), Job.State.FAILED, code, sentence)


@transaction.atomic
def job_stop(lease: Lease) -> None:
    """The worker obeyed a cancel."""
    job = _held(lease).select_for_update().first()
    if job is not None:
        _end(job, Job.State.CANCELLED, JobCancelled.code, JobCancelled.sentence)


@transaction.atomic
def job_release(lease: Lease) -> None:
    """Give the job back after a fault of ours: queued again, or parked after the last attempt."""
    if lease.attempts >= KINDS[lease.kind].max_attempts:
        _park(lease)
        return
    job = _held(lease).select_for_update().first()
    if job is not None:
        _requeue(job)


@transaction.atomic
def job_cancel(job_id: uuid.UUID, *, actor: ActorRef) -> Job:
    """Stop a job: a waiting one at once, a running one as soon as its worker hears of it."""
    job = Job.objects.select_for_update().get(id=job_id)
    if job.has_ended:
        raise NotNow
    _journal(Kind.JOB_CANCELLED, job, actor)
    if job.state == Job.State.QUEUED:
        _end(job, Job.State.CANCELLED, JobCancelled.code, JobCancelled.sentence)
    else:
        job.cancel_asked_at = clock.now()
        job.save(update_fields=["cancel_asked_at"])
        _announce(job)
    return job


@transaction.atomic
def job_retry(job_id: uuid.UUID, *, actor: ActorRef) -> Job:
    """Queue an ended job again, with all its attempts before it."""
    job = Job.objects.select_for_update().get(id=job_id)
    if job.state not in RETRYABLE:
        raise NotNow
    _journal(Kind.JOB_RETRIED, job, actor)
    job.attempts = 0
    job.percent = KINDS[job.kind].span[0]
    job.reason_code = job.reason_sentence = ""
    job.cancel_asked_at = job.ended_at = None
    job.save()
    _requeue(job)
    return job


def jobs_stop(subject_ids: Iterable[uuid.UUID]) -> None:
    """Hold every job on these subjects until the transaction ends; no worker can write meanwhile.

    A worker that was writing when we came is waited for. It may have queued a further job: hence
    the look again.
    """
    ids, held = list(subject_ids), set[uuid.UUID]()
    while fresh := set(_locked_ids(ids)) - held:
        held |= fresh


def _locked_ids(subject_ids: list[uuid.UUID]) -> list[uuid.UUID]:
    rows = Job.objects.select_for_update().filter(subject_id__in=subject_ids).order_by("id")
    return [job.id for job in rows]


def jobs_erase(subject_ids: Iterable[uuid.UUID]) -> None:
    """Delete stopped jobs (jobs_stop). Whoever works on one of them has lost its lease by that."""
    Job.objects.filter(subject_id__in=list(subject_ids)).delete()


def jobs_sweep() -> int:
    """Bring back jobs whose lease ran out and wake workers for work nobody was told of.

    Returns how many jobs were touched. A message lost with a killed worker costs only this wait.
    """
    now = clock.now()
    with scope.across_tenants(Crossing.JOB_SWEEP):
        lapsed = list(Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now))
        unheard = Q(woken_at__isnull=True) | Q(woken_at__lt=now - _lease())
        waiting = list(
            Job.objects.filter(unheard, state=Job.State.QUEUED).order_by("created_at")[:50]
        )
    for job in lapsed:
        with scope.tenant(job.tenant_id), transaction.atomic():
            _reclaim(job.id)
    for job in waiting:
        with scope.tenant(job.tenant_id), transaction.atomic():
            _wake_on_commit(job)
    return len(lapsed) + len(waiting)


def _reclaim(job_id: uuid.UUID) -> None:
    job = (
        Job.objects.select_for_update()
        .filter(id=job_id, state=Job.State.RUNNING, lease_until__lt=clock.now())
        .first()
    )
    if job is None:
        return
    if job.cancel_asked_at is not None:
        _end(job, Job.State.CANCELLED, JobCancelled.code, JobCancelled.sentence)
    elif job.attempts >= KINDS[job.kind].max_attempts:
        _end_parked(job)
    else:
        _requeue(job)


def _requeue(job: Job) -> None:
    job.state = Job.State.QUEUED
    job.lease_owner, job.lease_until, job.eta_s = "", None, None
    job.fence += 1  # whoever held it can write nothing any more
    job.save()
    _announce(job)
    _wake_on_commit(job)


def _park(lease: Lease) -> None:
    with transaction.atomic():
        job = _held(lease).select_for_update().first()
        if job is not None:
            _end_parked(job)


def _end_parked(job: Job) -> None:
    _journal(Kind.JOB_PARKED, job, SYSTEM)
    attempts = KINDS[job.kind].max_attempts
    _end(job, Job.State.PARKED, "parked", PARKED_SENTENCE.format(attempts=attempts))


def _end(job: Job, state: Job.State, code: str = "", sentence: str = "") -> None:
    job.state = state
    job.reason_code, job.reason_sentence = code, sentence
    job.lease_owner, job.lease_until, job.eta_s = "", None, None
    job.ended_at = clock.now()
    if state == Job.State.DONE:
        job.percent = KINDS[job.kind].span[1]
    job.save()
    if state in {Job.State.FAILED, Job.State.PARKED}:
        event_publish(job.subject_id, "failed", {"code": code, "sentence": sentence})
    _announce(job)


def _journal(kind: Kind, job: Job, actor: ActorRef) -> None:
    record(
        kind,
        subject=("job", job.id),
        actor=actor,
        person=job.person_id,
        payload={"kind": job.kind},
    )


def _announce(job: Job) -> None:
    """Tell watchers; the end of a kind that others follow is told by its follower."""
    if job.state == Job.State.DONE and not KINDS[job.kind].is_last:
        return
    event_publish(job.subject_id, "job", job_record(job))
    event_publish(job.subject_id, "state", {"state": assessment_state(job)})


def _wake_on_commit(job: Job) -> None:
    Job.objects.filter(id=job.id).update(woken_at=clock.now())
    kind = KINDS[job.kind]
    send = functools.partial(
        current_app.send_task, kind.task, args=[str(job.id)], queue=kind.queue, ignore_result=True
    )
    transaction.on_commit(send)


def _held(lease: Lease) -> models.QuerySet[Job]:
    return Job.objects.filter(id=lease.job_id, fence=lease.fence, state=Job.State.RUNNING)


def _lease() -> dt.timedelta:
    return dt.timedelta(seconds=settings.JOB_LEASE_S)
