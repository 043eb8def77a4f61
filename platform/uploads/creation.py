"""POST: begin an upload, perhaps with first bytes (tus creation, -with-upload, -defer-length)."""

from base.errors import Invalid
from tenants.records import Actor
from uploads import headers, services
from uploads.errors import UploadLocked, UploadProblem, WrongContentType
from uploads.intake import take_in
from uploads.lease import leased
from uploads.models import Upload
from uploads.records import Draft
from uploads.selectors import upload_url
from uploads.threads import in_tenant
from uploads.transfer import check_body, progress
from uploads.wire import Call, End


async def create(call: Call, actor: Actor) -> None:
    draft = _draft(call)
    checksum = headers.checksum(call.header("upload-checksum"))
    if call.has_body:
        if call.header("content-type").split(";")[0].strip().lower() != headers.OFFSET_TYPE:
            raise WrongContentType
        check_body(call, 0, draft.size_bytes)
    upload = await in_tenant(actor.tenant_id, services.upload_create, actor=actor, draft=draft)
    whereabouts = {
        "Location": upload_url(actor.org, upload.id),
        "Plumbline-Assessment": str(upload.assessment_id),
    }
    if call.has_body and upload.offset_bytes == 0 and upload.state == Upload.State.OPEN:
        try:
            upload = await _first_bytes(call, actor, upload, checksum)
        except UploadProblem as refusal:
            refusal.headers |= whereabouts  # the upload exists, and can be gone on with
            raise
    await call.answer(201, whereabouts | progress(upload))


async def _first_bytes(
    call: Call, actor: Actor, upload: Upload, checksum: headers.Checksum | None
) -> Upload:
    async with leased(actor.tenant_id, upload.id) as lease:
        upload = await take_in(call, lease, upload, checksum)
    if call.end is End.ASKED:
        raise UploadLocked(headers={"Upload-Offset": str(upload.offset_bytes)})
    return upload


def _draft(call: Call) -> Draft:
    if call.header("upload-concat"):
        raise Invalid("Uploads in pieces that are joined later are not offered. Send it as one.")
    raw = call.header("upload-metadata")
    said = headers.metadata(raw)
    return Draft(
        size_bytes=_size(call),
        filename=headers.filename(said.get("filename", "")),
        content_type=headers.media_type(said.get("filetype", "")),
        exercise=said.get("exercise", ""),
        participant=said.get("participant", ""),
        metadata=raw,
        creation_key=headers.creation_key(call.header("idempotency-key")),
    )


def _size(call: Call) -> int | None:
    length, deferred = call.header("upload-length"), call.header("upload-defer-length")
    if bool(length) == bool(deferred) or deferred not in {"", "1"}:
        raise Invalid(
            "Say either Upload-Length or Upload-Defer-Length: 1.",
            fields={"Upload-Length": "Exactly one of the two."},
        )
    return headers.integer("Upload-Length", length) if length else None
