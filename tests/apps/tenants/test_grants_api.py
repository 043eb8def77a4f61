"""Grants: without one in force nothing opens, with one what it says, and each use leaves a line."""

import datetime as dt
import importlib
from typing import Any

import pytest
from django.test import Client

from audit.kinds import Kind
from audit.models import Event
from base import clock, scope
from tenants.models import Grant, Membership
from tenants.permissions import Role
from tests.factories import accounts, tenants
from tests.factories import results as make
from tests.factories.tenants import Place
from tests.support.journal import journal

pytestmark = pytest.mark.django_db(transaction=True)

ACCESS = (
    Kind.ACCESS_REQUESTED,
    Kind.ACCESS_DECIDED,
    Kind.ACCESS_GRANTED,
    Kind.ACCESS_WITHDRAWN,
    Kind.ACCESS_USED,
    Kind.ACCESS_REFUSED,
)


def soon(days: int = 7) -> str:
    return (clock.now() + dt.timedelta(days=days)).isoformat()


def post(client: Client, place: Place, path: str, **body: Any) -> Any:
    return client.post(f"{place.api}/{path}", body, content_type="application/json")


@pytest.fixture
def guest(clinic: Place) -> Membership:
    """A guest without any grant."""
    return tenants.membership(
        clinic.org, Role.GUEST, expires_at=clock.now() + dt.timedelta(days=30)
    )


def test_guest_asks_is_answered_looks_and_is_shut_out_again(
    clinic: Place, guest: Membership, client_for
) -> None:
    row = make.uploaded(clinic, clinic.participant)
    theirs, anna = client_for(guest), client_for(clinic.professional)
    address = f"{clinic.api}/assessments/{row.id}"
    person = str(clinic.participant.id)

    before = theirs.get(address).status_code
    asked = post(theirs, clinic, "grants/requests", participant=person, reason="x", until=soon())
    waiting = theirs.get(address).status_code
    grant = asked.json()["id"]
    decided = post(anna, clinic, f"grants/{grant}/decision", granted=True)
    open_now = [theirs.get(address).status_code, theirs.get(address).status_code]
    withdrawn = post(anna, clinic, f"grants/{grant}/withdrawal")

    assert (before, waiting, open_now, theirs.get(address).status_code) == (
        404,
        404,
        [200, 200],
        404,
    )
    assert (asked.status_code, asked.json()["state"]) == (201, "requested")
    assert asked.json()["participant"] == {"id": person, "name": ""}
    assert (decided.json()["state"], withdrawn.json()["state"]) == ("granted", "withdrawn")
    assert decided.json()["decided_by"] == clinic.professional.user.name
    assert withdrawn.json()["uses"] == 1
    assert [kind for kind, _ in journal(clinic.org, *ACCESS)] == [
        Kind.ACCESS_REFUSED,
        Kind.ACCESS_REQUESTED,
        Kind.ACCESS_DECIDED,
        Kind.ACCESS_USED,
        Kind.ACCESS_WITHDRAWN,
    ]
    with scope.tenant(clinic.org.id):
        used = Event.objects.get(kind=Kind.ACCESS_USED)
    assert (str(used.subject_id), used.person_id) == (grant, clinic.participant.id)
    assert (used.actor_kind, used.actor_id) == ("guest", guest.user_id)


def test_grant_ends_by_itself(clinic: Place, guest: Membership, client_for) -> None:
    row = make.uploaded(clinic, clinic.participant)
    given = post(
        client_for(clinic.admin),
        clinic,
        "grants",
        grantee={"kind": "guest", "id": str(guest.id)},
        participant=str(clinic.participant.id),
        until=soon(7),
        reason="second opinion",
    )
    theirs = client_for(guest)
    assert given.status_code == 201
    assert theirs.get(f"{clinic.api}/assessments/{row.id}").status_code == 200

    with clock.moved(dt.timedelta(days=8)):
        late = client_for(guest)
        assert late.get(f"{clinic.api}/assessments/{row.id}").status_code == 404
        assert late.get(f"{clinic.api}/grants").json()["results"][0]["state"] == "expired"


