"""A clip analysed once more when what judges it has changed; the report before it is kept.

The result stays as it is, and readable, until the new report takes its place in one transaction.
Labels of people move with the repetition they were given to, found by its time; one whose
repetition is in the new report no more is kept and said, never dropped.
"""

import functools
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from assessment.report.difference import Difference, difference
from audit.kinds import Kind
from audit.records import SYSTEM
from audit.services import record
from base import clock, scope
from base.errors import Refused
from consent.access import require_consent
from consent.selectors import consented_ids
from jobs.records import Lease
from jobs.services import job_enqueue, job_finish, job_hold
from live.services import event_publish
from results.errors import NotAgainNow, NothingOutdated
from results.models import Assessment, Reanalysis, Report, Review
from results.selectors import review_record
from results.services import assessment_unsign, report_store
from tenants.records import Actor
from tenants.selectors import organisations

# A job that will never end this reanalysis.
_OVER = Q(job__state__in=["failed", "parked", "cancelled"])


def under_way() -> QuerySet[Reanalysis]:
    """Asked for, and neither ended nor given up."""
    return Reanalysis.objects.filter(ended_at__isnull=True).exclude(_OVER)


@transaction.atomic
def again_ask(row: Assessment, *, actor: Actor) -> Reanalysis:
    """Analyse this clip again, now. Raises ConsentNeeded, and NotAgainNow without a report or while
    it is being done.
    """
    require_consent(row.participant_id)
    asked = _asked(row, actor)
    _begin(asked)
    return asked


@transaction.atomic
def agains_ask(rows: list[Assessment], *, actor: Actor) -> int:
    """Analyse these clips again, one after the other; how many were not asked for already.

    People who did not agree to today's text are left out. Raises NothingOutdated for none at all.
    """
    if not rows:
        raise NothingOutdated
    agreed = consented_ids([row.participant_id for row in rows])
    busy = set(under_way().values_list("assessment_id", flat=True))
    wanted = [row for row in rows if row.participant_id in agreed and row.id not in busy]
    for row in wanted:
        _asked(row, actor)
    transaction.on_commit(functools.partial(_go, scope.tenant_id()))
    return len(wanted)


def reanalyses_go() -> int:
    """In every organisation where none is at work, begin the one that waits longest: a new clip
    waits behind one of them at most. How many were begun.
    """
    return sum(_go(one.id) for one in organisations())


@transaction.atomic
def report_replace(
    lease: Lease, again: Reanalysis, *, body: dict[str, Any], landmarks_key: str
) -> None:
    """Keep the old report, put the new one in its place, move the labels, end the job.

    Where the result changed meanwhile (another person was chosen) nothing is replaced.
    """
    job_hold(lease)
    row = Assessment.objects.select_for_update(of=("self",)).get(id=again.assessment_id)
    old = Report.objects.filter(assessment=row).first()
    again = Reanalysis.objects.get(id=again.id)
    again.ended_at = clock.now()
    if old is not None and old.created_at < again.created_at:
        found = difference(old.body, body)
        again.body, again.sha256 = old.body, old.sha256
        again.landmarks_key, again.recorded_at = old.landmarks_key, old.created_at
        new = report_store(row, body=body, landmarks_key=landmarks_key, fence=lease.fence)
        left = _labels_move(row, old.body, found)
        again.changes = {**found.payload(), "left_behind": left}
        if found.changes:  # a signature was on what the report said before
            assessment_unsign(row, by=SYSTEM)
        record(
            Kind.REPORT_REPLACED,
            subject=("assessment", row.id),
            actor=SYSTEM,
            person=row.participant_id,
            payload={
                "report_sha256": new.sha256,
                "replaced_sha256": old.sha256,
                "changed": len(found.changes),
                "labels_left_behind": len(left),
            },
        )
    again.save()
    job_finish(lease)


def _asked(row: Assessment, actor: Actor) -> Reanalysis:
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("job").get(id=row.id)
    is_done = locked.job is not None and locked.job.state == "done"
    has_report = Report.objects.filter(assessment=row).exists()
    if not is_done or not has_report or under_way().filter(assessment=row).exists():
        raise NotAgainNow
    if actor.membership_id is None:
        raise Refused
    asked = Reanalysis.objects.create(assessment=row, asked_by_id=actor.membership_id)
    record(
        Kind.REANALYSIS_ASKED,
        subject=("assessment", row.id),
        actor=actor.ref,
        person=row.participant_id,
        payload={"reanalysis": str(asked.id)},
    )
    return asked


def _begin(asked: Reanalysis) -> None:
    person = Assessment.objects.values_list("participant_id", flat=True).get(id=asked.assessment_id)
    job = job_enqueue(kind="again", subject_id=asked.id, person=person)
    Reanalysis.objects.filter(id=asked.id).update(job=job)


def _go(tenant_id: uuid.UUID) -> int:
    with scope.tenant(tenant_id), transaction.atomic():
        waiting = under_way().filter(job__isnull=True)
        if not waiting.exists() or under_way().filter(job__isnull=False).exists():
            return 0
        first = waiting.order_by("created_at", "id").first()
        if first is not None:
            _begin(first)
        return 1


def _labels_move(
    row: Assessment, before: Mapping[str, Any], found: Difference
) -> list[dict[str, Any]]:
    """Labels go with their repetition; those that are left behind."""
    starts = {one["index"]: one["start_s"] for one in before["repetitions"]}
    labels = Review.objects.select_related("reviewer__user").filter(
        assessment=row, repetition__isnull=False, left_behind_at__isnull=True
    )
    left = []
    for label in labels.order_by("created_at", "id"):
        was = int(label.repetition or 0)
        place = found.same.get(was)
        if place == was:
            continue
        if place is None:
            label.left_behind_at = clock.now()
            if label.withdrawn_at is None:
                left.append(
                    {"repetition": was, "label": label.label, "start_s": starts.get(was, 0.0)}
                )
        else:
            label.repetition = place
        label.save(update_fields=["repetition", "left_behind_at"])
        event_publish(row.id, "review", review_record(label))
    return left
