"""The permission table against every address and every socket: generated, none missing.

The doors are found by walking the URL and socket tables (tests/support/doors.py). For each door and
each role the table's answer must be the door's; and what belongs to one organisation is absent in
another by every door.
"""

import re
import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from base import scope
from plumbline.asgi import application
from results.services import review_create
from tenants.models import Membership
from tenants.permissions import DEVICE_SCOPES, TABLE, Perm, Role
from tenants.services import invitation_create
from tests.factories import accounts, tenants
from tests.factories import results as make
from tests.factories.tenants import Place
from tests.support.doors import Door, all_patterns, socket_routes, tenant_doors
from tests.support.sockets import Socket
from uploads import asgi as uploads

DOORS = tenant_doors()
# Addresses outside every organisation, and why each needs no verb.
OPEN = {
    "api/v1/health": "says only that the server answers",
    "api/v1/schema": "the API's own description",
    "api/v1/me": "one's own account",
    "api/v1/exercises": "the catalogue, for everybody signed in",
    "api/v1/elements": "the tables of elements, for everybody signed in",
    "api/v1/models": "what judges, the same everywhere, for everybody signed in",
    "api/v1/models/<slug:name>": "a model's card, as the code ships it",
    "api/v1/invitations/<str:token>": "whoever holds the mailed token",
    "api/v1/invitations/<str:token>/accept": "whoever holds the mailed token",
}
# Valid for every door that reads a body, so that no answer is about the body.
BODY = {
    "role": "participant",
    "repetition": 1,
    "label": "correct",
    "name": "Tablet",
    "scopes": [],
    "exercise": "deep_squat",
}
NO_TILE = "0/x999/999"
UPLOAD_VERBS = [("POST", ""), ("HEAD", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}")]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def guest(clinic: Place) -> Membership:
    return tenants.membership(clinic.org, Role.GUEST, sees=clinic.participants[1])


def browser(client_for, place: Place, guest: Membership, role: Role) -> Client:
    """A client of this role; the device carries its token."""
    members = {
        Role.ADMIN: place.admin,
        Role.PROFESSIONAL: place.professional,
        Role.PARTICIPANT: place.participants[1],
        Role.GUEST: guest,
    }
    if role is Role.DEVICE:
        _, token = accounts.device(place.org, [perm.value for perm in DEVICE_SCOPES])
        return Client(headers={"Authorization": f"Bearer {token}"})
    client: Client = client_for(members[role])
    return client


def address(door: Door, org: str, ids: dict[str, Any]) -> str:
    path = "/" + door.route
    for name in door.arguments:
        if name != "org":
            path = re.sub(f"<(uuid|path):{name}>", str(ids[name]), path)
    return path.replace("<slug:org>", org)


def strangers_ids() -> dict[str, Any]:
    """Ids that exist nowhere: what remains is the question whether the verb is allowed."""
    names = {name for door in DOORS for name in door.arguments}
    return {name: uuid.uuid4() for name in names} | {"tile": NO_TILE}


def knock(client: Client, door: Door, path: str) -> Any:
    kwargs = {} if door.method == "GET" else {"data": BODY, "content_type": "application/json"}
    return getattr(client, door.method.lower())(path, **kwargs)


def test_every_address_is_below_an_organisation_or_listed_as_open() -> None:
    outside = {
        route
        for route, _ in all_patterns()
        if "<slug:org>" not in route and not route.startswith(("_allauth/", "^(?!"))
    }
    assert outside == set(OPEN)


def test_every_door_names_a_verb() -> None:
    assert len(DOORS) >= 25
    assert [str(door) for door in DOORS if door.perm is None] == []


def test_every_verb_of_the_table_has_a_door() -> None:
    used = {door.perm for door in DOORS} | {uploads.PERM}
    assert set(Perm) == used


@pytest.mark.parametrize("role", list(Role))
def test_every_door_answers_each_role_as_the_table_says(
    clinic: Place, guest: Membership, client_for, role: Role
) -> None:
    client = browser(client_for, clinic, guest, role)
    wrong = []
    for door in DOORS:
        answer = knock(client, door, address(door, clinic.slug, strangers_ids()))
        refused = answer.status_code == 403 and answer.json()["code"] == "refused"
        if refused == (door.perm in TABLE[role]) or answer.status_code in {401, 405, 500}:
            wrong.append((str(door), answer.status_code))
    assert wrong == []


def test_nobody_gets_past_a_door_without_signing_in(clinic: Place) -> None:
    answers = {
        str(door): knock(Client(), door, address(door, clinic.slug, strangers_ids())).status_code
        for door in DOORS
    }
    assert set(answers.values()) == {401}


@pytest.fixture
def things(clinic: Place) -> dict[str, Any]:
    """One real row of the clinic for every kind of id that an address carries."""
    row = make.assessed(clinic, clinic.participant)
    device, _ = accounts.device(clinic.org, ["assessment:view"])
    with scope.tenant(clinic.org.id):
        review = review_create(
            row,
            repetition=1,
            label="correct",
            note="",
            actor=make.actor(clinic, clinic.professional),
        )
        invitation = invitation_create(
            actor=make.actor(clinic, clinic.admin), email="new@example.org", role=Role.PARTICIPANT
        )
    grant = tenants.grant(clinic.participant, tenants.membership(clinic.org, Role.GUEST))
    return {
        "assessment_id": row.id,
        "grant_id": grant.id,
        "review_id": review.id,
        "device_id": device.id,
        "invitation_id": invitation.id,
        "member_id": clinic.participant.id,
        "participant_id": clinic.participant.id,
        "tile": NO_TILE,
    }


def test_every_kind_of_id_is_tried(things: dict[str, Any]) -> None:
    assert {name for door in DOORS for name in door.arguments} - {"org"} == set(things)


def test_what_belongs_to_one_organisation_is_absent_in_another_by_every_door(
    clinic: Place, school: Place, things: dict[str, Any], client_for
) -> None:
    client = client_for(school.admin), client_for(school.professional)
    wrong = []
    for door in DOORS:
        one = client[door.perm not in TABLE[Role.ADMIN]]
        if set(door.arguments) - {"org"}:
            inside = knock(one, door, address(door, school.slug, things))
            if inside.status_code != 404:
                wrong.append(("by id", str(door), inside.status_code))
        outside = knock(one, door, address(door, clinic.slug, things))
        if outside.status_code != 404:
            wrong.append(("by organisation", str(door), outside.status_code))
    assert wrong == []


def test_lists_of_another_organisation_are_empty(
    clinic: Place, school: Place, things: dict[str, Any], client_for
) -> None:
    client = client_for(school.admin)
    for door in DOORS:
        if door.method == "GET" and not set(door.arguments) - {"org"}:
            text = knock(client, door, address(door, school.slug, {})).content.decode()
            assert not [name for name, value in things.items() if str(value) in text], str(door)


# --- uploads: raw ASGI, one verb for every method ---


async def call(method: str, path: str, headers: dict[str, str]) -> int:
    from asgiref.testing import ApplicationCommunicator

    wire = ApplicationCommunicator(
        application,
        {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        },
    )
    await wire.send_input({"type": "http.request", "body": b"", "more_body": False})
    status: int = (await wire.receive_output(20))["status"]
    return status


TUS = {
    "host": "testserver",
    "origin": "http://testserver",
    "tus-resumable": "1.0.0",
    "content-type": "application/offset+octet-stream",
    "upload-offset": "0",
}


@pytest.mark.parametrize(("method", "tail"), UPLOAD_VERBS)
@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROFESSIONAL, Role.PARTICIPANT, Role.GUEST])
def test_upload_doors_answer_each_role_as_the_table_says(
    clinic: Place, guest: Membership, client_for, role: Role, method: str, tail: str
) -> None:
    client = browser(client_for, clinic, guest, role)
    cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    path = f"{clinic.api}/uploads{tail.format(id=uuid.uuid4())}"
    status = async_to_sync(call)(method, path, {**TUS, "cookie": cookie})
    assert (status == 403) == (uploads.PERM not in TABLE[role])
    assert status not in {401, 500}


