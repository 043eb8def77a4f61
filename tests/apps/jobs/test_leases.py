import datetime as dt
import uuid

import pytest
from celery import current_app

from audit.kinds import Kind
from audit.models import Event
from audit.records import ActorRef
from base import clock, scope
from jobs import services
from jobs.errors import JobCancelled, LeaseLost, NotNow
from jobs.models import Job
from jobs.selectors import job_record, waiting_behind
from live.selectors import events_after
from tests.factories.tenants import Place

LATER = dt.timedelta(minutes=5)
OWNER = ActorRef("user", uuid.uuid4())

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(clinic: Place) -> Job:
    with scope.tenant(clinic.org.id):
        return services.job_enqueue(kind="assess", subject_id=uuid.uuid4(), person=None)


@pytest.fixture(autouse=True)
def _scope(clinic: Place):
    with scope.tenant(clinic.org.id):
        yield


def fresh(job: Job) -> Job:
    return Job.objects.get(id=job.id)


def test_second_claim_of_a_held_job_gets_nothing(job: Job) -> None:
    assert services.job_claim(job.id, "a") is not None
    assert services.job_claim(job.id, "b") is None
    assert fresh(job).attempts == 1


def test_claim_after_the_lease_ran_out_raises_the_fence(job: Job) -> None:
    first = services.job_claim(job.id, "a")
    with clock.moved(LATER):
        second = services.job_claim(job.id, "b")
    assert first is not None
    assert second is not None
    assert second.fence > first.fence
    assert second.attempts == 2


def test_old_holder_can_write_nothing_after_the_job_was_taken_over(job: Job) -> None:
    old = services.job_claim(job.id, "a")
    assert old is not None
    with clock.moved(LATER):
        new = services.job_claim(job.id, "b")
        assert new is not None

        with pytest.raises(LeaseLost):
            services.job_progress(old, stage="pose", done=0.9, eta_s=None)
        with pytest.raises(LeaseLost):
            services.job_finish(old)
        with pytest.raises(LeaseLost):
            services.job_heartbeat(old)
    assert fresh(job).state == Job.State.RUNNING


def test_heartbeat_keeps_the_job_from_the_sweep(job: Job) -> None:
    lease = services.job_claim(job.id, "a")
    assert lease is not None
    with clock.moved(dt.timedelta(seconds=15)):
        services.job_heartbeat(lease)
    with clock.moved(dt.timedelta(seconds=25)):
        services.jobs_sweep()
    assert fresh(job).state == Job.State.RUNNING


def test_sweep_queues_a_job_whose_worker_died(job: Job) -> None:
    services.job_claim(job.id, "a")
    with clock.moved(LATER):
        services.jobs_sweep()
    assert fresh(job).state == Job.State.QUEUED
    assert fresh(job).attempts == 1


def test_third_lost_lease_parks_the_job_with_a_sentence(job: Job) -> None:
    for attempt in range(1, 4):
        with clock.moved(LATER * attempt):
            assert services.job_claim(job.id, "a") is not None
        with clock.moved(LATER * attempt + dt.timedelta(minutes=1)):
            services.jobs_sweep()
    parked = fresh(job)
    assert parked.state == Job.State.PARKED
    assert "3 times" in parked.reason_sentence
    assert Event.objects.filter(kind=Kind.JOB_PARKED, subject_id=job.id).count() == 1


def test_broken_work_is_parked_after_the_last_attempt_only(job: Job) -> None:
    states = []
    for _ in range(3):
        lease = services.job_claim(job.id, "a")
        assert lease is not None
        services.job_release(lease)
        states.append(fresh(job).state)
    assert states == [Job.State.QUEUED, Job.State.QUEUED, Job.State.PARKED]


def test_cancel_of_a_waiting_job_ends_it_at_once(job: Job) -> None:
    services.job_cancel(job.id, actor=OWNER)
    assert fresh(job).state == Job.State.CANCELLED
    assert services.job_claim(job.id, "a") is None


def test_cancel_of_a_running_job_reaches_its_worker_with_the_next_write(job: Job) -> None:
    lease = services.job_claim(job.id, "a")
    assert lease is not None
    services.job_cancel(job.id, actor=OWNER)
    with pytest.raises(JobCancelled):
        services.job_progress(lease, stage="pose", done=0.5, eta_s=1.0)
    services.job_stop(lease)
    assert fresh(job).state == Job.State.CANCELLED


def test_cancelled_job_of_a_dead_worker_ends_cancelled(job: Job) -> None:
    services.job_claim(job.id, "a")
    services.job_cancel(job.id, actor=OWNER)
    with clock.moved(LATER):
        services.jobs_sweep()
    assert fresh(job).state == Job.State.CANCELLED


def test_cancel_of_an_ended_job_is_refused(job: Job) -> None:
    services.job_cancel(job.id, actor=OWNER)
    with pytest.raises(NotNow):
        services.job_cancel(job.id, actor=OWNER)


def test_retry_gives_a_parked_job_all_its_attempts_again(job: Job) -> None:
    for _ in range(3):
        lease = services.job_claim(job.id, "a")
        assert lease is not None
        services.job_release(lease)
    services.job_retry(job.id, actor=OWNER)
    again = fresh(job)
    assert (again.state, again.attempts, again.reason_code) == (Job.State.QUEUED, 0, "")


def test_retry_of_a_clip_that_cannot_succeed_is_refused(job: Job) -> None:
    lease = services.job_claim(job.id, "a")
    assert lease is not None
    services.job_fail(lease, code="too_short", sentence="Film longer.")
    with pytest.raises(NotNow):
        services.job_retry(job.id, actor=OWNER)


def test_retry_of_a_running_job_is_refused(job: Job) -> None:
    services.job_claim(job.id, "a")
    with pytest.raises(NotNow):
        services.job_retry(job.id, actor=OWNER)


def test_percent_never_falls_in_a_second_attempt(job: Job) -> None:
    lease = services.job_claim(job.id, "a")
    assert lease is not None
    assert services.job_progress(lease, stage="pose", done=0.8, eta_s=4) == 85.0
    with clock.moved(LATER):
        again = services.job_claim(job.id, "b")
        assert again is not None
        assert services.job_progress(again, stage="pose", done=0.1, eta_s=9) == 85.0


def test_waiting_counts_what_is_ahead_in_the_same_queue_in_every_tenant(
    job: Job, school: Place
) -> None:
    with scope.tenant(school.org.id):
        services.job_enqueue(kind="ingest", subject_id=uuid.uuid4(), person=None)
        theirs = services.job_enqueue(kind="assess", subject_id=uuid.uuid4(), person=None)
        assert waiting_behind(theirs) == 1
        services.job_claim(job.id, "a")
        assert waiting_behind(theirs) == 1
    assert job_record(fresh(job))["waiting_behind"] is None


def test_every_transition_is_told_to_watchers_in_order(job: Job) -> None:
    lease = services.job_claim(job.id, "a")
    assert lease is not None
    services.job_fail(lease, code="no_person", sentence="Nobody was seen. Film again.")

    events = events_after(job.subject_id, 0)

    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    states = [event["payload"]["state"] for event in events if event["kind"] == "state"]
    assert states == ["queued", "working", "failed"]
    assert [event["payload"]["code"] for event in events if event["kind"] == "failed"] == [
        "no_person"
    ]


def test_sweep_wakes_a_worker_for_a_job_whose_message_was_lost(
    job: Job, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, **kw: sent.append((name, kw["args"]))
    )
    with clock.moved(LATER), django_capture_on_commit_callbacks(execute=True):
        services.jobs_sweep()
    assert sent == [("results.tasks.assess", [str(job.id)])]
