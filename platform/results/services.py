"""Writing assessments: begun by an upload, ended by a report, judged by people."""

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction

from audit.kinds import Kind
from audit.records import SYSTEM, ActorRef
from audit.services import record, record_seen
from base import clock, errors
from consent.access import require_consent
from jobs.records import Lease
from jobs.services import (
    job_cancel,
    job_enqueue,
    job_finish,
    job_hold,
    job_progress,
    job_retry,
    job_stage,
)
from live.services import event_publish
from media.selectors import video_record
from results.errors import AlreadyJudged, NotAgainNow, NotReviewable, UnknownRepetition
from results.models import Assessment, ElementReview, Report, Review
from results.selectors import review_record
from tenants.permissions import Perm, Reach
from tenants.records import Actor
from tenants.services import grant_use
from uploads.selectors import upload_record

if TYPE_CHECKING:
    from media.models import Clip
    from uploads.models import Upload


# --- told by uploads (settings.UPLOAD_LISTENER) ---


def upload_created(upload: "Upload") -> uuid.UUID:
    """Open the assessment of a new upload. Raises ConsentNeeded."""
    require_consent(upload.participant_id)
    row = Assessment.objects.create(
        participant_id=upload.participant_id,
        uploader_kind=upload.uploader_kind,
        uploader_id=upload.uploader_id,
        exercise=upload.exercise,
        filename=upload.filename,
    )
    event_publish(row.id, "state", {"state": "uploading"})
    return row.id


def upload_finished(upload: "Upload") -> None:
    """Queue the first job."""
    job = job_enqueue(kind="ingest", subject_id=upload.assessment_id, person=upload.participant_id)
    Assessment.objects.filter(id=upload.assessment_id).update(job=job)
    event_publish(upload.assessment_id, "upload", upload_record(upload, upload.tenant.slug))


def upload_given_up(upload: "Upload", reason: str) -> None:
    del reason  # the upload's own row keeps it
    Assessment.objects.filter(id=upload.assessment_id).update(given_up_at=clock.now())
    event_publish(upload.assessment_id, "state", {"state": "cancelled"})


# --- written by workers, under their lease ---


@transaction.atomic
def clip_ready(lease: Lease, clip: "Clip") -> None:
    """The clip is prepared: show it, end the ingest job and queue the assessment of it."""
    job_hold(lease)
    row = Assessment.objects.select_related("tenant").get(id=lease.subject_id)
    event_publish(lease.subject_id, "video", video_record(clip, row.tenant.slug))
    job_finish(lease)
    job = job_enqueue(kind="assess", subject_id=lease.subject_id, person=row.participant_id)
    Assessment.objects.filter(id=lease.subject_id).update(job=job)


@transaction.atomic
def events_store(lease: Lease, events: list[tuple[str, dict[str, Any]]]) -> None:
    """Publish a worker's events in one transaction, if the lease still holds."""
    job_hold(lease)
    for kind, payload in events:
        if kind == "stage":
            job_stage(lease, payload["stage"])
        event_publish(lease.subject_id, kind, payload)


@transaction.atomic
def progress_store(
    lease: Lease,
    *,
    stage: str,
    done: float,
    eta_s: float | None,
    frames: tuple[int, int | None] | None = None,
) -> None:
    """Note how far a job is (`done`: fraction of it) and tell watchers. Raises as job_progress."""
    percent = job_progress(lease, stage=stage, done=done, eta_s=eta_s)
    shown: dict[str, Any] = {"stage": stage, "percent": round(percent, 1), "eta_s": eta_s}
    if frames is not None:
        shown |= {"frames_done": frames[0], "frames_total": frames[1]}
    event_publish(lease.subject_id, "progress", shown)


@transaction.atomic
def report_record(lease: Lease, *, body: dict[str, Any], landmarks_key: str) -> Report:
    """Record the report, tell watchers and end the job: all of it or nothing."""
    job_hold(lease)
    row = Assessment.objects.get(id=lease.subject_id)
    report = report_store(row, body=body, landmarks_key=landmarks_key, fence=lease.fence)
    job_finish(lease)
    return report


def report_store(
    row: Assessment, *, body: dict[str, Any], landmarks_key: str, fence: int
) -> Report:
    """Put the report in the place of any other, journal it and tell watchers; part of the
    transaction of whoever made it.
    """
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    Report.objects.filter(assessment=row).delete()  # of an attempt that its owner started again
    full = [one for one in body["repetitions"] if not one.get("partial")]
    verdicts = [one["verdict"]["label"] for one in full]
    report = Report.objects.create(
        assessment=row,
        body=body,
        sha256=digest,
        landmarks_key=landmarks_key,
        count=len(verdicts),
        verdicts=verdicts,
        fence=fence,
    )
    record(
        Kind.REPORT_RECORDED,
        subject=("assessment", row.id),
        actor=SYSTEM,
        person=row.participant_id,
        payload={"report_sha256": digest, "video_sha256": body["video"]["sha256"]},
    )
    event_publish(row.id, "report", body)
    return report


# --- done by people ---


@transaction.atomic
def assessment_cancel(row: Assessment, *, actor: Actor) -> None:
    if row.job is None:
        raise errors.Conflict("The clip is still arriving. Stop the upload instead.")
    job_cancel(row.job.id, actor=actor.ref)


@transaction.atomic
def assessment_retry(row: Assessment, *, actor: Actor) -> None:
    if row.job is None:
        raise errors.Conflict("The clip never arrived whole. Upload it again.")
    job_retry(row.job.id, actor=actor.ref)


