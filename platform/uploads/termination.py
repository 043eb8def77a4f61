"""DELETE: give an unfinished upload up (tus termination)."""

from tenants.records import Actor
from uploads import services
from uploads.access import access_upload
from uploads.lease import leased
from uploads.models import Upload
from uploads.store import chosen
from uploads.threads import in_tenant, in_thread
from uploads.wire import Call


async def terminate(call: Call, actor: Actor, upload_id: str) -> None:
    upload = await in_tenant(actor.tenant_id, access_upload, actor, upload_id)
    await give_up(actor, upload, "terminated")
    await call.answer(204)


async def give_up(actor: Actor, upload: Upload, reason: str) -> None:
    """Row first, bytes next: what a crash leaves lying in between, the sweep removes.

    Raises UploadFinished, UploadGone.
    """
    async with leased(actor.tenant_id, upload.id):
        upload = await in_tenant(
            actor.tenant_id,
            services.upload_terminate,
            upload_id=upload.id,
            actor=actor.ref,
            reason=reason,
        )
        await in_thread(chosen().discard, upload.place)
        await in_tenant(actor.tenant_id, services.upload_emptied, upload_id=upload.id)