@pytest.mark.parametrize(("method", "tail"), UPLOAD_VERBS)
def test_upload_of_another_organisation_is_absent(
    clinic: Place, school: Place, cookie_for, method: str, tail: str
) -> None:
    upload = make.uploading(clinic, clinic.participant)
    headers = {**TUS, "cookie": cookie_for(school.admin)}
    path = f"/uploads{tail.format(id=upload.id)}"
    if tail:
        assert async_to_sync(call)(method, school.api + path, headers) == 404
    assert async_to_sync(call)(method, clinic.api + path, headers) == 404


# --- sockets ---


def test_every_socket_is_of_an_organisation_and_of_a_topic() -> None:
    assert socket_routes() == ["ws/orgs/<slug:org>/<slug:topic>/<uuid:topic_id>"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROFESSIONAL, Role.PARTICIPANT, Role.GUEST])
def test_socket_opens_for_each_role_as_far_as_it_reaches(
    clinic: Place, guest: Membership, client_for, role: Role
) -> None:
    mine = make.uploaded(clinic, clinic.participants[1])  # the guest's person too
    others = make.uploaded(clinic, clinic.participants[0])
    client = browser(client_for, clinic, guest, role)
    cookie = client.cookies["sessionid"].value
    reaches_all = TABLE[role][Perm.ASSESSMENT_VIEW] == "all"

    assert async_to_sync(watch)(clinic.slug, mine.id, cookie) == "open"
    assert async_to_sync(watch)(clinic.slug, others.id, cookie) == ("open" if reaches_all else 4404)


async def watch(org: str, topic_id: uuid.UUID, cookie: str) -> int | str:
    headers = [
        (b"host", b"testserver"),
        (b"origin", b"http://testserver"),
        (b"cookie", f"sessionid={cookie}".encode()),
    ]
    one = Socket(application, f"/ws/orgs/{org}/assessments/{topic_id}", headers)
    await one.open()
    message = await one.message()
    if message["type"] == "websocket.close":
        code: int = message["code"]
        return code
    await one.leave()
    return "open"
