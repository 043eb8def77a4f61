"""The only road from an assessment's id to its row."""

import uuid

from django.db.models import Q, QuerySet

from base import errors
from results.models import Assessment
from tenants.permissions import Perm, Reach
from tenants.records import Actor


def assessments_within(actor: Actor, reach: Reach) -> QuerySet[Assessment]:
    """The assessments this actor reaches: all of the organisation, or its own."""
    rows = Assessment.objects.select_related("job", "participant__user", "signed_by__user")
    if reach is Reach.ALL:
        return rows
    own = Q(participant_id__in=actor.own_people)
    if actor.device_id is not None:
        own |= Q(uploader_kind="device", uploader_id=actor.device_id)
    return rows.filter(own)


def access_assessment(actor: Actor, perm: Perm, assessment_id: uuid.UUID) -> Assessment:
    """Raises Refused where the role lacks `perm`, NotFound for what is absent or not theirs."""
    reach = actor.reach(perm)
    if reach is None:
        raise errors.Refused
    row = assessments_within(actor, reach).filter(id=assessment_id).first()
    if row is None:
        raise errors.NotFound
    return row
