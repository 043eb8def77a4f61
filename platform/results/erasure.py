"""Erasing a person: everything that each room holds, in one transaction; files right after it.

What stays is said by the sentences below, and in docs/how-to/erase-a-person.md. A worker in the
midst of this person's clip loses its job's row, and with it the right to write (jobs_stop).
"""

import functools
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from anchors.services import subject_forget
from audit.kinds import Kind
from audit.records import ActorRef
from audit.selectors import person_rows
from audit.services import person_erase, record
from base import scope
from base.idempotency import answers_forget
from base.shedding import leavings_shed
from consent.selectors import consents_count
from consent.services import consents_erase
from jobs.services import jobs_erase, jobs_stop
from live.services import topics_erase
from media.services import clips_erase
from results import erasure_list
from results.errors import NotThisPerson
from results.models import Assessment, Baseline, ElementReview, Erasure, Reanalysis, Report, Review
from tenants.selectors import organisations
from tenants.services import access_erasable, belongs_elsewhere, erasable_lock, membership_erase
from uploads.selectors import uploads_by_assessment
from uploads.services import files_doom, files_empty, uploads_erase, uploads_hold

if TYPE_CHECKING:
    from tenants.models import Membership

SEALED = (
    "The lines about this person in the ledger: sealed, and from now on nobody can open them, "
    "we included. One line says that a person was erased, not who."
)
EMPTIED = "In the journal: of each event its kind and its time. Who, what and whose are emptied."
SAVED = "Proof files that somebody has saved. They go on working; ask for them back where you can."
BACKED_UP = (
    "Backups made before now, until you have rotated them. After restoring one, run "
    "“manage.py erasures_reapply” before anybody signs in."
)
ACTED = "What this person did with data of others, under a number."
ACCOUNT_STAYS = (
    "The account, its name and its address, since the person belongs to another organisation too."
)


@dataclass(frozen=True)
class Counts:
    """How much there is of a person."""

    assessments: int
    videos: int
    reviews: int
    consents: int
    journal_rows: int


def erasure_preview(participant_id: uuid.UUID) -> dict[str, object]:
    """What would go and what would stay. Raises NotFound."""
    member = access_erasable(participant_id)
    elsewhere = belongs_elsewhere(member)
    return {
        "name": member.user.name,
        "counts": _counted(member),
        "account": not elsewhere,
        "stays": [
            SEALED,
            EMPTIED,
            SAVED,
            BACKED_UP,
            ACTED,
            *([ACCOUNT_STAYS] if elsewhere else []),
        ],
    }


def erasure_perform(
    *, participant_id: uuid.UUID, confirm: str, account: bool, actor: ActorRef
) -> dict[str, object]:
    """Erase the person whose name is `confirm`. Raises NotFound, NotThisPerson."""
    name = access_erasable(participant_id).user.name
    if confirm.strip() != name.strip():
        raise NotThisPerson(fields={"confirm": "This is not the name."})
    return person_forget(participant_id=participant_id, account=account, actor=actor)


@transaction.atomic
def person_forget(
    *, participant_id: uuid.UUID, account: bool, actor: ActorRef
) -> dict[str, object]:
    """Delete all that is known of a participant of the tenant in scope. Raises NotFound."""
    tenant_id = scope.tenant_id()
    member = erasable_lock(tenant_id, participant_id)
    ids = {*uploads_hold(member.id)}
    ids |= set(Assessment.objects.filter(participant=member).values_list("id", flat=True))
    jobs_stop(ids | _again_ids(ids))
    counts = _counted(member)
    gone = [*_assessments_erase(ids), *consents_erase(membership_id=member.id)]
    uploads_erase(member.id)
    gone += membership_erase(membership=member, account=account)
    answers_forget(gone)
    person_erase(member.id)
    subject_forget(member.id)
    row = Erasure.objects.create(person_id=member.id, account=account)
    event = record(Kind.SUBJECT_ERASED, subject=("person", None), actor=actor, person=None)
    transaction.on_commit(functools.partial(_finish, tenant_id), robust=True)
    return {"erased_at": row.created_at, "counts": counts, "event": event.id}


def erasures_finish() -> int:
    """Carry on what a crash or a silent store left undone; how many things it did."""
    return sum(_finish(one.id) for one in organisations())


def _finish(tenant_id: uuid.UUID) -> int:
    """After the commit: files, the list outside the database, the database's own leavings."""
    with scope.tenant(tenant_id):
        done = files_empty()
        for row in Erasure.objects.filter(listed_at__isnull=True):
            erasure_list.add(row)
            done += 1
    if done:
        leavings_shed()
    return done


def _assessments_erase(ids: set[uuid.UUID]) -> list[uuid.UUID]:
    """Delete assessments with all that hangs on them; ids of the reviews that went."""
    reviews = Review.objects.filter(assessment_id__in=ids)
    review_ids = list(reviews.values_list("id", flat=True))
    reviews.delete()
    work = ids | _again_ids(ids)
    words = ElementReview.objects.filter(assessment_id__in=ids)
    review_ids += words.values_list("id", flat=True)
    words.delete()
    Baseline.objects.filter(assessment_id__in=ids).delete()
    Reanalysis.objects.filter(assessment_id__in=ids).delete()
    Report.objects.filter(assessment_id__in=ids).delete()
    Assessment.objects.filter(id__in=ids).delete()
    jobs_erase(work)
    topics_erase(work)
    clips_erase(ids)
    folder = f"landmarks/{scope.tenant_id()}"
    files_doom(f"{folder}/{one}" for one in ids)
    return review_ids


def _again_ids(ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """What the jobs of further analyses of these assessments work on."""
    rows = Reanalysis.objects.filter(assessment_id__in=ids)
    return set(rows.values_list("id", flat=True))


def _counted(member: "Membership") -> Counts:
    ids = list(Assessment.objects.filter(participant=member).values_list("id", flat=True))
    return Counts(
        assessments=len(ids),
        videos=sum(1 for one in uploads_by_assessment(ids).values() if one.offset_bytes),
        reviews=Review.objects.filter(assessment_id__in=ids).count()
        + ElementReview.objects.filter(assessment_id__in=ids).count(),
        consents=consents_count(member.id),
        journal_rows=person_rows(member.id),
    )
