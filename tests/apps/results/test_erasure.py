"""Erasing a person: everything goes at once, and nobody who is at work writes anything back."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.models import User
from anchors.errors import PersonErased
from anchors.models import SubjectKey
from anchors.services import subject_key
from audit.kinds import Kind
from audit.models import Event
from audit.records import SYSTEM
from base import clock, scope
from base.models import IdempotencyKey
from consent.models import Consent
from jobs.errors import LeaseLost
from jobs.models import Job
from live.models import LiveEvent, Stream
from live.selectors import last_event_id
from media.models import Clip
from media.store import put
from results.erasure import erasures_finish, person_forget
from results.models import Assessment, Erasure, Report, Review
from results.services import events_store
from tenants.models import Invitation, Membership
from tenants.permissions import Role
from tests.factories import accounts, tenants
from tests.factories import results as make
from tests.factories.tenants import Place
from uploads.models import Doomed, Upload
from uploads.store import chosen

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "canary-7d1f"


@pytest.fixture
def person(clinic: Place) -> Membership:
    user = accounts.user(f"{CANARY}@example.org", f"{CANARY} Lindqvist")
    return tenants.membership(clinic.org, Role.PARTICIPANT, user=user)


def erase(client, place: Place, person: Membership, **body: Any) -> Any:
    return client.post(
        f"{place.api}/participants/{person.id}/erasure", body, content_type="application/json"
    )


def judged(client, place: Place, row: Assessment) -> None:
    answer = client.post(
        f"{place.api}/assessments/{row.id}/reviews",
        {"repetition": 1, "label": "correct", "note": f"{CANARY} had a bad night"},
        content_type="application/json",
        headers={"Idempotency-Key": "one"},
    )
    assert answer.status_code == 201


def left_of(place: Place, person: Membership) -> dict[str, int]:
    """How many rows still know of the person."""
    with scope.tenant(place.org.id):
        return {
            "assessments": Assessment.objects.filter(participant=person).count(),
            "reports": Report.objects.count(),
            "reviews": Review.objects.count(),
            "uploads": Upload.objects.filter(participant=person).count(),
            "clips": Clip.objects.filter(participant_id=person.id).count(),
            "jobs": Job.objects.filter(person_id=person.id).count(),
            "consents": Consent.objects.filter(membership=person).count(),
            "live": LiveEvent.objects.count() + Stream.objects.count(),
            "answers": IdempotencyKey.objects.count(),
            "invitations": Invitation.objects.count(),
        }


def test_everything_of_the_person_goes_and_the_answer_counts_it(
    clinic: Place, person: Membership, client_for
) -> None:
    row = make.assessed(clinic, person)
    judged(client_for(clinic.professional), clinic, row)
    tenants.invitation(clinic.admin, person.user.email)
    tenants.invitation(clinic.admin, role=Role.GUEST, sees=person)
    keys = [make.report_of(row).landmarks_key]
    with scope.tenant(clinic.org.id):
        keys.append(Upload.objects.get(assessment_id=row.id).store_key)
        key = subject_key(person.id)

    answer = erase(client_for(clinic.admin), clinic, person, confirm=person.user.name)

    assert answer.status_code == 200, answer.content
    counts = answer.json()["counts"]
    assert counts.pop("journal_rows") == 4  # started, arrived, report, label
    assert counts == {"assessments": 1, "videos": 1, "reviews": 1, "consents": 1}
    assert set(left_of(clinic, person).values()) == {0}
    assert [default_storage.exists(one) for one in keys] == [False, False]
    assert not User.objects.filter(name__contains=CANARY).exists()
    with scope.tenant(clinic.org.id):
        left = Membership.objects.select_related("user").get(id=person.id)
        assert (left.user.name, left.user.email) == ("Erased person", "nobody@erased.invalid")
        assert left.ended_at is not None
        with pytest.raises(PersonErased):
            subject_key(person.id)
        assert SubjectKey.objects.get(person=person.id).sealed_key == ""
    assert len(key) == 32


def test_journal_keeps_kinds_and_times_and_one_line_that_names_nobody(
    clinic: Place, person: Membership, client_for
) -> None:
    client = client_for(clinic.admin)
    make.assessed(clinic, person)
    others = make.assessed(clinic, clinic.participants[0])
    with scope.tenant(clinic.org.id):
        before = {row.id: row for row in Event.objects.all()}

    answer = erase(client, clinic, person, confirm=person.user.name)

    with scope.tenant(clinic.org.id):
        after = {row.id: row for row in Event.objects.all()}
    added = [row for row in after.values() if row.id not in before]
    assert [(row.kind, row.subject_id, row.person_id) for row in added] == [
        (Kind.SUBJECT_ERASED, None, None)
    ]
    assert str(added[0].id) == answer.json()["event"]
    assert (added[0].actor_id, added[0].payload) == (clinic.admin.user_id, "{}")
    for one, was in before.items():
        now = after[one]
        assert (now.kind, now.created_at) == (was.kind, was.created_at)
        if was.person_id == person.id:
            assert (now.payload, now.subject_id, now.actor_id) == ("{}", None, None)
        else:
            assert (now.payload, now.subject_id) == (was.payload, was.subject_id)
    assert any(row.subject_id == others.id for row in after.values())


def test_other_peoples_things_stay(clinic: Place, person: Membership, client_for) -> None:
    kept = make.assessed(clinic, clinic.participants[0])
    make.assessed(clinic, person)

    erase(client_for(clinic.admin), clinic, person, confirm=person.user.name)

    shown = client_for(clinic.participants[0]).get(f"{clinic.api}/assessments/{kept.id}")
    assert (shown.status_code, shown.json()["state"]) == (200, "done")
    assert default_storage.exists(make.report_of(kept).landmarks_key)
    with scope.tenant(clinic.org.id):
        assert last_event_id(kept.id) > 0


def test_wrong_name_erases_nothing(clinic: Place, person: Membership, client_for) -> None:
    make.uploading(clinic, person)

    answer = erase(client_for(clinic.admin), clinic, person, confirm="somebody else")

    assert (answer.status_code, answer.json()["code"]) == (400, "not_this_person")
    assert left_of(clinic, person)["assessments"] == 1


def test_preview_says_what_goes_and_what_stays(
    clinic: Place, person: Membership, client_for
) -> None:
    make.assessed(clinic, person)

    shown = client_for(clinic.admin).get(f"{clinic.api}/participants/{person.id}/erasure").json()

    assert shown["name"] == person.user.name
    assert (shown["counts"]["assessments"], shown["counts"]["videos"]) == (1, 1)
    assert shown["account"] is True
    assert len(shown["stays"]) == 5


def test_account_that_belongs_elsewhere_stays_there(
    clinic: Place, school: Place, person: Membership, client_for
) -> None:
    tenants.membership(school.org, user=person.user)
    client = client_for(clinic.admin)
    shown = client.get(f"{clinic.api}/participants/{person.id}/erasure").json()

    erase(client, clinic, person, confirm=person.user.name)

    assert (shown["account"], len(shown["stays"])) == (False, 6)
    assert User.objects.get(id=person.user_id).name == f"{CANARY} Lindqvist"
    names = [
        row["name"]
        for row in client_for(school.admin).get(f"{school.api}/members").json()["results"]
    ]
    assert f"{CANARY} Lindqvist" in names
    with scope.tenant(clinic.org.id):
        assert Membership.objects.get(id=person.id).user_id != person.user_id


def test_account_is_kept_where_the_administrator_says_so(
    clinic: Place, person: Membership, client_for
) -> None:
    erase(client_for(clinic.admin), clinic, person, confirm=person.user.name, account=False)

    assert User.objects.filter(id=person.user_id).exists()


def test_removed_participant_can_be_erased_and_an_erased_one_is_absent(
    clinic: Place, person: Membership, client_for
) -> None:
    client = client_for(clinic.admin)
    client.delete(f"{clinic.api}/members/{person.id}")

    first = erase(client, clinic, person, confirm=person.user.name)
    second = erase(client, clinic, person, confirm="Erased person")

    assert (first.status_code, second.status_code) == (200, 404)


def test_session_of_the_erased_person_is_over(
    clinic: Place, person: Membership, client_for
) -> None:
    theirs = client_for(person)
    assert theirs.get("/api/v1/me").status_code == 200

    erase(client_for(clinic.admin), clinic, person, confirm=person.user.name)

    assert theirs.get("/api/v1/me").status_code in {401, 403}


def test_worker_in_the_midst_of_it_can_write_nothing_back(
    clinic: Place, person: Membership, client_for
) -> None:
    row, lease = make.assessing(clinic, person)

    erase(client_for(clinic.admin), clinic, person, confirm=person.user.name)

    with scope.tenant(clinic.org.id), pytest.raises(LeaseLost):
        events_store(lease, [("stage", {"stage": "pose"})])
    left = left_of(clinic, person)
    assert (left["live"], left["jobs"]) == (0, 0)
    assert row.id is not None


def test_what_a_late_worker_stored_is_found_by_the_second_look(
    clinic: Place, person: Membership, client_for
) -> None:
    row, _ = make.assessing(clinic, person)
    erase(client_for(clinic.admin), clinic, person, confirm=person.user.name)
    late = f"clips/{clinic.org.id}/{row.id}/proxy.mp4"
    put(late, make.TINY)

    assert erasures_finish() == 0
    assert default_storage.exists(late)
    with clock.moved(dt.timedelta(minutes=16)):
        assert erasures_finish() == 3

    assert not default_storage.exists(late)
    with scope.tenant(clinic.org.id):
        assert Doomed.objects.count() == 0


def test_files_that_a_silent_store_kept_are_deleted_by_the_next_pass(
    clinic: Place, person: Membership, client_for, monkeypatch
) -> None:
    row = make.assessed(clinic, person)
    key = make.report_of(row).landmarks_key
    with monkeypatch.context() as broken:
        broken.setattr(type(chosen()), "erase", _silent)
        assert (
            erase(client_for(clinic.admin), clinic, person, confirm=person.user.name).status_code
            == 200
        )
        assert default_storage.exists(key)

    assert erasures_finish() == 3

    assert not default_storage.exists(key)


def _silent(_store: object, _prefix: str) -> None:
    raise ConnectionError("no answer")


def test_erasure_stands_in_a_list_outside_the_database(
    clinic: Place, person: Membership, client_for
) -> None:
    erase(client_for(clinic.admin), clinic, person, confirm=person.user.name)

    with default_storage.open(f"erasures/{clinic.org.id}/{person.id}.json") as file:
        assert json.loads(file.read()) == {"person": str(person.id), "account": True}
    with scope.tenant(clinic.org.id):
        assert Erasure.objects.get().listed_at is not None


def test_restored_database_is_erased_again_and_others_are_left_alone(
    clinic: Place, person: Membership, client_for, capsys
) -> None:
    kept = make.uploading(clinic, clinic.participants[0])
    erased = tenants.membership(clinic.org)
    with scope.tenant(clinic.org.id):
        person_forget(participant_id=erased.id, account=True, actor=SYSTEM)
    restored(clinic, person)

    call_command("erasures_reapply")

    assert capsys.readouterr().out == "people erased again: 1\n"
    left = left_of(clinic, person)
    assert (left["assessments"], left["uploads"]) == (0, 0)
    with scope.tenant(clinic.org.id):
        assert Upload.objects.get().id == kept.id
    call_command("erasures_reapply")
    assert capsys.readouterr().out == "people erased again: 0\n"


def restored(clinic: Place, person: Membership) -> None:
    """As after a restore: the list names a person whom the database holds whole."""
    make.uploading(clinic, person)
    entry = json.dumps({"person": str(person.id), "account": True}).encode()
    key = f"erasures/{clinic.org.id}/{person.id}.json"
    default_storage.save(key, ContentFile(entry))


def test_restored_files_without_a_row_are_deleted_on_demand(clinic: Place, capsys) -> None:
    kept = make.assessed(clinic, clinic.participant)
    landmarks = make.report_of(kept).landmarks_key
    folder = f"clips/{clinic.org.id}/{uuid.uuid4()}"
    lost = [f"{folder}/proxy.mp4", f"originals/{clinic.org.id}/{uuid.uuid4()}"]
    for key in lost:
        put(key, make.TINY)

    call_command("erasures_reapply", "--files")

    assert capsys.readouterr().out.splitlines()[1] == "files without a row deleted: 2"
    assert [default_storage.exists(key) for key in [*lost, landmarks]] == [False, False, True]
