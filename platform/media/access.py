"""The one road from an id in a request to a clip."""

import uuid

from base import errors
from media.models import Clip
from tenants.access import require
from tenants.permissions import Perm, Reach
from tenants.records import Actor


def access_clip(actor: Actor, assessment_id: uuid.UUID, perm: Perm) -> Clip:
    """The clip, where `actor` may use `perm` on it; the actor's scope must be in force.

    Raises Refused where the role lacks the verb, NotFound for absent and for not yours.
    """
    reach = require(actor, perm)
    clip = Clip.objects.filter(assessment_id=assessment_id).first()
    if clip is None or (reach is Reach.OWN and not _own(actor, clip)):
        raise errors.NotFound
    return clip


def _own(actor: Actor, clip: Clip) -> bool:
    is_sender = actor.device_id is not None and clip.uploader_device_id == actor.device_id
    return is_sender or clip.participant_id in actor.own_people
