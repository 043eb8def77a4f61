"""A person's own baseline: set, shown, used, renewed, withdrawn, erased; never another tenant's."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.exercises import exercise_get
from assessment.pipeline import Plan, assess
from assessment.scoring.technique.weights import FOLDER, manifest
from audit.kinds import Kind
from audit.models import Event
from base import scope
from base.errors import NoTenantScope
from results import baselines
from results.baselines import own_for
from results.erasure import person_forget
from results.judging import weights_folder
from results.models import Assessment, Baseline, Report
from results.services import report_store, review_create
from results.worker import wish_of
from tenants.models import Membership
from tests.factories import results as make
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db

CLIP = make.CLIPS / "oblique_squat.mp4"


@pytest.fixture(autouse=True)
def live(settings, tmp_path: Path) -> Path:
    """The shipped weights under a manifest that lets them speak for deep squats."""
    shutil.copy(FOLDER / "technique-phone.safetensors", tmp_path)
    kept = manifest() | {"live": {"deep_squat": {}}}
    (tmp_path / "manifest.json").write_text(json.dumps(kept), encoding="utf-8")
    settings.TECHNIQUE_WEIGHTS = str(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def filmed(tmp_path_factory) -> tuple[dict[str, Any], Path]:
    """Report and landmarks of four squats from three quarters, as the engine gives them."""
    kept = tmp_path_factory.mktemp("filmed") / "landmarks.npz"
    *_, last = assess(CLIP, Plan(exercise="deep_squat", landmarks_out=kept))
    return last.payload(), kept


def assessed(place: Place, member: Membership, filmed: tuple[dict[str, Any], Path]) -> Assessment:
    """A finished assessment whose report and landmarks are those of the oblique clip."""
    row = make.assessed(place, member)
    body, landmarks = filmed
    with scope.tenant(place.org.id):
        key = f"landmarks/{place.org.id}/{row.id}-oblique.npz"
        with landmarks.open("rb") as file:
            default_storage.save(key, file)
        report_store(row, body=body, landmarks_key=key, fence=9)
    return row


def accept(place: Place, row: Assessment, *numbers: int, label: str = "correct") -> None:
    actor = make.actor(place, place.professional)
    with scope.tenant(place.org.id):
        for number in numbers:
            review_create(row, repetition=number, label=label, note="", actor=actor)


def path(place: Place, row: Assessment) -> str:
    return f"{place.api}/assessments/{row.id}/baseline"


@pytest.fixture
def physio(clinic: Place, client_for) -> Client:
    found: Client = client_for(clinic.professional)
    return found


@pytest.fixture
def row(clinic: Place, filmed) -> Assessment:
    return assessed(clinic, clinic.participant, filmed)


def test_three_accepted_repetitions_become_the_baseline(clinic: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)

    answer = physio.post(path(clinic, row))

    assert answer.status_code == 200, answer.content
    force = answer.json()["in_force"]
    assert (force["repetitions"], force["view"]) == ([1, 2, 4], "three_quarter")
    assert force["assessment"] == str(row.id)
    assert force["set_by"] == clinic.professional.user.name
    with scope.tenant(clinic.org.id):
        kept = Baseline.objects.get()
        noted = Event.objects.get(kind=Kind.BASELINE_SET)
    assert (str(kept.id), kept.withdrawn_at) == (force["id"], None)
    assert noted.person_id == clinic.participant.id
    assert json.loads(noted.payload)["baseline"] == force["id"]


def test_next_clip_is_analysed_against_it_and_its_own_clip_is_not(
    clinic: Place, row, physio, filmed
) -> None:
    accept(clinic, row, 1, 2, 4)
    force = physio.post(path(clinic, row)).json()["in_force"]
    other = make.uploaded(clinic, clinic.participant)
    strangers = make.uploaded(clinic, clinic.participants[1])

    with scope.tenant(clinic.org.id):
        wish, own, theirs = wish_of(other), wish_of(row), wish_of(strangers)

    assert wish.technique.own is not None
    assert (wish.technique.own.id, wish.technique.own.repetitions) == (force["id"], 3)
    assert wish.technique.folder == weights_folder()
    assert (own.technique.own, theirs.technique.own) == (None, None)
    *_, last = assess(CLIP, Plan(exercise="deep_squat", technique=wish.technique))
    body: Any = last.payload()
    assert {one["verdict"]["baseline"] for one in body["repetitions"]} == {"personal"}
    again = assessed(clinic, clinic.participant, (body, filmed[1]))
    shown = physio.get(path(clinic, again)).json()
    assert shown["compared"]["id"] == force["id"]
    assert (shown["known"], shown["speaks"]) == (True, True)


def test_repetition_whose_label_was_taken_back_is_not_accepted(clinic: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)
    accept(clinic, row, 2, label="incorrect")

    answer = physio.post(path(clinic, row))

    assert (answer.status_code, answer.json()["code"]) == (409, "too_few_accepted")
    with scope.tenant(clinic.org.id):
        assert not Baseline.objects.exists()
        assert not Event.objects.filter(kind=Kind.BASELINE_SET).exists()
    assert physio.get(path(clinic, row)).json()["accepted"] == [1, 4]


def test_clip_from_the_side_is_refused_with_the_engines_sentence(clinic: Place, physio) -> None:
    row = make.assessed(clinic, clinic.participant)
    accept(clinic, row, 1, 2, 3)

    answer = physio.post(path(clinic, row))

    assert (answer.status_code, answer.json()["code"]) == (409, "baseline_refused")
    assert "three quarters" in answer.json()["detail"]


def test_second_one_takes_the_place_of_the_first_and_history_keeps_both(
    clinic: Place, row, physio
) -> None:
    accept(clinic, row, 1, 2, 4)
    first = physio.post(path(clinic, row)).json()["in_force"]["id"]

    shown = physio.post(path(clinic, row)).json()

    assert shown["in_force"]["id"] != first
    assert [one["id"] for one in shown["history"]] == [shown["in_force"]["id"], first]
    assert shown["history"][1]["withdrawn_by"] == clinic.professional.user.name


def test_database_refuses_two_in_force(clinic: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)
    physio.post(path(clinic, row))
    with scope.tenant(clinic.org.id):
        one = Baseline.objects.get()
        one.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            one.save(force_insert=True)


def test_one_set_at_the_same_moment_is_refused_and_the_other_stays(
    clinic: Place, row, physio, filmed, monkeypatch
) -> None:
    other = assessed(clinic, clinic.participant, filmed)
    accept(clinic, row, 1, 2, 4)
    accept(clinic, other, 1, 2, 4)
    first = physio.post(path(clinic, row)).json()["in_force"]
    monkeypatch.setattr(baselines, "_in_force", lambda *_: Baseline.objects.none())  # not yet seen

    answer = physio.post(path(clinic, other))

    assert (answer.status_code, answer.json()["code"]) == (409, "baseline_taken")
    with scope.tenant(clinic.org.id):
        assert str(Baseline.objects.get(withdrawn_at__isnull=True).id) == first["id"]


def test_withdrawn_one_is_used_no_more_and_stays_in_the_history(clinic: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)
    physio.post(path(clinic, row))

    shown = physio.delete(path(clinic, row)).json()

    assert (shown["in_force"], len(shown["history"])) == (None, 1)
    with scope.tenant(clinic.org.id):
        assert own_for(make.uploaded(clinic, clinic.participant)) is None
        assert Event.objects.filter(kind=Kind.BASELINE_WITHDRAWN).count() == 1
    again = physio.delete(path(clinic, row))
    assert (again.status_code, again.json()["code"]) == (409, "no_baseline")


def test_baseline_of_other_weights_is_made_again_from_its_landmarks(
    clinic: Place, row, physio
) -> None:
    accept(clinic, row, 1, 2, 4)
    physio.post(path(clinic, row))
    with scope.tenant(clinic.org.id):
        rows = Baseline.objects.get().rows
        Baseline.objects.update(weights_sha256="0" * 64, rows=[[0.0]])
        own = own_for(make.uploaded(clinic, clinic.participant))
        kept = Baseline.objects.get()
        noted = Event.objects.get(kind=Kind.BASELINE_RENEWED)

    assert own is not None
    assert own.rows.tolist() == rows == kept.rows
    assert kept.weights_sha256 == manifest()["files"]["phone"]["sha256"]
    assert noted.actor_kind == "system"


def test_baseline_of_other_weights_without_landmarks_is_not_used_and_says_so(
    clinic: Place, row, physio
) -> None:
    accept(clinic, row, 1, 2, 4)
    physio.post(path(clinic, row))
    with scope.tenant(clinic.org.id):
        Baseline.objects.update(feature_set="0" * 64)
        default_storage.delete(Report.objects.get(assessment=row).landmarks_key)
        assert own_for(make.uploaded(clinic, clinic.participant)) is None

    shown = physio.get(path(clinic, row)).json()
    assert (shown["usable"], shown["in_force"] is None) == (False, False)


def test_patient_sees_the_baseline_and_cannot_set_one(clinic: Place, row, client_for) -> None:
    accept(clinic, row, 1, 2, 4)
    patient = client_for(clinic.participant)

    assert patient.get(path(clinic, row)).status_code == 200
    assert patient.post(path(clinic, row)).json()["code"] == "refused"
    assert patient.delete(path(clinic, row)).json()["code"] == "refused"
    other = client_for(clinic.participants[1])
    assert other.get(path(clinic, row)).status_code == 404


def test_erasing_the_person_erases_it(clinic: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)
    physio.post(path(clinic, row))
    actor = make.actor(clinic, clinic.admin)

    with scope.tenant(clinic.org.id):
        person_forget(participant_id=clinic.participant.id, account=False, actor=actor.ref)
        assert not Baseline.objects.exists()
        line = Event.objects.get(kind=Kind.BASELINE_SET)
    assert (line.payload, line.subject_id, line.erased_at is None) == ("{}", None, False)


def test_no_scope_and_another_scope_show_none(clinic: Place, school: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)
    physio.post(path(clinic, row))

    with pytest.raises(NoTenantScope):
        Baseline.objects.count()
    with scope.tenant(school.org.id):
        assert not Baseline.objects.exists()


def test_exercise_that_was_never_learned_has_none_to_set(clinic: Place, row, physio) -> None:
    accept(clinic, row, 1, 2, 4)
    with scope.tenant(clinic.org.id):
        report = Report.objects.get(assessment=row)
        report.body["exercise"]["id"] = exercise_get("push_up").id
        report.save()

    shown = physio.get(path(clinic, row)).json()

    assert (shown["known"], shown["speaks"], shown["history"]) == (False, False, [])
    assert physio.post(path(clinic, row)).json()["code"] == "baseline_refused"
