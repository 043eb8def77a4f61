"""Writes of uploads: row, listener, journal, in one short transaction each.

No bytes are moved here and nothing here waits for a client. The caller has set the tenant scope.
"""

import datetime as dt
import uuid
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.db import IntegrityError, transaction

from audit import services as audit
from audit.kinds import Kind
from audit.records import SYSTEM, ActorRef
from base import clock
from base.errors import Invalid, NotFound
from base.ids import uuid7
from tenants.records import Actor
from uploads import quota
from uploads.access import uploader_id
from uploads.catalogue import is_exercise
from uploads.erasure import (
    files_doom,
    files_empty,
    uploads_erase,
    uploads_hold,
)
from uploads.errors import TooManyOpen, UploadFinished, UploadGone, UploadLocked
from uploads.models import Upload, key_of
from uploads.participants import participant_of
from uploads.records import Draft

__all__ = [
    "Listener",
    "files_doom",
    "files_empty",
    "listener",
    "upload_allowance_extend",
    "upload_create",
    "upload_emptied",
    "upload_expire",
    "upload_finish",
    "upload_length_declare",
    "upload_located",
    "upload_moved",
    "upload_terminate",
    "uploads_erase",
    "uploads_hold",
]

MAX_OPEN = 200  # unfinished uploads of one person or device; chosen: a full phone's queue
State = Upload.State


class Listener(Protocol):
    """What settings.UPLOAD_LISTENER's module offers; called inside the transaction."""

    def upload_created(self, upload: Upload) -> uuid.UUID:
        """The id of the assessment this upload feeds. The row is not inserted yet."""

    def upload_finished(self, upload: Upload) -> None: ...
    def upload_given_up(self, upload: Upload, reason: str) -> None: ...


def listener() -> Listener:
    return cast("Listener", import_module(settings.UPLOAD_LISTENER))


def upload_create(*, actor: Actor, draft: Draft) -> Upload:
    """Begin an upload, or find the one that the same creation key began before.

    Raises Invalid, UploadTooLarge, QuotaExceeded; and as the listener does.
    """
    known = _created_before(actor, draft)
    if known is not None:
        return known
    try:
        return _upload_begin(actor, draft)
    except IntegrityError:  # the same key at the same moment: the other one won
        known = _created_before(actor, draft)
        if known is None:
            raise
        return known


def _created_before(actor: Actor, draft: Draft) -> Upload | None:
    if not draft.creation_key:
        return None
    return Upload.objects.filter(
        uploader_kind=actor.ref.kind,
        uploader_id=uploader_id(actor),
        creation_key=draft.creation_key,
    ).first()


def _upload_begin(actor: Actor, draft: Draft) -> Upload:
    if draft.size_bytes == 0:
        raise Invalid("This file is empty. Choose a video.", code="empty_file")
    if not is_exercise(draft.exercise):
        raise Invalid(
            "This exercise is not in the catalogue. Choose one from the list.",
            fields={"exercise": "Unknown exercise."},
        )
    now, upload_id = clock.now(), uuid7()
    with transaction.atomic():
        limits = quota.limits_locked(actor.tenant_id)
        _check_open(actor)
        upload = Upload(
            id=upload_id,
            tenant_id=actor.tenant_id,
            participant_id=participant_of(actor, draft.participant),
            uploader_kind=actor.ref.kind,
            uploader_id=uploader_id(actor),
            filename=draft.filename,
            content_type=draft.content_type,
            exercise=draft.exercise,
            metadata=draft.metadata,
            creation_key=draft.creation_key,
            size_bytes=draft.size_bytes,
            store_key=key_of(actor.tenant_id, upload_id),
            expires_at=now + _lifetime(draft.lifetime_s),
            touched_at=now,
        )
        quota.reserve(limits, upload, draft.size_bytes or 0)
        upload.assessment_id = listener().upload_created(upload)
        upload.save(force_insert=True)
        _journal(Kind.UPLOAD_STARTED, upload, actor.ref)
    return upload


def _check_open(actor: Actor) -> None:
    rows = Upload.objects.filter(
        uploader_kind=actor.ref.kind, uploader_id=uploader_id(actor), state=State.OPEN
    )
    if rows.count() >= MAX_OPEN:
        raise TooManyOpen


def _lifetime(seconds: float | None) -> dt.timedelta:
    if seconds is not None:
        return dt.timedelta(seconds=seconds)
    return dt.timedelta(hours=settings.UPLOAD_EXPIRY_HOURS)


def upload_located(*, upload_id: uuid.UUID, owner: uuid.UUID, ref: str) -> None:
    """Note the store's handle. Raises UploadLocked when the lease is gone."""
    _update_as_holder(upload_id, owner, store_ref=ref)


def upload_moved(*, upload: Upload, owner: uuid.UUID, offset: int) -> Upload:
    """Note the durable offset and prolong the upload's life. Raises UploadLocked."""
    now = clock.now()
    later = max(upload.expires_at, now + _lifetime(None)) if offset else upload.expires_at
    _update_as_holder(upload.id, owner, offset_bytes=offset, touched_at=now, expires_at=later)
    return Upload.objects.get(id=upload.id)