def test_device_sees_what_it_sent_and_what_a_grant_opens(clinic: Place, client_for) -> None:
    row = make.uploaded(clinic, clinic.participant)
    device, token = accounts.device(clinic.org, ["assessment:view", "grant:list"])
    theirs = Client(headers={"Authorization": f"Bearer {token}"})
    address = f"{clinic.api}/assessments/{row.id}"
    assert theirs.get(address).status_code == 404

    post(
        client_for(clinic.admin),
        clinic,
        "grants",
        grantee={"kind": "device", "id": str(device.id)},
        participant=str(clinic.participant.id),
        until=soon(),
    )

    assert theirs.get(address).status_code == 200
    assert theirs.get(f"{clinic.api}/grants").json()["results"][0]["uses"] == 1


@pytest.mark.parametrize("days", [-1, 367])
def test_end_lies_ahead_and_within_a_year(
    clinic: Place, guest: Membership, client_for, days: int
) -> None:
    answer = post(
        client_for(clinic.admin),
        clinic,
        "grants",
        grantee={"kind": "guest", "id": str(guest.id)},
        participant=str(clinic.participant.id),
        until=soon(days),
    )

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["until"])
    with scope.tenant(clinic.org.id):
        assert not Grant.objects.exists()


def test_request_is_answered_once_and_asked_once(
    clinic: Place, guest: Membership, client_for
) -> None:
    theirs, admin = client_for(guest), client_for(clinic.admin)
    wish = {"participant": str(clinic.participant.id), "reason": "x", "until": soon()}
    grant = post(theirs, clinic, "grants/requests", **wish).json()["id"]

    again = post(theirs, clinic, "grants/requests", **wish)
    refused = post(admin, clinic, f"grants/{grant}/decision", granted=False)
    second = post(admin, clinic, f"grants/{grant}/decision", granted=True)

    assert (again.status_code, again.json()["code"]) == (409, "asked_already")
    assert refused.json()["state"] == "refused"
    assert (second.status_code, second.json()["code"]) == (409, "grant_decided")


def test_each_sees_the_grants_that_concern_it(clinic: Place, client_for) -> None:
    first, second = tenants.guest(clinic.participants[0]), tenants.guest(clinic.participants[1])

    def seen(member: Membership) -> set[str]:
        found = client_for(member).get(f"{clinic.api}/grants").json()["results"]
        return {one["grantee"]["id"] for one in found}

    assert seen(clinic.admin) == {str(first.id), str(second.id)}
    assert seen(clinic.participants[0]) == {str(first.id)}
    assert seen(second) == {str(second.id)}


def test_invited_guest_comes_with_its_grant(clinic: Place) -> None:
    _, token = tenants.invitation(
        clinic.admin,
        role=Role.GUEST,
        sees=clinic.participant,
        guest_until=clock.now() + dt.timedelta(days=5),
    )

    answer = Client().post(
        f"/api/v1/invitations/{token}/accept",
        {"name": "Guest", "password": "plumb-line-4711"},
        content_type="application/json",
    )

    assert answer.status_code == 201
    with scope.tenant(clinic.org.id):
        grant = Grant.objects.get()
        guest = Membership.objects.get(role=Role.GUEST)
    assert (grant.grantee_id, grant.participant_id) == (guest.id, clinic.participant.id)
    assert grant.until == guest.expires_at
    assert grant.decided_by == clinic.admin.user_id


def test_guests_from_before_the_grants_keep_theirs(clinic: Place) -> None:
    """The migration, on a row as it was: membership, participant, end."""
    made: list[dict[str, Any]] = []
    end = clock.now() + dt.timedelta(days=5)

    class Row:
        tenant_id, id, sees_id = clinic.org.id, clinic.admin.id, clinic.participant.id
        created_at, expires_at = clock.now(), end

    class Rows:
        def filter(self, **_kwargs: Any) -> list[type[Row]]:
            return [Row]

        def create(self, **values: Any) -> None:
            made.append(values)

    class Apps:
        def get_model(self, _app: str, _name: str) -> Any:
            return type("Model", (), {"objects": Rows()})

    importlib.import_module("tenants.migrations.0003_grants").fill(Apps(), None)

    assert (made[0]["grantee_id"], made[0]["participant_id"]) == (Row.id, Row.sees_id)
    assert (made[0]["until"], made[0]["is_granted"]) == (end, True)
