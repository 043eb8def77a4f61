"""Making clips out of uploads."""

import logging
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction

from audit.kinds import Kind
from audit.records import SYSTEM, ActorRef
from audit.services import record, record_seen
from base import clock, scope
from media import store
from media.errors import ClipRefused, MediaBroken
from media.models import Clip
from media.prepare import Prepared, prepared
from uploads.services import files_doom

logger = logging.getLogger(__name__)


def clip_ingest(
    *,
    assessment_id: uuid.UUID,
    participant_id: uuid.UUID,
    uploader_device_id: uuid.UUID | None,
    original: Path,
    original_key: str,
    sha256: str,
    on_progress: Callable[[float], None],
    is_cancelled: Callable[[], bool],
    hold: Callable[[], object],
) -> Clip:
    """Prepare the upload `original` for eyes and for assessment; the original stays as it is.

    Runs again over its own leavings after a crash. `on_progress` gets 0..1, never falling. `hold`
    is called in the transaction of each row, and raises where the caller may write no more. The
    caller sets the tenant scope. Raises ClipRefused, MediaBroken, ClipCancelled, and as `hold`.
    """
    try:
        with prepared(original, on_progress=on_progress, is_cancelled=is_cancelled) as made:
            keys = _put(assessment_id, made)
            clip = _clip_store(
                assessment_id=assessment_id,
                participant_id=participant_id,
                uploader_device_id=uploader_device_id,
                original_key=original_key,
                sha256=sha256,
                size_bytes=original.stat().st_size,
                made=made,
                keys=keys,
                hold=hold,
            )
    except ClipRefused as refusal:
        with transaction.atomic():
            hold()
            _refusal_record(assessment_id, participant_id, sha256, refusal.code)
        raise
    except MediaBroken as fault:
        logger.exception("media.broken", extra={"assessment": str(assessment_id)}, exc_info=fault)
        raise
    on_progress(1.0)
    return clip


def _put(assessment_id: uuid.UUID, made: Prepared) -> dict[str, str]:
    """Keys of the copies; the same for every run, so that a second one overwrites the first."""
    folder = _folder(assessment_id)
    keys = {}
    for name, path in (("proxy", made.proxy), ("poster", made.poster), ("thumbs", made.thumbs)):
        keys[f"{name}_key"] = f"{folder}/{path.name}"
        store.put(keys[f"{name}_key"], path)
    return keys


def _folder(assessment_id: uuid.UUID) -> str:
    return f"clips/{scope.tenant_id()}/{assessment_id}"


@transaction.atomic
def _clip_store(
    *,
    assessment_id: uuid.UUID,
    participant_id: uuid.UUID,
    uploader_device_id: uuid.UUID | None,
    original_key: str,
    sha256: str,
    size_bytes: int,
    made: Prepared,
    keys: dict[str, str],
    hold: Callable[[], object],
) -> Clip:
    hold()
    clip, _ = Clip.objects.update_or_create(
        assessment_id=assessment_id,
        defaults={
            "participant_id": participant_id,
            "uploader_device_id": uploader_device_id,
            "original_key": original_key,
            "sha256": sha256,
            "size_bytes": size_bytes,
            "facts": made.facts,
            "thumbs": made.layout,
            "prepared_at": clock.now(),
            **keys,
        },
    )
    record(
        Kind.CLIP_PREPARED,
        subject=("assessment", assessment_id),
        actor=SYSTEM,
        person=participant_id,
        payload={"sha256": sha256, "duration_s": made.facts["duration_s"]},
    )
    return clip


def clips_erase(assessment_ids: Iterable[uuid.UUID]) -> None:
    """Delete the clips of these assessments; their files go after the commit, and so does what a
    worker that has not heard of it yet still writes.
    """
    ids = list(assessment_ids)
    Clip.objects.filter(assessment_id__in=ids).delete()
    files_doom(f"{_folder(one)}/" for one in ids)


def clip_looked_at(clip: Clip, *, actor: ActorRef, original: bool, whole: bool) -> None:
    """Journal that `actor` was given the picture: once an hour, and for every whole original.

    A player asks for one clip in many ranges, so a row for each would drown the journal.
    """
    kind = Kind.CLIP_DOWNLOADED if original else Kind.CLIP_SEEN
    record_seen(
        kind,
        subject=("assessment", clip.assessment_id),
        actor=actor,
        person=clip.participant_id,
        always=original and whole,
    )


def _refusal_record(
    assessment_id: uuid.UUID, participant_id: uuid.UUID, sha256: str, code: str
) -> None:
    record(
        Kind.CLIP_REFUSED,
        subject=("assessment", assessment_id),
        actor=SYSTEM,
        person=participant_id,
        payload={"sha256": sha256, "code": code},
    )
