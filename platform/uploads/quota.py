"""How much an organisation may store: reserved under a lock on its row, so nobody oversells it."""

import uuid
from typing import Protocol

from django.db.models import Sum

from tenants.access import access_organisation
from uploads.errors import QuotaExceeded, UploadTooLarge
from uploads.models import Upload

STEP_BYTES = 8 << 20  # how an upload of unknown length grows; chosen: a second on a fast line


class Limits(Protocol):
    """The organisation's row, as far as uploads care."""

    quota_bytes: int
    max_upload_bytes: int


def limits_locked(tenant_id: uuid.UUID) -> Limits:
    """Until the end of the transaction, nobody else reserves in this organisation."""
    organisation = access_organisation(tenant_id)
    organisation.refresh_from_db(from_queryset=type(organisation).objects.select_for_update())
    return organisation


def reserve(limits: Limits, upload: Upload, size: int) -> None:
    """Set the reservation of `upload` to `size` bytes; `limits` is locked by the caller.

    The caller saves `upload.reserved_bytes`. Raises UploadTooLarge, QuotaExceeded.
    """
    check_size(limits, size)
    if size > upload.reserved_bytes and size > free_bytes(limits, upload):
        raise QuotaExceeded(headers={"Tus-Max-Size": str(limits.max_upload_bytes)})
    upload.reserved_bytes = size


def check_size(limits: Limits, size: int) -> None:
    limit = limits.max_upload_bytes
    if size > limit:
        raise UploadTooLarge(
            f"This file is larger than the {limit / 1e6:,.0f} MB that your organisation allows. "
            "Send a shorter clip.",
            headers={"Tus-Max-Size": str(limit)},
        )


def free_bytes(limits: Limits, upload: Upload) -> int:
    """What `upload` may grow to."""
    counted = (Upload.State.OPEN, Upload.State.FINISHED)
    others = Upload.objects.filter(state__in=counted).exclude(id=upload.id)
    taken = others.aggregate(bytes=Sum("reserved_bytes"))["bytes"] or 0
    return max(0, limits.quota_bytes - int(taken))
