import threading
import uuid

import pytest

from base import scope
from jobs import services
from jobs.errors import JobFailed
from jobs.models import Job
from jobs.runner import run
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(clinic: Place) -> Job:
    with scope.tenant(clinic.org.id):
        return services.job_enqueue(kind="assess", subject_id=uuid.uuid4(), person=None)


def state_of(job: Job) -> str:
    with scope.tenant(job.tenant_id):
        return Job.objects.get(id=job.id).state


def test_finished_work_ends_done(job: Job) -> None:
    run(str(job.id), lambda lease, _stop: services.job_finish(lease))
    assert state_of(job) == "done"


def test_work_that_cannot_succeed_ends_failed_with_its_sentence(job: Job) -> None:
    def work(_lease, _stop) -> None:
        raise JobFailed("The clip is too short. Film at least one repetition.", code="too_short")

    run(str(job.id), work)

    with scope.tenant(job.tenant_id):
        row = Job.objects.get(id=job.id)
    assert (row.state, row.reason_code) == ("failed", "too_short")


def test_fault_of_ours_gives_the_job_back(job: Job) -> None:
    def work(_lease, _stop) -> None:
        raise ZeroDivisionError

    run(str(job.id), work)
    assert state_of(job) == "queued"


def test_taken_job_is_left_alone(job: Job) -> None:
    services.job_claim(job.id, "somebody else")
    run(str(job.id), lambda *_: pytest.fail("ran a job that another worker holds"))
    assert state_of(job) == "running"


def test_long_computation_keeps_its_lease(job: Job, settings) -> None:
    settings.JOB_LEASE_S, settings.JOB_HEARTBEAT_S = 0.6, 0.1

    def work(lease, _stop) -> None:
        threading.Event().wait(1.5)
        assert services.jobs_sweep() == 0
        services.job_finish(lease)

    run(str(job.id), work)
    assert state_of(job) == "done"


def test_cancel_reaches_work_that_reports_nothing(job: Job, settings) -> None:
    settings.JOB_HEARTBEAT_S = 0.05
    tenant_id = job.tenant_id

    def work(lease, should_stop) -> None:
        from audit.records import SYSTEM

        services.job_cancel(job.id, actor=SYSTEM)
        for _ in range(100):
            if should_stop():
                services.job_hold(lease)
            threading.Event().wait(0.05)
        pytest.fail("never heard of the cancel")

    run(str(job.id), work)
    assert tenant_id
    assert state_of(job) == "cancelled"
