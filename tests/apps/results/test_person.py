"""Several people in the picture: somebody says which one is meant."""

from typing import Any

import pytest

from audit.kinds import Kind
from audit.models import Event
from base import scope
from results.models import Assessment, Report
from results.services import assessment_sign, review_create
from results.worker import wish_of
from tests.factories import results as make
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db

PLACE = {"x": 0.75, "y": 0.5}


def ask(client, place: Place, row: Assessment, body: dict[str, float] = PLACE) -> Any:
    return client.post(
        f"{place.api}/assessments/{row.id}/person", body, content_type="application/json"
    )


def test_named_person_is_what_the_next_attempt_is_told_of(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)

    answer = ask(client_for(clinic.participant), clinic, row)

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["report"]) == ("queued", None)
    shown = client_for(clinic.participant).get(f"{clinic.api}/assessments/{row.id}/landmarks")
    assert shown.json()["count"] == 0
    lease = make.claimed(row)
    assert (lease.kind, lease.subject_id) == ("assess", row.id)
    with scope.tenant(clinic.org.id):
        wish = wish_of(Assessment.objects.get(id=row.id))
        noted = Event.objects.get(kind=Kind.PERSON_CHOSEN)
    assert (wish.exercise, wish.person) == ("deep_squat", (0.75, 0.5))
    assert (noted.subject_id, noted.actor_id) == (row.id, clinic.participant.user_id)


def test_clip_of_which_nobody_was_named_follows_the_biggest(clinic: Place) -> None:
    row = make.uploaded(clinic, clinic.participant)
    with scope.tenant(clinic.org.id):
        assert wish_of(row).person is None


def test_person_cannot_be_named_while_the_clip_is_assessed(clinic: Place, client_for) -> None:
    row, _ = make.assessing(clinic, clinic.participant)

    answer = ask(client_for(clinic.participant), clinic, row)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_again_now")
    with scope.tenant(clinic.org.id):
        assert Assessment.objects.get(id=row.id).person_x is None
        assert not Event.objects.filter(kind=Kind.PERSON_CHOSEN).exists()


@pytest.mark.parametrize("judged", ["labelled", "signed"])
def test_result_that_somebody_judged_is_not_replaced(
    clinic: Place, client_for, judged: str
) -> None:
    row = make.assessed(clinic, clinic.participant)
    anna = make.actor(clinic, clinic.professional)
    with scope.tenant(clinic.org.id):
        if judged == "signed":
            assessment_sign(row, actor=anna)
        else:
            review_create(row, repetition=1, label="correct", note="", actor=anna)

    answer = ask(client_for(clinic.participant), clinic, row)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_judged")
    with scope.tenant(clinic.org.id):
        assert Report.objects.filter(assessment=row).exists()


@pytest.mark.parametrize("place", [{"x": 1.2, "y": 0.5}, {"x": 0.5}])
def test_place_outside_the_picture_is_refused(
    clinic: Place, client_for, place: dict[str, float]
) -> None:
    row = make.assessed(clinic, clinic.participant)

    answer = ask(client_for(clinic.participant), clinic, row, place)

    assert answer.status_code == 400
    with scope.tenant(clinic.org.id):
        assert Report.objects.filter(assessment=row).exists()
