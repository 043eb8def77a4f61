"""Who looked, and the file that proves the report, each to those who may."""

import json
from typing import Any

import pytest

from audit.kinds import Kind
from audit.models import Event
from base import scope
from ledger.bundle import bundle_parse
from tests.factories import results as make
from tests.factories import tenants
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


def lines(client, place: Place, row: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{place.api}/assessments/{row.id}/accesses").json()[
        "results"
    ]
    return found


def test_accesses_name_who_looked_and_how_far_each_line_is(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    anna = client_for(clinic.professional)
    anna.get(f"{clinic.api}/assessments/{row.id}")

    found = lines(client_for(clinic.participant), clinic, row)

    assert [one["kind"] for one in found] == ["report_seen", "report_recorded"]
    assert found[0]["actor"] == {
        "kind": "user",
        "id": str(clinic.professional.user_id),
        "name": clinic.professional.user.name,
    }
    assert {one["state"] for one in found} == {"waiting"}
    assert {one["index"] for one in found} == {None}


def test_proof_holds_the_report_and_the_export_itself(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    mara = client_for(clinic.participant)

    answer = mara.post(f"{clinic.api}/assessments/{row.id}/proof")

    assert answer.status_code == 200, answer.content
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="plumbline-proof-')
    assert name.endswith(f'-{str(row.id)[:8]}.json"')
    bundle = bundle_parse(answer.content)
    assert bundle.entry.opening.value("/kind") == "report_recorded"
    assert bundle.entry.opening.value("/report/schema") == make.report_of(row).body["schema"]
    assert bundle.history[-1].opening.value("/kind") == "proof_exported"
    found = lines(mara, clinic, row)
    assert [(one["kind"], one["state"], one["index"] is None) for one in found] == [
        ("proof_exported", "logged", False),
        ("report_recorded", "logged", False),
    ]


def test_looking_at_who_looked_is_recorded_of_others_alone(clinic: Place, client_for) -> None:
    row = make.uploaded(clinic, clinic.participant)
    lines(client_for(clinic.participant), clinic, row)
    lines(client_for(clinic.admin), clinic, row)

    with scope.tenant(clinic.org.id):
        seen = Event.objects.get(kind=Kind.LEDGER_SEEN)
    assert (seen.actor_id, seen.person_id) == (clinic.admin.user_id, clinic.participant.id)


def test_nothing_is_proved_and_nothing_recorded_before_there_is_a_report(
    clinic: Place, client_for
) -> None:
    row = make.uploaded(clinic, clinic.participant)

    answer = client_for(clinic.participant).post(f"{clinic.api}/assessments/{row.id}/proof")

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_prove")
    with scope.tenant(clinic.org.id):
        assert not Event.objects.filter(kind=Kind.PROOF_EXPORTED).exists()


@pytest.mark.parametrize("method", ["get accesses", "post proof"])
def test_other_participant_gets_neither(clinic: Place, client_for, method: str) -> None:
    row = make.uploaded(clinic, clinic.participants[0])
    verb, what = method.split()

    answer = getattr(client_for(clinic.participants[1]), verb)(
        f"{clinic.api}/assessments/{row.id}/{what}"
    )

    assert answer.status_code == 404


def test_guest_takes_the_proof_and_is_not_told_names(clinic: Place, client_for) -> None:
    row = make.assessed(clinic, clinic.participant)
    guest = client_for(tenants.guest(clinic.participant))

    proof = guest.post(f"{clinic.api}/assessments/{row.id}/proof")

    assert proof.status_code == 200
    assert clinic.participant.user.name not in json.dumps(json.loads(proof.content))
    assert guest.get(f"{clinic.api}/assessments/{row.id}/accesses").status_code == 403
