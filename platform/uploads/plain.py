"""POST without tus: the bytes and nothing else, for devices and scripts. All or nothing."""

import json
from urllib.parse import parse_qs

from base.errors import Invalid, PlumblineError
from tenants.records import Actor
from uploads import headers, services
from uploads.errors import UploadLocked, WrongContentType
from uploads.intake import completed, take_in
from uploads.lease import leased
from uploads.models import Upload
from uploads.records import Draft
from uploads.selectors import upload_url
from uploads.termination import give_up
from uploads.threads import in_tenant
from uploads.wire import Call, End

LIFETIME_S = 6 * 3600.0  # one connection; a server that dies leaves the row to the sweep
MAX_FIELDS = 16
FORMS = ("multipart/", "application/x-www-form-urlencoded", "application/json")


async def receive(call: Call, actor: Actor) -> None:
    draft = _draft(call)
    upload = await in_tenant(actor.tenant_id, services.upload_create, actor=actor, draft=draft)
    if upload.state == Upload.State.FINISHED:  # the same Idempotency-Key again
        await call.answer(201, _headers(actor, upload), _body(upload))
        return
    if upload.offset_bytes:
        raise UploadLocked("The first try with this Idempotency-Key has not ended. Wait a minute.")
    try:
        upload = await _all_of_it(call, actor, upload)
    except PlumblineError as refusal:
        await give_up(actor, upload, refusal.code)
        raise
    if upload.state != Upload.State.FINISHED:
        await give_up(actor, upload, "connection_lost")
        raise UploadLocked("The connection broke off. Send the file again.")
    await call.answer(201, _headers(actor, upload), _body(upload))


async def _all_of_it(call: Call, actor: Actor, upload: Upload) -> Upload:
    async with leased(actor.tenant_id, upload.id) as lease:
        upload = await take_in(call, lease, upload)
        if call.end is not End.COMPLETE or upload.state != Upload.State.OPEN:
            return upload
        if upload.offset_bytes == 0:
            raise Invalid("This file is empty. Choose a video.", code="empty_file")
        upload = await in_tenant(
            actor.tenant_id,
            services.upload_length_declare,
            upload_id=upload.id,
            owner=lease.owner,
            size=upload.offset_bytes,
        )
        return await completed(lease, upload)


def _draft(call: Call) -> Draft:
    kind = call.header("content-type").lower()
    if kind.startswith(FORMS):
        raise WrongContentType("Send the file itself as the body, not a form.")
    length = call.header("content-length")
    query = _query(call)
    return Draft(
        size_bytes=headers.integer("Content-Length", length or "0")
        if not call.is_chunked
        else None,
        filename=headers.filename(query.get("filename", "")),
        content_type=headers.media_type(kind.split(";")[0].strip()),
        exercise=query.get("exercise", ""),
        participant=query.get("participant", ""),
        creation_key=headers.creation_key(call.header("idempotency-key")),
        lifetime_s=LIFETIME_S,
    )


def _query(call: Call) -> dict[str, str]:
    raw = call.connection.get("query_string", b"").decode("latin-1")
    try:
        fields = parse_qs(raw, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as bad:
        raise Invalid("The address could not be read. Encode it as UTF-8.") from bad
    return {key: values[0] for key, values in fields.items()}


def _headers(actor: Actor, upload: Upload) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Location": upload_url(actor.org, upload.id),
        "Plumbline-Assessment": str(upload.assessment_id),
    }


def _body(upload: Upload) -> bytes:
    return json.dumps(
        {
            "upload": str(upload.id),
            "assessment": str(upload.assessment_id),
            "sha256": upload.sha256,
        }
    ).encode()
