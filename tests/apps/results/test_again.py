"""A clip analysed again: old report kept, labels moved, difference told, nobody's work lost."""

import copy
import json
from typing import Any

import pytest
from django.test import Client

from audit.kinds import Kind
from audit.models import Event
from base import scope
from jobs.models import Job
from jobs.services import job_claim, job_fail
from live.models import LiveEvent
from live.selectors import events_of_kind
from media.selectors import clip_for_assessment
from results.again import again_ask, reanalyses_go, report_replace
from results.erasure import person_forget
from results.errors import NotAgainNow
from results.judging import outdated
from results.models import Assessment, Reanalysis, Report, Review
from results.services import assessment_sign, review_create
from results.worker import clip_again, wish_of
from tests.factories import results as make
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(clinic: Place) -> Assessment:
    return make.assessed(clinic, clinic.participant)


@pytest.fixture
def physio(clinic: Place, client_for) -> Client:
    found: Client = client_for(clinic.professional)
    return found


def path(place: Place, row: Assessment) -> str:
    return f"{place.api}/assessments/{row.id}/again"


def label(place: Place, row: Assessment, number: int, word: str) -> Review:
    actor = make.actor(place, place.professional)
    with scope.tenant(place.org.id):
        return review_create(row, repetition=number, label=word, note="", actor=actor)


def made_by_others(place: Place, row: Assessment, sha256: str = "0" * 64) -> None:
    """As if its rules had been other ones."""
    with scope.tenant(place.org.id):
        report = Report.objects.get(assessment=row)
        for one in report.body["models"]:
            if one["name"] == "rubric":
                one["weights_sha256"] = sha256
        report.save()


def replace(place: Place, row: Assessment, body: dict[str, Any]) -> Reanalysis:
    """Ask for a new analysis and end it with this report, as a worker does."""
    actor = make.actor(place, place.professional)
    with scope.tenant(place.org.id):
        asked = again_ask(row, actor=actor)
        job = Job.objects.get(subject_id=asked.id)
        lease = job_claim(job.id, "test")
        assert lease is not None
        report_replace(lease, asked, body=body, landmarks_key="landmarks/none.npz")
        return Reanalysis.objects.get(id=asked.id)


def body_of(place: Place, row: Assessment) -> dict[str, Any]:
    return copy.deepcopy(make.report_of(row).body)


def other_words(body: dict[str, Any]) -> list[str]:
    return [one["verdict"]["label"] for one in body["repetitions"]]


def test_report_of_today_is_not_outdated_and_one_of_other_rules_is(clinic: Place, row) -> None:
    body = body_of(clinic, row)
    assert outdated(body, None) == []

    rules = next(one for one in body["models"] if one["name"] == "rubric")
    rules["weights_sha256"] = "0" * 64
    assert outdated(body, None) == ["rules"]
    body["models"] = body["models"][1:]
    body["software"] = "plumbline-assessment 0.0; x"
    assert outdated(body, "another") == ["pose", "rules", "software", "baseline"]


def test_models_that_this_page_does_not_know_make_nothing_outdated(clinic: Place, row) -> None:
    body = body_of(clinic, row)
    body["models"].append({"name": "sensing", "weights_sha256": "1" * 64, "card": "x"})
    assert outdated(body, None) == []


def test_page_says_that_other_rules_judged(clinic: Place, row, physio) -> None:
    made_by_others(clinic, row)
    shown = physio.get(path(clinic, row)).json()
    assert (shown["outdated"], shown["now"], shown["history"]) == (["rules"], None, [])


