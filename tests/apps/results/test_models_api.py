"""The page of what judges, and of how far people agree with it."""

from pathlib import Path

import pytest

from assessment.exercises import catalogue
from base import scope
from results.models import Report
from results.services import review_create
from tests.factories import results as make
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db

WORDS = ("correct", "incorrect", "cannot_tell")
CARDS = Path(__file__).parents[3] / "docs" / "cards"


def test_every_card_of_the_code_is_listed_with_what_judges_first(clinic: Place, client_for) -> None:
    shown = client_for(clinic.participant).get("/api/v1/models").json()

    names = [one["name"] for one in shown["models"]]
    assert names[:3] == ["pose", "rubric", "technique"]
    assert set(names) == {path.stem for path in CARDS.glob("*.md")}
    assert [one["exercise"] for one in shown["exercises"]] == [one.id for one in catalogue()]
    assert {one["source"] for one in shown["exercises"]} <= {"learned", "rubric", "none"}


def test_technique_card_has_its_text_digest_and_figures(clinic: Place, client_for) -> None:
    shown = client_for(clinic.professional).get("/api/v1/models/technique").json()

    assert shown["text"] == (CARDS / "technique.md").read_text(encoding="utf-8")
    assert [len(one["sha256"]) for one in shown["files"]] == [64]
    assert 0.8 < shown["figures"]["metrics"]["accuracy"] < 1.0
    assert len(shown["figures"]["exercises"]) == 10
    assert all(len(one) == 3 for one in shown["figures"]["reliability"])


@pytest.mark.parametrize("name", ["none", "technique-x"])
def test_card_that_is_not_there_is_absent(clinic: Place, client_for, name: str) -> None:
    assert client_for(clinic.admin).get(f"/api/v1/models/{name}").status_code == 404


def test_nobody_reads_cards_without_signing_in(client) -> None:
    assert client.get("/api/v1/models").status_code == 401


def test_agreement_pairs_the_last_label_with_the_verdict(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    anna = make.actor(clinic, clinic.professional)
    with scope.tenant(clinic.org.id):
        report = Report.objects.get(assessment=row)
        for one, word in zip(report.body["repetitions"], WORDS, strict=True):
            one["verdict"]["label"] = word
        report.save()
        for number, word in ((1, "incorrect"), (1, "correct"), (2, "incorrect"), (3, "correct")):
            review_create(row, repetition=number, label=word, note="", actor=anna)
        review_create(row, repetition=None, label="correct", note="", actor=anna)

    shown = client_for(clinic.professional).get(f"{clinic.api}/agreement").json()

    assert shown["results"] == [
        {
            "exercise": "deep_squat",
            "source": "rubric",
            "pairs": 2,
            "people": 1,
            "same": 2,
            "undecided": 1,
            "kappa": 1.0,
            "low": None,
            "high": None,
        }
    ]


def test_agreement_is_empty_before_anybody_reviewed(clinic: Place, client_for) -> None:
    make.assessed(clinic, clinic.participant)
    client = client_for(clinic.professional)
    assert client.get(f"{clinic.api}/agreement").json() == {"results": []}


def test_patient_does_not_see_how_far_people_agree(clinic: Place, client_for) -> None:
    answer = client_for(clinic.participant).get(f"{clinic.api}/agreement")
    assert answer.json()["code"] == "refused"
