import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.kinds import Kind
from audit.models import Event
from base import scope
from results.models import Report, Review
from tests.factories import results as make
from tests.factories.consent import consent
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db


def test_participant_sees_own_assessments_only(clinic: Place, client_for) -> None:
    mine = make.uploaded(clinic, clinic.participants[0])
    make.uploaded(clinic, clinic.participants[1])

    page = client_for(clinic.participants[0]).get(f"{clinic.api}/assessments").json()

    assert [row["id"] for row in page["results"]] == [str(mine.id)]


def test_professional_sees_everybody_newest_first(clinic: Place, client_for) -> None:
    rows = [make.uploaded(clinic, member) for member in clinic.participants]

    page = client_for(clinic.professional).get(f"{clinic.api}/assessments").json()

    assert [row["id"] for row in page["results"]] == [str(row.id) for row in reversed(rows)]


def test_another_persons_assessment_is_absent(clinic: Place, client_for) -> None:
    row = make.uploaded(clinic, clinic.participants[0])
    answer = client_for(clinic.participants[1]).get(f"{clinic.api}/assessments/{row.id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    with scope.tenant(clinic.org.id):
        refused = Event.objects.get(kind=Kind.ACCESS_REFUSED)
    assert (refused.actor_id, refused.subject_id) == (clinic.participants[1].user_id, row.id)


def test_list_takes_the_same_number_of_queries_for_one_row_and_for_many(
    clinic: Place, client_for
) -> None:
    client = client_for(clinic.professional)
    make.assessed(clinic, clinic.participants[0])
    client.get(f"{clinic.api}/assessments")  # the first request also notes that somebody is there
    with CaptureQueriesContext(connection) as one:
        client.get(f"{clinic.api}/assessments")
    for _ in range(3):
        make.assessed(clinic, clinic.participants[0])
    with CaptureQueriesContext(connection) as many:
        client.get(f"{clinic.api}/assessments")
    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=queued", 1), ("state=done", 1), ("state=failed", 0), ("state=failed&state=done", 1),
        ("state=queued&state=done", 2), ("exercise=deep_squat", 2), ("exercise=plank", 0),
        ("reviewed=false", 2), ("reviewed=true", 0), ("q=tiny", 2), ("q=nobody", 0),
    ],
)  # fmt: skip
def test_filter_narrows_the_list(clinic: Place, client_for, query: str, expected: int) -> None:
    make.uploaded(clinic, clinic.participants[0])
    make.assessed(clinic, clinic.participants[0])
    page = client_for(clinic.professional).get(f"{clinic.api}/assessments?{query}").json()
    assert len(page["results"]) == expected


def test_unknown_state_in_a_filter_is_named(clinic: Place, client_for) -> None:
    answer = client_for(clinic.professional).get(f"{clinic.api}/assessments?state=lost")
    assert answer.status_code == 400
    assert "state" in answer.json()["fields"]


def test_finished_assessment_carries_report_video_and_rights(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)

    found = client_for(clinic.professional).get(f"{clinic.api}/assessments/{row.id}").json()

    assert found["state"] == "done"
    assert found["count"] == len(found["report"]["repetitions"]) == 3
    assert found["video"]["url"] == f"/media/{clinic.slug}/{row.id}/proxy.mp4"
    assert found["permissions"] == {
        "review": True, "follow": True, "cancel": True, "retry": True, "download": True,
    }  # fmt: skip


def test_looking_at_anothers_report_leaves_a_journal_row_and_at_ones_own_none(
    clinic: Place, client_for
) -> None:
    row = make.assessed(clinic, clinic.participant)
    client_for(clinic.participant).get(f"{clinic.api}/assessments/{row.id}")
    client_for(clinic.professional).get(f"{clinic.api}/assessments/{row.id}")
    with scope.tenant(clinic.org.id):
        seen = Event.objects.get(kind=Kind.REPORT_SEEN)
    assert (seen.actor_id, seen.subject_id) == (clinic.professional.user_id, row.id)


def test_landmarks_of_a_finished_report_equal_the_chunks_that_went_live(
    clinic: Place, client_for
) -> None:
    row = make.assessed(clinic, clinic.participant)
    found = (
        client_for(clinic.participant).get(f"{clinic.api}/assessments/{row.id}/landmarks").json()
    )
    chunks = [payload for kind, payload in make.tiny_events() if kind == "landmarks"]
    assert found["count"] == sum(chunk["count"] for chunk in chunks)
    assert found["t_s"] == [t for chunk in chunks for t in chunk["t_s"]]


