"""A routine's elements as people use them: sheet, files, a coach's word, progress."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from assessment.exercises import ROUTINE
from assessment.pipeline import Plan, assess
from audit.kinds import Kind
from audit.models import Event
from base import scope
from live.events import PAYLOADS
from results.elements_files import as_csv, as_pdf
from results.erasure import person_forget
from results.models import Assessment, ElementReview
from results.services import report_store
from tenants.models import Membership
from tests.assessment.pipeline.test_routine import Gymnast
from tests.assessment.video_files import write_video
from tests.factories import results as make
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The pipeline's report of a routine of one air turn."""
    path = tmp_path_factory.mktemp("routine") / "clip.mp4"
    times_ms = [round(n * 1000 / 30) for n in range(90)]
    video = write_video(path, times_ms, width=640, height=360)
    *_, last = assess(video, Plan(exercise=ROUTINE, pose=Gymnast))
    found: dict[str, Any] = last.payload()
    return found


def routine(place: Place, member: Membership, body: dict[str, Any]) -> Assessment:
    row = make.assessed(place, member)
    with scope.tenant(place.org.id):
        report_store(row, body=body, landmarks_key=make.report_of(row).landmarks_key, fence=1)
    return row


def sheet_of(client: Client, place: Place, row: Assessment, tail: str = "") -> Any:
    return client.get(f"{place.api}/assessments/{row.id}/sheet{tail}")


def say(client: Client, place: Place, row: Assessment, said: str, element: int = 1) -> Any:
    return client.post(
        f"{place.api}/assessments/{row.id}/element-reviews",
        {"element": element, "said": said, "note": "Hands helped."},
        content_type="application/json",
    )


def test_sheet_names_what_was_measured(school: Place, client_for, body: dict[str, Any]) -> None:
    row = routine(school, school.participant, body)

    found = sheet_of(client_for(school.professional), school, row).json()

    (one,) = found["rows"]
    assert (one["element"]["id"], one["element"]["group"]) == ("air_turn_1", "B")
    assert (one["outcome"], one["counts"], one["repeats"]) == ("met", True, None)
    assert (found["counted"], found["groups"]) == (1, {"A": 0, "B": 1, "C": 0})
    assert (found["known_sum"], found["known_values"], found["unknown_values"]) == (0, 0, 1)


