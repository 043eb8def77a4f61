"""Events applied to an old state equal a fresh fetch, after every service that publishes.

The reducer is the front end's own, built as one file and run under node.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client

from audit.records import SYSTEM
from base import scope
from jobs import services as jobs
from jobs.records import Lease
from live.events import PAYLOADS
from results import services
from results.models import Assessment, Review
from tests.factories import results as make
from tests.factories.tenants import Place
from uploads.services import upload_terminate

ROOT = Path(__file__).parents[2]
REDUCER = ROOT / "frontend" / "dist-reducer" / "reducer.mjs"

pytestmark = pytest.mark.django_db

Act = Callable[[Place, Assessment, Lease | None], object]


@pytest.fixture(scope="session")
def reducer() -> str:
    build = ["npm", "--prefix", str(ROOT / "frontend"), "run", "build:reducer"]
    subprocess.run(build, check=True, capture_output=True)
    return REDUCER.as_uri()


def reduced(reducer: str, state: dict[str, Any], events: list[dict[str, Any]]) -> dict[str, Any]:
    run = subprocess.run(
        ["node", str(ROOT / "tests" / "support" / "reducer.mjs")],
        input=json.dumps({"reducer": reducer, **state, "events": events}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


class Page:
    """What a browser holds of one assessment: fetched once, then only told."""

    def __init__(self, client: Client, place: Place, row: Assessment) -> None:
        self.client = client
        self.address = f"{place.api}/assessments/{row.id}"

    def fetched(self) -> dict[str, Any]:
        return {
            "assessment": self.client.get(self.address).json(),
            "landmarks": self.client.get(f"{self.address}/landmarks").json(),
        }

    def events(self, after: int) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = self.client.get(
            f"{self.address}/events?after={after}"
        ).json()["events"]
        return events


def finish(_place: Place, _row: Assessment, lease: Lease | None) -> None:
    assert lease is not None
    for kind, payload in make.tiny_events():
        if kind == "report":
            key = make.landmarks_kept(lease)
            services.report_record(lease, body=payload, landmarks_key=key)
        elif kind != "progress":
            services.events_store(lease, [(kind, payload)])


def half(_place: Place, _row: Assessment, lease: Lease | None) -> None:
    assert lease is not None
    for kind, payload in make.tiny_events()[:20]:
        if kind not in {"report", "progress"}:
            services.events_store(lease, [(kind, payload)])


def half_then_again(place: Place, row: Assessment, lease: Lease | None) -> None:
    """A worker dies midway; another begins from the start."""
    half(place, row, lease)
    assert lease is not None
    jobs.job_release(lease)
    again = make.claimed(row)
    half(place, row, again)


def fail(_place: Place, _row: Assessment, lease: Lease | None) -> None:
    assert lease is not None
    jobs.job_fail(lease, code="no_person", sentence="Nobody was seen. Film again.")


def progress(_place: Place, _row: Assessment, lease: Lease | None) -> None:
    assert lease is not None
    services.progress_store(lease, stage="pose", done=0.4, eta_s=3.0, frames=(40, 100))


def cancel(_place: Place, row: Assessment, _lease: Lease | None) -> None:
    job_id = Assessment.objects.get(id=row.id).job_id
    assert job_id is not None
    jobs.job_cancel(job_id, actor=SYSTEM)


def stop(place: Place, row: Assessment, lease: Lease | None) -> None:
    cancel(place, row, lease)
    assert lease is not None
    jobs.job_stop(lease)


def retry(place: Place, row: Assessment, lease: Lease | None) -> None:
    stop(place, row, lease)
    assert lease is not None
    jobs.job_retry(lease.job_id, actor=SYSTEM)


def review(place: Place, row: Assessment, _lease: Lease | None) -> None:
    actor = make.actor(place, place.professional)
    services.review_create(row, repetition=2, label="incorrect", note="", actor=actor)


def withdraw(place: Place, row: Assessment, lease: Lease | None) -> None:
    review(place, row, lease)
    actor = make.actor(place, place.professional)
    found = Review.objects.get(assessment=row)
    services.review_withdraw(row, found.id, actor=actor)


def sign(place: Place, row: Assessment, _lease: Lease | None) -> None:
    services.assessment_sign(row, actor=make.actor(place, place.professional))


def unsign(place: Place, row: Assessment, lease: Lease | None) -> None:
    sign(place, row, lease)
    services.assessment_unsign(row, by=make.actor(place, place.professional).ref)


def assert_told(reducer: str, page: Page, before: dict[str, Any], *, has_report: bool) -> None:
    after = before["assessment"]["last_event_id"]
    events = page.events(after)
    assert events, "the service published nothing"
    for event in events:
        jsonschema.validate(event["payload"], PAYLOADS[event["kind"]])
    told, fresh = reduced(reducer, before, events), page.fetched()

    assert told["assessment"] == fresh["assessment"]
    assert told["landmarks"] == fresh["landmarks"]
    if has_report:
        assert told["repetitions"] == fresh["assessment"]["report"]["repetitions"]


@pytest.mark.parametrize(
    "act", [finish, half, half_then_again, fail, progress, cancel, stop, retry]
)
def test_work_on_a_clip_is_told_in_full(clinic: Place, client_for, reducer: str, act: Act) -> None:
    row, lease = make.assessing(clinic, clinic.participant)
    page = Page(client_for(clinic.professional), clinic, row)
    page.fetched()
    before = page.fetched()
    with scope.tenant(clinic.org.id):
        act(clinic, row, lease)
    assert_told(reducer, page, before, has_report=act is finish)


@pytest.mark.parametrize("act", [review, withdraw, sign, unsign])
def test_what_people_do_to_a_report_is_told_in_full(
    clinic: Place, client_for, reducer: str, act: Act
) -> None:
    row = make.assessed(clinic, clinic.participant)
    page = Page(client_for(clinic.professional), clinic, row)
    before = page.fetched()
    with scope.tenant(clinic.org.id):
        act(clinic, row, None)
    assert_told(reducer, page, before, has_report=True)


def test_arrival_and_preparation_are_told_in_full(clinic: Place, client_for, reducer: str) -> None:
    upload = make.uploading(clinic, clinic.participant)
    with scope.tenant(clinic.org.id):
        row = Assessment.objects.get(id=upload.assessment_id)
    page = Page(client_for(clinic.professional), clinic, row)
    before = page.fetched()
    make.arrived(clinic, upload)
    make.prepared(clinic, row)
    assert_told(reducer, page, before, has_report=False)


def test_given_up_upload_is_told_in_full(clinic: Place, client_for, reducer: str) -> None:
    upload = make.uploading(clinic, clinic.participant)
    with scope.tenant(clinic.org.id):
        row = Assessment.objects.get(id=upload.assessment_id)
    page = Page(client_for(clinic.professional), clinic, row)
    before = page.fetched()
    with scope.tenant(clinic.org.id):
        upload_terminate(upload_id=upload.id, actor=SYSTEM, reason="stopped")
    assert_told(reducer, page, before, has_report=False)
