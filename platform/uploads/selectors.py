"""What other apps may read of uploads. The tenant scope is the caller's."""

import uuid
from collections.abc import Iterable

from base import errors
from uploads.models import Upload
from uploads.records import UploadRecord


def upload_get(upload_id: uuid.UUID) -> Upload:
    """Raises NotFound."""
    row = Upload.objects.filter(id=upload_id).first()
    if row is None:
        raise errors.NotFound
    return row


def uploads_by_assessment(assessment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Upload]:
    """The upload of each assessment that has one; one query."""
    rows = Upload.objects.filter(assessment_id__in=list(assessment_ids)).order_by("id")
    return {row.assessment_id: row for row in rows}


def upload_record(upload: Upload, org: str) -> UploadRecord:
    """`org` is the organisation's slug; `sha256` is empty until the upload is finished."""
    return {
        "id": str(upload.id),
        "url": upload_url(org, upload.id),
        "offset": upload.offset_bytes,
        "size": upload.size_bytes,
        "sha256": upload.sha256,
    }


def upload_url(org: str, upload_id: uuid.UUID) -> str:
    """Where the upload answers, without a host."""
    return f"/api/v1/orgs/{org}/uploads/{upload_id}"


def upload_ids() -> set[uuid.UUID]:
    """Every upload of the tenant in scope, whatever became of it."""
    return set(Upload.objects.values_list("id", flat=True))