@transaction.atomic
def assessment_follow(row: Assessment, *, x: float, y: float, actor: Actor) -> None:
    """Assess again with the person at `x`, `y`: shares of the picture at the first frame.

    The report of the person followed before goes. Raises NotAgainNow while a job is under way or
    no clip is there, AlreadyJudged where a signature or a label stands.
    """
    row = Assessment.objects.select_for_update(of=("self",)).select_related("job").get(id=row.id)
    if row.job is None or row.job.kind != "assess" or row.job.state in ("queued", "running"):
        raise NotAgainNow
    judged = any(
        kind.objects.filter(assessment=row, withdrawn_at__isnull=True).exists()
        for kind in (Review, ElementReview)
    )
    if row.signed_at is not None or judged:
        raise AlreadyJudged
    Report.objects.filter(assessment=row).delete()
    event_publish(row.id, "stage", {"stage": "pose"})  # what the attempt before it sent is void
    row.person_x, row.person_y = x, y
    row.job = job_enqueue(kind="assess", subject_id=row.id, person=row.participant_id)
    row.save(update_fields=["person_x", "person_y", "job"])
    record(
        Kind.PERSON_CHOSEN,
        subject=("assessment", row.id),
        actor=actor.ref,
        person=row.participant_id,
        payload={"x": round(x, 3), "y": round(y, 3)},
    )


@transaction.atomic
def review_create(
    row: Assessment, *, repetition: int | None, label: str, note: str, actor: Actor
) -> Review:
    """Set a label beside the machine's, for one repetition or (None) the whole clip.

    Raises NotReviewable before there is a report, UnknownRepetition for an index it lacks.
    """
    report = Report.objects.filter(assessment=row).first()
    if report is None or actor.membership_id is None:
        raise NotReviewable
    known = {one["index"] for one in report.body["repetitions"]}
    if repetition is not None and repetition not in known:
        raise UnknownRepetition(fields={"repetition": "Not in the report."})
    review = Review.objects.create(
        assessment=row,
        repetition=repetition,
        label=label,
        note=note,
        reviewer_id=actor.membership_id,
    )
    record(
        Kind.REPETITION_OVERRULED,
        subject=("assessment", row.id),
        actor=actor.ref,
        person=row.participant_id,
        payload={"review": str(review.id), "repetition": repetition, "label": label},
    )
    event_publish(row.id, "review", review_record(review))
    return review


@transaction.atomic
def review_withdraw(row: Assessment, review_id: uuid.UUID, *, actor: Actor) -> Review:
    """Take a label back; the row stays. Raises NotFound for another's or an absent review."""
    review = (
        Review.objects.select_related("reviewer__user")
        .filter(id=review_id, assessment=row, reviewer_id=actor.membership_id)
        .first()
    )
    if review is None:
        raise errors.NotFound
    if review.withdrawn_at is None:
        review.withdrawn_at = clock.now()
        review.save(update_fields=["withdrawn_at"])
        record(
            Kind.OVERRULE_WITHDRAWN,
            subject=("assessment", row.id),
            actor=actor.ref,
            person=row.participant_id,
            payload={"review": str(review.id)},
        )
        event_publish(row.id, "review", review_record(review))
    return review


@transaction.atomic
def assessment_sign(row: Assessment, *, actor: Actor) -> None:
    if not Report.objects.filter(assessment=row).exists():
        raise NotReviewable
    row.signed_by_id, row.signed_at = actor.membership_id, clock.now()
    row.save(update_fields=["signed_by", "signed_at"])
    record(
        Kind.ASSESSMENT_SIGNED,
        subject=("assessment", row.id),
        actor=actor.ref,
        person=row.participant_id,
    )
    signed = {"reviewed_at": row.signed_at.isoformat(), "reviewer_name": actor.name}
    event_publish(row.id, "signed", signed)


@transaction.atomic
def assessment_unsign(row: Assessment, *, by: ActorRef) -> None:
    if row.signed_at is None:
        return
    row.signed_by_id, row.signed_at = None, None
    row.save(update_fields=["signed_by", "signed_at"])
    record(
        Kind.ASSESSMENT_UNSIGNED,
        subject=("assessment", row.id),
        actor=by,
        person=row.participant_id,
    )
    event_publish(row.id, "signed", {"reviewed_at": None, "reviewer_name": None})


def view_recorded(row: Assessment, *, actor: Actor, kind: Kind = Kind.REPORT_SEEN) -> None:
    """Somebody looked at health data that is not their own."""
    grant_use(actor=actor, participant_id=row.participant_id)
    if actor.membership_id != row.participant_id:
        record_seen(
            kind, subject=("assessment", row.id), actor=actor.ref, person=row.participant_id
        )


def refusal_recorded(assessment_id: uuid.UUID, *, actor: Actor) -> None:
    """Somebody asked for an assessment of the organisation that is not theirs to see."""
    row = Assessment.objects.filter(id=assessment_id).first()
    if row is not None:
        record_seen(
            Kind.ACCESS_REFUSED,
            subject=("assessment", row.id),
            actor=actor.ref,
            person=row.participant_id,
        )


def list_recorded(*, actor: Actor) -> None:
    """Somebody looked at the list of other people's assessments."""
    for participant_id in actor.grants:
        grant_use(actor=actor, participant_id=participant_id)
    if actor.reach(Perm.ASSESSMENT_VIEW) is Reach.ALL or actor.grants:
        subject = ("organisation", actor.tenant_id)
        record_seen(Kind.ASSESSMENTS_LISTED, subject=subject, actor=actor.ref, person=None)
