"""kill -9 in the middle of real jobs: each job ends once, with one report, and nothing is lost."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.house import CLIPS, House, Person, until

pytestmark = [pytest.mark.drill, pytest.mark.slow]

LEASE_S = "3"  # a dead worker is noticed sooner than in use, so that the drill is short
KILLS = 5


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = House(tmp_path_factory.mktemp("house"), {"PLUMBLINE_JOB_LEASE_S": LEASE_S})
    found.start()
    yield found
    found.stop(signal.SIGKILL)


@pytest.fixture(scope="module")
def mara(house: House) -> Person:
    person = house.browser("mara@riverside.example")
    text = person.get("consent")["document"]
    answer = person.http.post(
        f"{person.api}/consent", json={"version": text["version"]}, timeout=30
    )
    assert answer.status_code in {200, 201, 409}, answer.text
    return person


def at_work(person: Person, row: str, percent: float) -> Any:
    """The assessment while its clip is looked at, at `percent` or beyond."""

    def working() -> Any:
        found = person.assessment(row)
        assert found["state"] in {"queued", "working"}, found["state"]
        is_there = found["job"]["kind"] == "assess" and found["job"]["percent"] >= percent
        return is_there and found["state"] == "working" and found

    return until(working, every_s=0.05)


def assert_ended_once(person: Person, row: str) -> None:
    found = person.ended(row)
    assert (found["state"], found["job"]["reason"]) == ("done", None)
    events = person.events(row)
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    reports = [event["payload"] for event in events if event["kind"] == "report"]
    assert reports == [found["report"]]
    percents = [event["payload"]["percent"] for event in events if event["kind"] == "progress"]
    assert percents == sorted(percents)


def test_five_killed_workers_leave_each_job_with_one_report(house: House, mara: Person) -> None:
    rows = []
    for kill in range(KILLS):
        row = mara.send(CLIPS / "demo_squat.mp4", "deep_squat")
        at_work(mara, row, 30 + 8 * kill)
        assert house.kill_workers() >= 2
        rows.append(row)
    for row in rows:
        assert_ended_once(mara, row)
        assert mara.assessment(row)["job"]["attempts"] >= 2


def test_whole_shape_killed_during_a_job_finishes_it_after_the_next_start(
    house: House, mara: Person
) -> None:
    row = mara.send(CLIPS / "demo_squat.mp4", "deep_squat")
    at_work(mara, row, 40)

    house.stop(signal.SIGKILL)
    until(lambda: not house.processes("plumbline"))
    house.start()

    assert_ended_once(mara, row)


def test_every_report_is_in_the_journal_once(house: House, mara: Person) -> None:
    done = [row["id"] for row in mara.get("assessments")["results"] if row["state"] == "done"]
    counted = house.manage("shell", "-v", "0", "-c", COUNT)
    assert sorted(counted.split()) == sorted(done)


COUNT = """
from audit.kinds import Kind
from audit.models import Event
from base import scope
from tenants.models import Organisation
with scope.tenant(Organisation.objects.get(slug="riverside").id):
    for event in Event.objects.filter(kind=Kind.REPORT_RECORDED):
        print(event.subject_id)
"""
