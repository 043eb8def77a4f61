"""What pages, API and events show of an assessment."""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet

from consent.selectors import consented_ids
from jobs.selectors import assessment_state, job_record
from live.selectors import events_of_kind, last_event_id
from media.records import VideoRecord
from media.selectors import clip_for_assessment, clips_by_assessment, video_record
from media.store import local_copy
from results.landmarks import landmarks_from_chunks, landmarks_from_file
from results.models import Assessment, Report, Review
from tenants.permissions import Perm
from tenants.records import Actor
from uploads.selectors import upload_record, uploads_by_assessment

if TYPE_CHECKING:
    from media.models import Clip


def state_of(row: Assessment) -> str:
    """uploading, queued, working, done, failed, parked or cancelled."""
    if row.job is not None:
        return assessment_state(row.job)
    return "cancelled" if row.given_up_at else "uploading"


def standing_labels() -> QuerySet[Review]:
    """People's labels of repetitions that are neither taken back nor left behind by a newer
    report, oldest first: of several for one repetition the last holds.
    """
    return Review.objects.filter(
        repetition__isnull=False, withdrawn_at__isnull=True, left_behind_at__isnull=True
    ).order_by("created_at", "id")


def items(rows: Iterable[Assessment], org: str) -> list[dict[str, Any]]:
    """List entries, in the order given; a constant number of queries."""
    rows = list(rows)
    ids = [row.id for row in rows]
    reports = {one.assessment_id: one for one in Report.objects.filter(assessment_id__in=ids)}
    clips = clips_by_assessment(ids)
    return [item(row, reports.get(row.id), _video(clips.get(row.id), org)) for row in rows]


def _video(clip: "Clip | None", org: str) -> VideoRecord | None:
    return video_record(clip, org) if clip else None


def item(row: Assessment, report: Report | None, video: VideoRecord | None) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "state": state_of(row),
        "created_at": row.created_at.isoformat(),
        "exercise": row.exercise or None,
        "participant": {"id": str(row.participant_id), "name": row.participant.user.name},
        "filename": row.filename,
        "duration_s": video["duration_s"] if video else None,
        "poster_url": video["poster_url"] if video else None,
        "count": report.count if report else None,
        "verdicts": report.verdicts if report else [],
        "reviewed_at": row.signed_at.isoformat() if row.signed_at else None,
        "reviewer_name": row.signed_by.user.name if row.signed_by else None,
        "job": job_record(row.job) if row.job else None,
    }


def participant_records(members: Sequence[Any]) -> list[dict[str, Any]]:
    """People who are filmed: whether they agreed, and when they were last assessed."""
    ids = [member.id for member in members]
    agreed = consented_ids(ids)
    rows = Assessment.objects.filter(participant_id__in=ids).values("participant_id")
    last = {row["participant_id"]: row["last"] for row in rows.annotate(last=Max("created_at"))}
    return [
        {
            "id": str(member.id),
            "name": member.user.name,
            "consented": member.id in agreed,
            "last_assessment_at": last[member.id].isoformat() if member.id in last else None,
        }
        for member in members
    ]


def detail(row: Assessment, actor: Actor) -> dict[str, Any]:
    """One assessment with everything its page needs, and the number of its newest event."""
    last_id = last_event_id(row.id)  # read first: what comes later is sent again, never missed
    report = Report.objects.filter(assessment=row).first()
    video = _video(clip_for_assessment(row.id), actor.org)
    upload = uploads_by_assessment([row.id]).get(row.id)
    return {
        **item(row, report, video),
        "upload": upload_record(upload, actor.org) if upload else None,
        "video": video,
        "report": report.body if report else None,
        "reviews": reviews_of(row),
        "last_event_id": last_id,
        "permissions": permissions_of(actor),
    }


def permissions_of(actor: Actor) -> dict[str, bool]:
    """What the role may do here at all; the state says whether it is possible now."""
    may_cancel = actor.reach(Perm.ASSESSMENT_CANCEL) is not None
    return {
        "review": actor.reach(Perm.ASSESSMENT_REVIEW) is not None,
        "follow": actor.reach(Perm.ASSESSMENT_FOLLOW) is not None,
        "cancel": may_cancel,
        "retry": may_cancel,
        "download": actor.reach(Perm.CLIP_DOWNLOAD) is not None,
    }


def reviews_of(row: Assessment) -> list[dict[str, Any]]:
    """All reviews, oldest first, the withdrawn ones included."""
    found = Review.objects.select_related("reviewer__user").filter(assessment=row)
    return [review_record(one) for one in found.order_by("created_at", "id")]


def review_record(review: Review) -> dict[str, Any]:
    return {
        "id": str(review.id),
        "repetition": review.repetition,
        "label": review.label,
        "note": review.note,
        "reviewer_name": review.reviewer.user.name,
        "created_at": review.created_at.isoformat(),
        "withdrawn_at": review.withdrawn_at.isoformat() if review.withdrawn_at else None,
        "left_behind_at": review.left_behind_at.isoformat() if review.left_behind_at else None,
    }


def landmarks(row: Assessment) -> dict[str, Any]:
    """All landmarks so far: from the file of a finished report, else from the running attempt."""
    report = Report.objects.filter(assessment=row).first()
    if report is not None:
        with local_copy(report.landmarks_key) as path:
            return landmarks_from_file(path)
    chunks = events_of_kind(row.id, "landmarks", after=attempt_start(row.id))
    return landmarks_from_chunks([chunk.payload for chunk in chunks])


def attempt_start(assessment_id: uuid.UUID) -> int:
    """Number of the event that began the newest attempt; what came before it is void."""
    starts = [
        event.number
        for event in events_of_kind(assessment_id, "stage")
        if event.payload["stage"] == "pose"
    ]
    return starts[-1] if starts else 0