def _update_as_holder(upload_id: uuid.UUID, owner: uuid.UUID, **values: object) -> None:
    if not Upload.objects.filter(id=upload_id, lock_owner=owner).update(**values):
        raise UploadLocked


def upload_length_declare(*, upload_id: uuid.UUID, owner: uuid.UUID, size: int) -> Upload:
    """Say the length that was deferred. Raises Invalid when it was said before, otherwise."""
    with transaction.atomic():
        limits, upload = _held(upload_id, owner)
        if upload.size_bytes == size:
            return upload
        if upload.size_bytes is not None or size < max(upload.offset_bytes, 1):
            raise Invalid(
                "The length of an upload is said once, and is not below what has arrived.",
                fields={"Upload-Length": "Cannot be changed."},
            )
        quota.reserve(limits, upload, size)
        upload.size_bytes = size
        upload.save(update_fields=["size_bytes", "reserved_bytes"])
    return upload


def upload_allowance_extend(*, upload_id: uuid.UUID, owner: uuid.UUID, needed: int) -> int:
    """For a deferred length: room for `needed` bytes and, where there is, some more; its size.

    Raises UploadTooLarge, QuotaExceeded, UploadLocked.
    """
    with transaction.atomic():
        limits, upload = _held(upload_id, owner)
        ample = min(
            needed + quota.STEP_BYTES,
            limits.max_upload_bytes,
            quota.free_bytes(limits, upload),
        )
        quota.reserve(limits, upload, max(needed, ample))
        upload.save(update_fields=["reserved_bytes"])
    return upload.reserved_bytes


def _held(upload_id: uuid.UUID, owner: uuid.UUID) -> tuple[quota.Limits, Upload]:
    tenant_id = Upload.objects.values_list("tenant_id", flat=True).get(id=upload_id)
    limits = quota.limits_locked(tenant_id)
    upload = Upload.objects.select_for_update().get(id=upload_id)
    if upload.lock_owner != owner:
        raise UploadLocked
    return limits, upload


def upload_finish(*, upload_id: uuid.UUID, size: int, sha256: str) -> Upload:
    """The bytes lie whole under their key: say so to row, listener and journal, once."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(id=upload_id)
        if upload.state == State.FINISHED:
            return upload
        if upload.state != State.OPEN:
            raise UploadGone
        now = clock.now()
        upload.state = State.FINISHED
        upload.size_bytes = upload.offset_bytes = upload.reserved_bytes = size
        upload.sha256 = sha256
        upload.finished_at = upload.touched_at = now
        upload.save(
            update_fields=[
                "state", "size_bytes", "offset_bytes", "reserved_bytes", "sha256",
                "finished_at", "touched_at",
            ]
        )  # fmt: skip
        listener().upload_finished(upload)
        _journal(Kind.UPLOAD_FINISHED, upload, ActorRef(upload.uploader_kind, upload.uploader_id))  # type: ignore[arg-type]
    return upload


def upload_terminate(*, upload_id: uuid.UUID, actor: ActorRef, reason: str) -> Upload:
    """Its uploader gives it up. Raises UploadFinished, UploadGone."""
    return _give_up(upload_id, State.TERMINATED, Kind.UPLOAD_TERMINATED, actor, reason)


def upload_expire(*, upload_id: uuid.UUID) -> Upload:
    """It waited too long. Raises UploadFinished, UploadGone; NotFound when it was prolonged."""
    return _give_up(upload_id, State.EXPIRED, Kind.UPLOAD_EXPIRED, SYSTEM, "expired")


def _give_up(upload_id: uuid.UUID, state: str, kind: Kind, actor: ActorRef, reason: str) -> Upload:
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(id=upload_id)
        if upload.state == State.FINISHED:
            raise UploadFinished
        if upload.state != State.OPEN:
            raise UploadGone
        if state == State.EXPIRED and upload.expires_at > clock.now():
            raise NotFound
        upload.state = state
        upload.given_up_reason = reason
        upload.reserved_bytes = 0
        upload.creation_key = ""  # the same key may begin anew
        upload.lock_owner = None
        upload.touched_at = clock.now()
        upload.save(
            update_fields=[
                "state", "given_up_reason", "reserved_bytes", "creation_key", "lock_owner",
                "touched_at",
            ]
        )  # fmt: skip
        listener().upload_given_up(upload, reason)
        _journal(kind, upload, actor)
    return upload


def upload_emptied(*, upload_id: uuid.UUID) -> None:
    """The bytes of a given-up upload are removed."""
    Upload.objects.filter(id=upload_id).update(store_emptied=True)


def _journal(kind: Kind, upload: Upload, actor: ActorRef) -> None:
    audit.record(
        kind,
        subject=("upload", upload.id),
        actor=actor,
        person=upload.participant_id,
        payload={
            "assessment": str(upload.assessment_id),
            "offset": upload.offset_bytes,
            "reason": upload.given_up_reason,
            "sha256": upload.sha256,
            "size": upload.size_bytes,
        },
    )