def test_worker_puts_the_new_report_in_place_and_keeps_the_old_one(
    clinic: Place, row, physio
) -> None:
    made_by_others(clinic, row)
    old = make.report_of(row)

    asked = physio.post(path(clinic, row)).json()
    with scope.tenant(clinic.org.id):
        lease = job_claim(Job.objects.get(kind="again").id, "test")
        assert lease is not None
        work = Reanalysis.objects.get(id=lease.subject_id)
        clip = clip_for_assessment(row.id)
        assert clip is not None
        clip_again(lease, work, clip, wish_of(row), lambda: False)

    assert (asked["now"], asked["history"]) == ("waiting", [])
    shown = physio.get(path(clinic, row)).json()
    new = make.report_of(row)
    assert (shown["outdated"], shown["now"]) == ([], None)
    [done] = shown["history"]
    assert (done["before"], done["after"], done["changes"]) == (3, 3, [])
    assert {one["name"]: one["weights_sha256"] for one in done["models"]}["rubric"] == "0" * 64
    assert new.id != old.id
    with scope.tenant(clinic.org.id):
        kept = Reanalysis.objects.get()
        seen = Assessment.objects.select_related("job").get(id=row.id)
        noted = json.loads(Event.objects.get(kind=Kind.REPORT_REPLACED).payload)
        told = events_of_kind(row.id, "report")
    assert (kept.body, kept.sha256) == (old.body, old.sha256)
    assert seen.job is not None
    assert (seen.job.kind, seen.job.state) == ("assess", "done")
    assert (noted["report_sha256"], noted["replaced_sha256"]) == (new.sha256, old.sha256)
    assert told[-1].payload == new.body


def test_changed_verdict_is_told_and_lifts_the_signature(clinic: Place, row, physio) -> None:
    with scope.tenant(clinic.org.id):
        assessment_sign(row, actor=make.actor(clinic, clinic.professional))
    body = body_of(clinic, row)
    was = other_words(body)[1]
    body["repetitions"][1]["verdict"]["label"] = "cannot_tell"

    replace(clinic, row, body)

    [done] = physio.get(path(clinic, row)).json()["history"]
    [change] = done["changes"]
    assert (change["before"], change["after"]) == (2, 2)
    assert (change["label_before"], change["label_after"]) == (was, "cannot_tell")
    with scope.tenant(clinic.org.id):
        assert Assessment.objects.get(id=row.id).signed_at is None
        assert Event.objects.get(kind=Kind.ASSESSMENT_UNSIGNED).actor_kind == "system"


def test_signature_stays_where_nothing_changes(clinic: Place, row) -> None:
    with scope.tenant(clinic.org.id):
        assessment_sign(row, actor=make.actor(clinic, clinic.professional))

    replace(clinic, row, body_of(clinic, row))

    with scope.tenant(clinic.org.id):
        assert Assessment.objects.get(id=row.id).signed_at is not None


def test_labels_move_with_their_repetition_and_one_without_is_kept_and_said(
    clinic: Place, row, physio
) -> None:
    gone, moved = label(clinic, row, 1, "incorrect"), label(clinic, row, 3, "correct")
    body = body_of(clinic, row)
    body["repetitions"] = body["repetitions"][1:]
    for place, one in enumerate(body["repetitions"], 1):
        one["index"] = place

    replace(clinic, row, body)

    with scope.tenant(clinic.org.id):
        left, kept = Review.objects.get(id=gone.id), Review.objects.get(id=moved.id)
        told = [event.payload["id"] for event in events_of_kind(row.id, "review")][-2:]
    assert (kept.repetition, kept.left_behind_at) == (2, None)
    assert (left.repetition, left.left_behind_at is None) == (1, False)
    assert sorted(told) == sorted([str(gone.id), str(moved.id)])
    [done] = physio.get(path(clinic, row)).json()["history"]
    assert [(one["repetition"], one["label"]) for one in done["left_behind"]] == [(1, "incorrect")]


def test_result_stays_readable_when_the_analysis_fails(clinic: Place, row, physio) -> None:
    old = make.report_of(row)
    physio.post(path(clinic, row))
    with scope.tenant(clinic.org.id):
        lease = job_claim(Job.objects.get(kind="again").id, "test")
        assert lease is not None
        job_fail(lease, code="video_damaged", sentence="The file is damaged.")

    shown = physio.get(path(clinic, row)).json()

    assert (shown["now"], shown["sentence"]) == ("failed", "The file is damaged.")
    assert make.report_of(row).id == old.id
    detail = physio.get(f"{clinic.api}/assessments/{row.id}").json()
    assert (detail["state"], detail["report"]["schema"]) == ("done", "plumbline-report/1")
    assert physio.post(path(clinic, row)).json()["now"] == "waiting"


