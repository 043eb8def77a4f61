"""How much an organisation may store: reserved under a lock on its row, so nobody oversells it."""

import uuid

from django.db.models import Sum

from tenants.models import Organisation
from uploads.errors import QuotaExceeded, UploadTooLarge
from uploads.models import Upload

STEP_BYTES = 8 << 20  # how an upload of unknown length grows; chosen: a second on a fast line


def organisation_locked(tenant_id: uuid.UUID) -> Organisation:
    """Until the end of the transaction, nobody else reserves in this organisation."""
    return Organisation.objects.select_for_update().get(id=tenant_id)


def reserve(organisation: Organisation, upload: Upload, size: int) -> None:
    """Set the reservation of `upload` to `size` bytes; the organisation is locked by the caller.

    The caller saves `upload.reserved_bytes`. Raises UploadTooLarge, QuotaExceeded.
    """
    check_size(organisation, size)
    if size > upload.reserved_bytes and size > free_bytes(organisation, upload):
        raise QuotaExceeded(headers={"Tus-Max-Size": str(organisation.max_upload_bytes)})
    upload.reserved_bytes = size


def check_size(organisation: Organisation, size: int) -> None:
    limit = organisation.max_upload_bytes
    if size > limit:
        raise UploadTooLarge(
            f"This file is larger than the {limit / 1e6:,.0f} MB that your organisation allows. "
            "Send a shorter clip.",
            headers={"Tus-Max-Size": str(limit)},
        )


def free_bytes(organisation: Organisation, upload: Upload) -> int:
    """What `upload` may grow to."""
    counted = (Upload.State.OPEN, Upload.State.FINISHED)
    others = Upload.objects.filter(state__in=counted).exclude(id=upload.id)
    taken = others.aggregate(bytes=Sum("reserved_bytes"))["bytes"] or 0
    return max(0, organisation.quota_bytes - int(taken))
