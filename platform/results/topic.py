"""Assessments as a topic of live events (live.topics names what such a module offers)."""

import uuid

from audit.kinds import Kind
from base.errors import NotFound
from results.access import access_assessment
from results.models import Assessment
from results.services import refusal_recorded, view_recorded
from tenants.permissions import Perm
from tenants.records import Actor


def topic_access(actor: Actor, topic_id: uuid.UUID) -> None:
    """Raises Refused, NotFound; that somebody watches another's clip is journalled."""
    try:
        row = access_assessment(actor, Perm.ASSESSMENT_VIEW, topic_id)
    except NotFound:
        refusal_recorded(topic_id, actor=actor)
        raise
    view_recorded(row, actor=actor, kind=Kind.WATCHED_LIVE)


def topic_is_settled(topic_id: uuid.UUID) -> bool:
    """No more events will come of themselves: the job has ended, or the upload was given up."""
    row = Assessment.objects.select_related("job").filter(id=topic_id).first()
    if row is None or row.given_up_at is not None:
        return True
    if row.job is None:
        return False
    is_between = row.job.state == "done" and row.job.kind == "ingest"
    return row.job.has_ended and not is_between
