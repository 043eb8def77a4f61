"""The only importer of assessment's heavy parts: turns a clip into stored events and a report."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessment.core.errors import AssessmentError
from assessment.core.records import VideoFacts
from assessment.pipeline import Event, Plan, assess
from assessment.scoring.technique.own import TechniqueOptions
from jobs.errors import JobFailed
from jobs.records import Lease
from jobs.services import job_hold, job_progress
from media.store import local_copy, put
from results.again import report_replace
from results.baselines import own_for
from results.judging import weights_folder
from results.models import Assessment, Reanalysis
from results.services import events_store, progress_store, report_record

if TYPE_CHECKING:
    from media.models import Clip

PROGRESS_EVERY_S = 0.5  # often enough to feel alive, rare enough for the database


class Recorder:
    """Keeps the report and notes progress, at most twice a second."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self._told_at = 0.0
        self._stage = "pose"
        self.report: dict[str, Any] | None = None

    def take(self, kind: str, payload: dict[str, Any]) -> None:
        if kind == "report":
            self.report = payload
        elif kind == "progress":
            now = time.monotonic()
            if now - self._told_at >= PROGRESS_EVERY_S:
                self._told_at = now
                self._progress(payload)
        elif kind == "stage":
            self._stage = payload["stage"]

    def _progress(self, payload: dict[str, Any]) -> None:
        done = payload["percent"] / 100
        job_progress(self.lease, stage=self._stage, done=done, eta_s=payload["eta_s"])


class LiveRecorder(Recorder):
    """Tells watchers too: data at once."""

    def take(self, kind: str, payload: dict[str, Any]) -> None:
        super().take(kind, payload)
        if kind not in {"report", "progress"}:
            events_store(self.lease, [(kind, payload)])

    def _progress(self, payload: dict[str, Any]) -> None:
        progress_store(
            self.lease,
            stage=self._stage,
            done=payload["percent"] / 100,
            eta_s=payload["eta_s"],
            frames=(payload["frames_done"], payload["frames_total"]),
        )


@dataclass(frozen=True)
class Wish:
    """What is known of a clip: the exercise, whom to follow (shares of the picture), and what the
    learned verdict is given.
    """

    exercise: str | None
    person: tuple[float, float] | None
    technique: TechniqueOptions


def wish_of(row: Assessment) -> Wish:
    x, y = row.person_x, row.person_y
    technique = TechniqueOptions(folder=weights_folder(), own=own_for(row))
    return Wish(row.exercise or None, None if x is None or y is None else (x, y), technique)


def clip_assess(lease: Lease, clip: "Clip", wish: Wish, should_stop: Callable[[], bool]) -> None:
    """Assess a prepared clip under a lease and record its report.

    Raises JobFailed with the library's sentence where the clip cannot be assessed, LeaseLost or
    JobCancelled as soon as a write finds out.
    """
    key = f"landmarks/{lease.tenant_id}/{lease.subject_id}-{lease.fence}.npz"
    body = _seen(LiveRecorder(lease), clip, wish, should_stop, key)
    report_record(lease, body=body, landmarks_key=key)


def clip_again(
    lease: Lease, again: Reanalysis, clip: "Clip", wish: Wish, should_stop: Callable[[], bool]
) -> None:
    """Assess a clip once more, unseen by watchers, and put the new report in the old one's place.

    Raises as clip_assess.
    """
    key = f"landmarks/{lease.tenant_id}/{again.assessment_id}-{again.id}-{lease.fence}.npz"
    body = _seen(Recorder(lease), clip, wish, should_stop, key)
    report_replace(lease, again, body=body, landmarks_key=key)


def _seen(
    recorder: Recorder, clip: "Clip", wish: Wish, should_stop: Callable[[], bool], key: str
) -> dict[str, Any]:
    """The body of the report; the landmarks lie under `key`."""
    with tempfile.TemporaryDirectory(prefix="plumbline-assess-") as folder:
        kept = Path(folder) / "landmarks.npz"
        with local_copy(clip.proxy_key) as path:
            for event in _events(path, clip, wish, kept):
                if should_stop():
                    job_hold(recorder.lease)  # says which of the two it was
                recorder.take(event.kind, event.payload())
        if recorder.report is None:
            raise RuntimeError("The pipeline ended without a report.")
        put(key, kept)
    return recorder.report


def _events(path: Path, clip: "Clip", wish: Wish, kept: Path) -> Iterator[Event]:
    plan = Plan(
        exercise=wish.exercise,
        person=wish.person,
        video=VideoFacts(**_facts(clip)),
        landmarks_out=kept,
        technique=wish.technique,
    )
    try:
        yield from assess(path, plan)
    except AssessmentError as error:
        raise JobFailed(error.sentence, code=error.code) from error


def _facts(clip: "Clip") -> dict[str, Any]:
    """What the report says of the video: the original's facts, not the proxy's."""
    names = ("duration_s", "fps", "width_px", "height_px", "rotation_deg", "codec")
    return {"sha256": clip.sha256, **{name: clip.facts[name] for name in names}}