def test_review_stands_beside_the_machines_verdict(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    before = make.report_of(row).body
    client = client_for(clinic.professional)

    answer = client.post(
        f"{clinic.api}/assessments/{row.id}/reviews",
        {"repetition": 2, "label": "incorrect", "note": "Heels up."},
        content_type="application/json",
    )

    assert answer.status_code == 201
    found = client.get(f"{clinic.api}/assessments/{row.id}").json()
    assert [(one["repetition"], one["label"]) for one in found["reviews"]] == [(2, "incorrect")]
    assert found["reviews"][0]["reviewer_name"] == clinic.professional.user.name
    assert make.report_of(row).body == before


def test_withdrawn_review_is_kept_and_marked(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    client = client_for(clinic.professional)
    address = f"{clinic.api}/assessments/{row.id}/reviews"
    review = client.post(
        address, {"repetition": 1, "label": "correct"}, content_type="application/json"
    ).json()

    client.delete(f"{address}/{review['id']}")

    found = client.get(f"{clinic.api}/assessments/{row.id}").json()["reviews"]
    assert len(found) == 1
    assert found[0]["withdrawn_at"] is not None


def test_review_of_a_repetition_that_is_not_there_writes_nothing(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    answer = client_for(clinic.professional).post(
        f"{clinic.api}/assessments/{row.id}/reviews",
        {"repetition": 99, "label": "correct"},
        content_type="application/json",
    )
    assert answer.json()["code"] == "unknown_repetition"
    with scope.tenant(clinic.org.id):
        assert Review.objects.count() == 0


def test_review_before_there_is_a_report_is_refused(clinic: Place, client_for) -> None:
    row = make.uploaded(clinic, clinic.participant)
    answer = client_for(clinic.professional).post(
        f"{clinic.api}/assessments/{row.id}/reviews",
        {"repetition": 1, "label": "correct"},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_reviewable")


def test_participant_may_not_review(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    answer = client_for(clinic.participant).post(
        f"{clinic.api}/assessments/{row.id}/reviews",
        {"repetition": 1, "label": "correct"},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "refused")


def test_same_idempotency_key_makes_one_review(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    client = client_for(clinic.professional)

    def post(label: str):
        return client.post(
            f"{clinic.api}/assessments/{row.id}/reviews",
            {"repetition": 1, "label": label},
            content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )

    first, second, other = post("correct"), post("correct"), post("incorrect")

    assert first.json() == second.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    with scope.tenant(clinic.org.id):
        assert Review.objects.count() == 1


def test_signing_shows_who_and_when_and_can_be_undone(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    client = client_for(clinic.professional)
    address = f"{clinic.api}/assessments/{row.id}/sign"

    signed = client.post(address).json()
    unsigned = client.delete(address).json()

    assert signed["reviewer_name"] == clinic.professional.user.name
    assert signed["reviewed_at"] is not None
    assert unsigned["reviewed_at"] is None


def test_cancelled_clip_stays_in_the_list_and_can_be_started_again(
    clinic: Place, client_for
) -> None:
    row = make.uploaded(clinic, clinic.participant)
    client = client_for(clinic.participant)
    cancelled = client.post(f"{clinic.api}/assessments/{row.id}/cancel").json()
    listed = client.get(f"{clinic.api}/assessments").json()["results"]
    again = client.post(f"{clinic.api}/assessments/{row.id}/retry").json()

    assert cancelled["state"] == "cancelled"
    assert listed[0]["job"]["reason"]["sentence"].startswith("You stopped this")
    assert again["state"] == "queued"


def test_upload_without_consent_leaves_nothing(clinic: Place) -> None:
    from consent.errors import ConsentNeeded
    from uploads.models import Upload
    from uploads.records import Draft
    from uploads.services import upload_create

    actor = make.actor(clinic, clinic.participant)
    with scope.tenant(clinic.org.id):
        with pytest.raises(ConsentNeeded):
            upload_create(actor=actor, draft=Draft(size_bytes=10, exercise="deep_squat"))
        assert Upload.objects.count() == 0


def test_report_of_a_lost_lease_is_not_recorded(clinic: Place) -> None:
    import datetime as dt

    from base import clock
    from jobs.errors import LeaseLost
    from jobs.services import job_claim
    from results.services import report_record

    row, lease = make.assessing(clinic, clinic.participant)
    body = dict(make.tiny_events()[-1][1])
    with scope.tenant(clinic.org.id), clock.moved(dt.timedelta(minutes=5)):
        assert job_claim(lease.job_id, "another") is not None
        with pytest.raises(LeaseLost):
            report_record(lease, body=body, landmarks_key="nowhere")
        assert Report.objects.filter(assessment=row).count() == 0


def test_events_can_be_read_from_any_number(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    client = client_for(clinic.participant)
    everything = client.get(f"{clinic.api}/assessments/{row.id}/events").json()
    tail = client.get(f"{clinic.api}/assessments/{row.id}/events?after=5").json()
    assert everything["events"][5:] == tail["events"]
    assert [event["id"] for event in everything["events"]] == list(
        range(1, everything["last_event_id"] + 1)
    )


def test_device_sees_only_what_it_sent(clinic: Place, client) -> None:
    from tests.factories.accounts import device

    make.uploaded(clinic, clinic.participant)
    _, token = device(clinic.org, ["assessment:view"])
    page = client.get(
        f"{clinic.api}/assessments", headers={"Authorization": f"Bearer {token}"}
    ).json()
    assert page["results"] == []


def test_unknown_assessment_is_absent(clinic: Place, client_for) -> None:
    consent(clinic.participant)
    answer = client_for(clinic.professional).get(f"{clinic.api}/assessments/{uuid.uuid4()}")
    assert answer.status_code == 404


def test_partial_repetitions_stand_in_the_report_and_not_in_the_count(
    clinic: Place, client_for
) -> None:
    from results.services import report_record

    row, lease = make.assessing(clinic, clinic.participant)
    body = dict(make.tiny_events()[-1][1])
    first, *others = body["repetitions"]
    body["repetitions"] = [{**first, "partial": True}, *others]
    with scope.tenant(clinic.org.id):
        report_record(lease, body=body, landmarks_key=make.landmarks_kept(lease))

    found = client_for(clinic.participant).get(f"{clinic.api}/assessments/{row.id}").json()

    assert len(found["report"]["repetitions"]) == 3
    assert found["count"] == len(found["verdicts"]) == 2