def test_coach_says_what_it_is_and_the_sheet_follows(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    row = routine(school, school.participant, body)
    coach = client_for(school.professional)

    answer = say(coach, school, row, "tuck_jump_turn_1")

    assert answer.status_code == 201
    (one,) = answer.json()["rows"]
    assert (one["element"]["id"], one["measured_as"]["id"]) == ("tuck_jump_turn_1", "air_turn_1")
    assert (one["word"]["note"], one["word"]["said"]["value"]) == ("Hands helped.", 0.4)
    assert (answer.json()["known_sum"], answer.json()["unknown_values"]) == (0.4, 0)
    with scope.tenant(school.org.id):
        noted = Event.objects.get(kind=Kind.ELEMENT_OVERRULED)
    assert (noted.subject_id, noted.person_id) == (row.id, school.participant.id)
    assert "Hands" not in noted.payload


def test_what_the_coach_calls_no_element_counts_no_more(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    row = routine(school, school.participant, body)

    found = say(client_for(school.professional), school, row, "").json()

    assert (found["counted"], found["missed"], found["groups"]["B"]) == (0, 1, 0)


def test_words_are_kept_and_the_newest_in_force_wins(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    row = routine(school, school.participant, body)
    coach = client_for(school.professional)
    say(coach, school, row, "")
    newest = say(coach, school, row, "air_turn_2").json()["rows"][0]["word"]

    path = f"{school.api}/assessments/{row.id}/element-reviews/{newest['id']}"
    found = coach.delete(path).json()

    assert found["rows"][0]["word"]["said"] is None
    assert [one["withdrawn_at"] is None for one in found["history"]] == [True, False]
    with scope.tenant(school.org.id):
        assert Event.objects.filter(kind=Kind.ELEMENT_OVERRULE_WITHDRAWN).count() == 1


_case_wrong = [("cartwheel", 1), ("walk", 1), ("air_turn_2", 2)]


@pytest.mark.parametrize(("said", "element"), _case_wrong)
def test_words_on_what_is_not_there_are_refused(
    school: Place, client_for, body: dict[str, Any], said: str, element: int
) -> None:
    row = routine(school, school.participant, body)

    answer = say(client_for(school.professional), school, row, said, element)

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_element")
    with scope.tenant(school.org.id):
        assert not ElementReview.objects.exists()


def test_athlete_sees_the_sheet_and_says_nothing_to_it(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    row = routine(school, school.participant, body)
    athlete = client_for(school.participant)

    assert sheet_of(athlete, school, row).status_code == 200
    assert say(athlete, school, row, "").status_code == 403


def test_clip_of_an_exercise_has_no_sheet(school: Place, client_for) -> None:
    row = make.assessed(school, school.participant)

    answer = sheet_of(client_for(school.professional), school, row)

    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_routine")


def test_csv_has_a_row_for_each_element(school: Place, client_for, body: dict[str, Any]) -> None:
    row = routine(school, school.participant, body)

    answer = sheet_of(client_for(school.professional), school, row, ".csv")

    (one,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert answer["Content-Disposition"].endswith('.csv"')
    assert (one["element"], one["value"], one["outcome"]) == ("Air turn 1/1", "unknown", "met")


def test_csv_runs_no_formula(school: Place, client_for, body: dict[str, Any]) -> None:
    row = routine(school, school.participant, body)
    sheet = say(client_for(school.professional), school, row, "").json()
    sheet["rows"][0]["word"]["note"] = "=1+1"

    assert "'=1+1" in as_csv(sheet)


def test_pdf_is_the_same_for_the_same_sheet(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    row = routine(school, school.participant, body)
    coach = client_for(school.professional)

    one = sheet_of(coach, school, row, ".pdf")

    assert (one["Content-Type"], one.content[:5]) == ("application/pdf", b"%PDF-")
    assert sheet_of(coach, school, row, ".pdf").content == one.content


def test_pdf_takes_any_name_and_goes_on_to_a_second_page(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    row = routine(school, school.participant, body)
    sheet = sheet_of(client_for(school.professional), school, row).json()
    sheet["participant"] = "$\\frac{ Åse"
    sheet["rows"] *= 23

    assert as_pdf(sheet).count(b"/Type /Page ") == 2


def test_progress_lists_every_time_an_element_was_done(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    first = routine(school, school.participant, body)
    second = routine(school, school.participant, body)
    make.assessed(school, school.participant)

    path = f"{school.api}/participants/{school.participant.id}/elements"
    found = client_for(school.participant).get(path).json()

    (one,) = found["elements"]
    assert (one["element"]["id"], one["measure"]) == ("air_turn_1", "air_turn_deg")
    assert [done["assessment"] for done in one["done"]] == [str(first.id), str(second.id)]
    assert one["done"][0]["measured"]["flight_s"]["unit"] == "s"


def test_progress_of_another_athlete_is_absent(
    school: Place, client_for, body: dict[str, Any]
) -> None:
    routine(school, school.participants[0], body)

    path = f"{school.api}/participants/{school.participants[0].id}/elements"

    assert client_for(school.participants[1]).get(path).status_code == 404


def test_tables_hold_no_everyday_movement(school: Place, client_for) -> None:
    found = client_for(school.participant).get("/api/v1/elements").json()

    assert "walk" not in {one["id"] for one in found}
    assert {one["value"] for one in found} == {None, 0.3, 0.4, 0.5, 0.7}


def test_words_go_with_the_person(school: Place, client_for, body: dict[str, Any]) -> None:
    row = routine(school, school.participant, body)
    say(client_for(school.professional), school, row, "")
    with scope.tenant(school.org.id):
        actor = make.actor(school, school.admin).ref

        person_forget(participant_id=school.participant.id, account=False, actor=actor)

        assert not ElementReview.objects.exists()


def test_routine_is_taken_by_uploads(school: Place) -> None:
    from uploads.catalogue import is_exercise

    assert is_exercise(ROUTINE)
    assert not is_exercise("routines")


def test_element_events_are_listed() -> None:
    assert "element" in PAYLOADS
