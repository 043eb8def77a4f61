"""The sweep: uploads that waited too long, and what crashes left behind."""

import datetime as dt
import logging

from celery import shared_task

from base import clock, scope
from base.errors import PlumblineError
from base.scope import Crossing
from uploads import hashing, services
from uploads.errors import UploadFinished, UploadGone
from uploads.models import Upload
from uploads.store import chosen

logger = logging.getLogger(__name__)

QUIET = dt.timedelta(minutes=5)  # younger rows may be in somebody's hands
State = Upload.State


@shared_task(name="uploads.tasks.expire")
def expire() -> int:
    """One pass; how many rows it changed. One row's trouble keeps no other from its turn."""
    done = 0
    for upload in _due():
        with scope.tenant(upload.tenant_id):
            try:
                done += _swept(upload)
            except (PlumblineError, OSError):
                logger.exception("upload.sweep_failed", extra={"upload": str(upload.id)})
    return done


def _due() -> list[Upload]:
    now = clock.now()
    with scope.across_tenants(Crossing.UPLOAD_SWEEP):
        late = Upload.objects.filter(state=State.OPEN, expires_at__lte=now)
        given_up = Upload.objects.filter(
            state__in=(State.TERMINATED, State.EXPIRED),
            store_emptied=False,
            touched_at__lte=now - QUIET,
        )
        quiet = Upload.objects.filter(
            state=State.OPEN, size_bytes__isnull=False, touched_at__lte=now - QUIET
        )
        return list({row.id: row for rows in (late, given_up, quiet) for row in rows}.values())


def _swept(upload: Upload) -> int:
    store = chosen()
    if upload.state == State.OPEN:
        if store.is_whole(upload.place):  # the server died between the store and the row
            digest = hashing.of(store.whole(upload.place))
            size = upload.size_bytes or store.stored(upload.place)
            services.upload_finish(upload_id=upload.id, size=size, sha256=digest)
            return 1
        if upload.expires_at > clock.now():
            return 0
        try:
            services.upload_expire(upload_id=upload.id)
        except (UploadFinished, UploadGone):
            return 0
    store.discard(upload.place)
    services.upload_emptied(upload_id=upload.id)
    return 1
