"""HEAD: where are we? PATCH: here are more bytes. (tus 1.0, core protocol)"""

from base import clock
from tenants.records import Actor
from uploads import headers, services
from uploads.access import access_upload
from uploads.errors import (
    OffsetMismatch,
    UploadGone,
    UploadLocked,
    UploadTooLarge,
    WrongContentType,
)
from uploads.intake import completed, take_in
from uploads.lease import Lease, leased
from uploads.models import Upload
from uploads.store import chosen
from uploads.threads import in_tenant, in_thread
from uploads.wire import Call, End

State = Upload.State


async def head(call: Call, actor: Actor, upload_id: str) -> None:
    upload = await in_tenant(actor.tenant_id, _living, actor, upload_id)
    if upload.state == State.OPEN:
        async with leased(actor.tenant_id, upload.id) as lease:
            upload = await in_tenant(actor.tenant_id, _living, actor, upload_id)
            upload = await _healed(lease, upload)
    await call.answer(200, _standing(upload))


async def patch(call: Call, actor: Actor, upload_id: str) -> None:
    if call.header("content-type").split(";")[0].strip().lower() != headers.OFFSET_TYPE:
        raise WrongContentType
    offset = headers.integer("Upload-Offset", call.header("upload-offset"))
    checksum = headers.checksum(call.header("upload-checksum"))
    upload = await in_tenant(actor.tenant_id, _living, actor, upload_id)
    if upload.state == State.FINISHED:
        _check_fit(call, upload, offset)
    else:
        async with leased(actor.tenant_id, upload.id) as lease:
            upload = await in_tenant(actor.tenant_id, _living, actor, upload_id)
            upload = await _healed(lease, upload)
            upload = await _length_said(call, lease, upload, offset)
            _check_fit(call, upload, offset)
            if upload.state == State.OPEN:
                upload = await take_in(call, lease, upload, checksum)
    if call.end is End.ASKED:
        raise _asked(upload)
    await call.answer(204, progress(upload))


def progress(upload: Upload) -> dict[str, str]:
    """What a client is told after bytes were taken in."""
    told = {"Upload-Offset": str(upload.offset_bytes)}
    if upload.state == State.OPEN:
        told["Upload-Expires"] = headers.http_date(upload.expires_at)
    return told


def _living(actor: Actor, upload_id: str) -> Upload:
    upload = access_upload(actor, upload_id)
    is_late = upload.state == State.OPEN and upload.expires_at <= clock.now()
    if is_late or upload.state in {State.TERMINATED, State.EXPIRED}:
        raise UploadGone
    return upload


async def _healed(lease: Lease, upload: Upload) -> Upload:
    """The store is right about the offset, the row is only usually so (crashes in between)."""
    if upload.state != State.OPEN:
        return upload
    stored = await in_thread(chosen().stored, upload.place)
    if stored != upload.offset_bytes:
        upload = await in_tenant(
            lease.tenant_id,
            services.upload_moved,
            upload=upload,
            owner=lease.owner,
            offset=stored,
        )
    if stored and stored == upload.size_bytes:
        return await completed(lease, upload)
    return upload


async def _length_said(call: Call, lease: Lease, upload: Upload, offset: int) -> Upload:
    said = call.header("upload-length")
    if not said:
        return upload
    size = headers.integer("Upload-Length", said)
    if offset != upload.offset_bytes:
        return upload  # refused next, with nothing changed
    upload = await in_tenant(
        lease.tenant_id,
        services.upload_length_declare,
        upload_id=upload.id,
        owner=lease.owner,
        size=size,
    )
    if upload.offset_bytes == size:
        return await completed(lease, upload)
    return upload


def _check_fit(call: Call, upload: Upload, offset: int) -> None:
    if offset != upload.offset_bytes:
        raise OffsetMismatch(headers={"Upload-Offset": str(upload.offset_bytes)})
    check_body(call, offset, upload.size_bytes)


def check_body(call: Call, offset: int, size: int | None) -> None:
    """Refuse, before a byte of it is read, a body that says it goes beyond `size`."""
    said = call.header("content-length")
    if said and size is not None and offset + headers.integer("Content-Length", said) > size:
        raise UploadTooLarge("More bytes are announced than Upload-Length says.")


def _asked(upload: Upload) -> UploadLocked:
    return UploadLocked(headers={"Upload-Offset": str(upload.offset_bytes)})


def _standing(upload: Upload) -> dict[str, str]:
    told = {**progress(upload), "Plumbline-Assessment": str(upload.assessment_id)}
    if upload.size_bytes is None:
        told["Upload-Defer-Length"] = "1"
    else:
        told["Upload-Length"] = str(upload.size_bytes)
    if upload.metadata:
        told["Upload-Metadata"] = upload.metadata
    return told
