"""Assessments for tests, made by the services that make them in use."""

import functools
import hashlib
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from base import scope
from consent.selectors import consent_in_force
from jobs.records import Lease
from jobs.services import job_claim
from media.models import Clip
from media.store import put
from results.models import Assessment, Report
from results.services import clip_ready, events_store, report_record
from tenants.access import access_organisation_as_user
from tenants.models import Membership
from tenants.records import Actor
from tests.factories.consent import consent
from tests.factories.tenants import Place
from uploads.models import Upload
from uploads.records import Draft
from uploads.services import upload_create, upload_finish

CLIPS = Path(__file__).parents[2] / "assessment" / "simulation" / "clips"
TINY = CLIPS / "tiny_squat.mp4"


def actor(place: Place, member: Membership) -> Actor:
    return access_organisation_as_user(member.user_id, place.slug)


def uploading(place: Place, member: Membership, *, clip: Path = TINY) -> Upload:
    """An upload that has begun, of a person who consented."""
    with scope.tenant(place.org.id):
        if consent_in_force(member.id) is None:
            consent(member)
        draft = Draft(
            size_bytes=clip.stat().st_size,
            filename=clip.name,
            content_type="video/mp4",
            exercise="deep_squat",
        )
        return upload_create(actor=actor(place, member), draft=draft)


def uploaded(place: Place, member: Membership, *, clip: Path = TINY) -> Assessment:
    """A clip that has arrived whole; its first job waits."""
    upload = uploading(place, member, clip=clip)
    return arrived(place, upload, clip=clip)


def arrived(place: Place, upload: Upload, *, clip: Path = TINY) -> Assessment:
    with scope.tenant(place.org.id):
        put(upload.store_key, clip)
        digest = hashlib.sha256(clip.read_bytes()).hexdigest()
        upload_finish(upload_id=upload.id, size=clip.stat().st_size, sha256=digest)
        return Assessment.objects.select_related("job").get(id=upload.assessment_id)


def claimed(row: Assessment) -> Lease:
    """The lease of its current job, as a worker takes it."""
    with scope.tenant(row.tenant_id):
        job = Assessment.objects.select_related("job").get(id=row.id).job
        assert job is not None
        lease = job_claim(job.id, "test")
    assert lease is not None
    return lease


def assessing(place: Place, member: Membership) -> tuple[Assessment, Lease]:
    """A clip that is prepared (the clip itself stands in for its proxy) and being assessed."""
    row = uploaded(place, member)
    prepared(place, row)
    return row, claimed(row)


def prepared(place: Place, row: Assessment) -> None:
    lease = claimed(row)
    with scope.tenant(place.org.id):
        clip_ready(lease, _clip(row, Upload.objects.get(assessment_id=row.id)))


def assessed(place: Place, member: Membership) -> Assessment:
    """A finished assessment with the real events and report of the tiny clip."""
    row, lease = assessing(place, member)
    with scope.tenant(place.org.id):
        for kind, payload in tiny_events():
            if kind == "report":
                report_record(lease, body=payload, landmarks_key=landmarks_kept(lease))
            elif kind != "progress":
                events_store(lease, [(kind, payload)])
        return Assessment.objects.select_related("job").get(id=row.id)


def report_of(row: Assessment) -> Report:
    with scope.tenant(row.tenant_id):
        return Report.objects.get(assessment=row)


@functools.cache
def _tiny_run() -> tuple[tuple[tuple[str, dict[str, Any]], ...], bytes]:
    """Events and landmark file of the pipeline on the tiny clip; run once."""
    from assessment.pipeline import Plan, assess

    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "landmarks.npz"
        plan = Plan(exercise="deep_squat", landmarks_out=kept)
        events = tuple((one.kind, one.payload()) for one in assess(TINY, plan))
        return events, kept.read_bytes()


def tiny_events() -> tuple[tuple[str, dict[str, Any]], ...]:
    return _tiny_run()[0]


def landmarks_kept(lease: Lease) -> str:
    """The key under which the tiny clip's landmark file lies."""
    key = f"landmarks/{lease.tenant_id}/{lease.subject_id}.npz"
    return default_storage.save(key, ContentFile(_tiny_run()[1]))


def _clip(row: Assessment, upload: Upload) -> Clip:
    return Clip.objects.create(
        assessment_id=row.id,
        participant_id=row.participant_id,
        original_key=upload.store_key,
        sha256=upload.sha256,
        size_bytes=upload.size_bytes or 0,
        facts={
            "duration_s": 5.92,
            "fps": 25.0,
            "width_px": 240,
            "height_px": 320,
            "rotation_deg": 0,
            "codec": "h264",
            "frame_count": 148,
            "has_audio": False,
            "hdr": False,
            "vfr": False,
        },
        proxy_key=upload.store_key,
        poster_key=upload.store_key,
        thumbs_key=upload.store_key,
        thumbs={
            "columns": 6,
            "rows": 1,
            "count": 6,
            "width_px": 72,
            "height_px": 96,
            "interval_s": 1.0,
        },
    )
