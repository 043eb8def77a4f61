"""What a wake-up does: claim the job of that id and carry it through."""

import time
from collections.abc import Callable

from celery import shared_task

from jobs.errors import JobFailed
from jobs.records import Lease
from jobs.runner import run
from jobs.services import job_hold
from media.errors import ClipCancelled, ClipRefused
from media.selectors import clip_for_assessment
from media.services import clip_ingest
from media.store import local_copy
from results.again import reanalyses_go
from results.erasure import erasures_finish
from results.models import Assessment, Reanalysis
from results.services import clip_ready, events_store, progress_store
from uploads.selectors import uploads_by_assessment

PROGRESS_EVERY_S = 0.5


@shared_task(name="results.tasks.ingest")
def ingest(job_id: str) -> None:
    run(job_id, _ingest)


@shared_task(name="results.tasks.assess")
def assess(job_id: str) -> None:
    run(job_id, _assess)


@shared_task(name="results.tasks.again")
def again(job_id: str) -> None:
    run(job_id, _again)
    reanalyses_go()


@shared_task(name="results.tasks.reanalyses")
def reanalyses() -> int:
    """Begin the next clip that is to be analysed again, where a message was lost."""
    return reanalyses_go()


@shared_task(name="results.tasks.erasures")
def erasures() -> int:
    """What erasures left to do: files that are still there, the list, the database's leavings."""
    return erasures_finish()


def _ingest(lease: Lease, should_stop: Callable[[], bool]) -> None:
    row = Assessment.objects.get(id=lease.subject_id)
    upload = uploads_by_assessment([row.id])[row.id]
    events_store(lease, [("stage", {"stage": "checking"})])
    with local_copy(upload.store_key) as original:
        try:
            clip = clip_ingest(
                assessment_id=row.id,
                participant_id=row.participant_id,
                uploader_device_id=row.uploader_id if row.uploader_kind == "device" else None,
                original=original,
                original_key=upload.store_key,
                sha256=upload.sha256,
                on_progress=_Preparing(lease).tell,
                is_cancelled=should_stop,
                hold=lambda: job_hold(lease),
            )
        except ClipCancelled:
            job_hold(lease)  # says whether the owner stopped it or the lease was lost
            raise
        except ClipRefused as error:
            raise JobFailed(error.sentence, code=error.code) from error
    clip_ready(lease, clip)


class _Preparing:
    """Progress of the proxy, with the time left from its own pace."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._began_at = self._told_at = time.monotonic()

    def tell(self, done: float) -> None:
        now = time.monotonic()
        if now - self._told_at < PROGRESS_EVERY_S:
            return
        self._told_at = now
        left_s = (now - self._began_at) * (1 - done) / done if done > 0.05 else None
        progress_store(self._lease, stage="preparing", done=done, eta_s=left_s)


def _assess(lease: Lease, should_stop: Callable[[], bool]) -> None:
    from results.worker import (
        clip_assess,
        wish_of,
    )  # torch, mediapipe and cv2 stay out of the web process

    row = Assessment.objects.get(id=lease.subject_id)
    clip = clip_for_assessment(row.id)
    if clip is None:
        raise RuntimeError("There is no clip to assess.")
    clip_assess(lease, clip, wish_of(row), should_stop)


def _again(lease: Lease, should_stop: Callable[[], bool]) -> None:
    from results.worker import clip_again, wish_of

    asked = Reanalysis.objects.select_related("assessment").get(id=lease.subject_id)
    clip = clip_for_assessment(asked.assessment_id)
    if clip is None:
        raise RuntimeError("There is no clip to assess.")
    clip_again(lease, asked, clip, wish_of(asked.assessment), should_stop)
