"""From an id in a request to an upload: its uploader's alone."""

import uuid

from base import errors
from tenants.records import Actor
from uploads.models import Upload


def access_upload(actor: Actor, upload_id: str) -> Upload:
    """The upload `upload_id` of this very user or device. Raises NotFound for everyone else."""
    try:
        wanted = uuid.UUID(upload_id)
    except ValueError as bad:
        raise errors.NotFound from bad
    row = Upload.objects.filter(
        id=wanted, uploader_kind=actor.ref.kind, uploader_id=uploader_id(actor)
    ).first()
    if row is None:
        raise errors.NotFound
    return row


def uploader_id(actor: Actor) -> uuid.UUID:
    """The user or device that uploads. Raises Refused for an actor that is neither."""
    if actor.ref.id is None:
        raise errors.Refused
    return actor.ref.id