def test_same_clip_is_not_asked_for_twice(clinic: Place, row, physio) -> None:
    physio.post(path(clinic, row))
    answer = physio.post(path(clinic, row))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_again_now")
    with scope.tenant(clinic.org.id):
        assert Reanalysis.objects.count() == 1


def test_clip_without_a_report_is_refused(clinic: Place) -> None:
    row = make.uploaded(clinic, clinic.participant)
    with scope.tenant(clinic.org.id), pytest.raises(NotAgainNow):
        again_ask(row, actor=make.actor(clinic, clinic.professional))


def test_report_of_another_person_chosen_meanwhile_is_not_replaced(clinic: Place, row) -> None:
    actor = make.actor(clinic, clinic.professional)
    with scope.tenant(clinic.org.id):
        asked = again_ask(row, actor=actor)
        lease = job_claim(Job.objects.get(subject_id=asked.id).id, "test")
        assert lease is not None
        fresh = Report.objects.get(assessment=row)
        Report.objects.filter(id=fresh.id).update(created_at=Reanalysis.objects.get().created_at)
        report_replace(lease, asked, body=fresh.body, landmarks_key="x")
        assert Report.objects.get(assessment=row).id == fresh.id
        assert Reanalysis.objects.get().changes is None


def finish(place: Place, body: dict[str, Any]) -> None:
    """End the one analysis that waits for a worker."""
    with scope.tenant(place.org.id):
        job = Job.objects.get(kind="again", state="queued")
        lease = job_claim(job.id, "test")
        assert lease is not None
        asked = Reanalysis.objects.get(id=job.subject_id)
        report_replace(lease, asked, body=body, landmarks_key="landmarks/none.npz")


def test_all_of_an_exercise_are_done_one_after_the_other(clinic: Place, row, physio) -> None:
    body = body_of(clinic, row)
    second = make.assessed(clinic, clinic.participants[1])
    make.assessed(clinic, clinic.participants[1])
    made_by_others(clinic, row)
    made_by_others(clinic, second)

    def ask() -> Any:
        wanted = {"exercise": "deep_squat"}
        return physio.post(f"{clinic.api}/reanalyses", wanted, content_type="application/json")

    [told] = ask().json()["results"]
    assert (told["reports"], told["outdated"], told["under_way"]) == (3, 2, 2)
    assert told["reasons"] == ["rules"]
    assert [reanalyses_go(), reanalyses_go()] == [1, 0]  # one at a time
    finish(clinic, body)
    assert [reanalyses_go(), reanalyses_go()] == [1, 0]
    finish(clinic, body)
    [told] = physio.get(f"{clinic.api}/reanalyses").json()["results"]
    assert (told["outdated"], told["under_way"]) == (0, 0)
    assert (told["repetitions"], told["changed"]) == (6, 0)
    nothing = ask()
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_outdated")


def test_erasing_the_person_erases_old_reports_and_waiting_work(clinic: Place, row) -> None:
    replace(clinic, row, body_of(clinic, row))
    with scope.tenant(clinic.org.id):
        again_ask(row, actor=make.actor(clinic, clinic.professional))
        admin = make.actor(clinic, clinic.admin)
        person_forget(participant_id=clinic.participant.id, account=False, actor=admin.ref)

        assert not Reanalysis.objects.exists()
        assert not Job.objects.exists()
        assert not LiveEvent.objects.exists()


def test_person_who_took_the_consent_back_is_not_analysed_again(
    clinic: Place, row, physio, client_for
) -> None:
    client_for(clinic.participant).delete(f"{clinic.api}/consent")

    answer = physio.post(path(clinic, row))

    assert (answer.status_code, answer.json()["code"]) == (403, "consent_needed")
    with scope.tenant(clinic.org.id):
        assert not Reanalysis.objects.exists()


def test_results_of_another_organisation_are_not_counted(
    clinic: Place, school: Place, row, client_for
) -> None:
    made_by_others(clinic, row)
    shown = client_for(school.professional).get(f"{school.api}/reanalyses").json()
    assert shown == {"results": []}
