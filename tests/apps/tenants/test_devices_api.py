"""Tokens of devices: shown once, kept as hashes, held to their scopes, dead when revoked."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Device
from accounts.records import token_digest
from audit.kinds import Kind
from base import errors, scope
from tenants.access import access_organisation_as_device, require
from tenants.permissions import DEVICE_SCOPES, Perm, Role
from tests.factories import accounts
from tests.factories.tenants import Place
from tests.support.journal import journal, kinds

ClientFor = Callable[..., Client]
JSON = "application/json"
SCOPES = [one.value for one in DEVICE_SCOPES]


def _bearer(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_new_device_shows_its_token_once_and_keeps_its_hash(
    clinic: Place, client_for: ClientFor
) -> None:
    client = client_for(clinic.admin)

    made = client.post(f"{clinic.api}/devices", {"name": "Tablet", "scopes": SCOPES}, JSON)
    listed = client.get(f"{clinic.api}/devices").json()["results"]

    token = made.json()["token"]
    assert made.status_code == 201
    assert token.startswith("pld_")
    assert len(token) == len("pld_") + 43  # 32 bytes in base64url
    assert [one["name"] for one in listed] == ["Tablet"]
    assert "token" not in listed[0]
    with scope.tenant(clinic.org.id):
        assert Device.objects.get().token_sha256 == token_digest(token)
    assert journal(clinic.org)[-1] == (Kind.DEVICE_CREATED, {"scopes": sorted(SCOPES)})
    assert token not in str(journal(clinic.org))


@pytest.mark.parametrize("scopes", [[], ["member:manage"], ["nonsense"], "assessment:view"])
def test_scope_that_no_device_may_have_is_refused(
    clinic: Place, client_for: ClientFor, scopes: object
) -> None:
    answer = client_for(clinic.admin).post(
        f"{clinic.api}/devices", {"name": "Tablet", "scopes": scopes}, JSON
    )

    assert answer.status_code == 400
    with scope.tenant(clinic.org.id):
        assert not Device.objects.exists()


@pytest.mark.parametrize("member", ["participant", "professional"])
def test_devices_are_the_administrators_alone(
    clinic: Place, client_for: ClientFor, member: str
) -> None:
    client = client_for(getattr(clinic, member))

    answers = [
        client.get(f"{clinic.api}/devices"),
        client.post(f"{clinic.api}/devices", {"name": "Tablet", "scopes": SCOPES}, JSON),
    ]

    assert [one.status_code for one in answers] == [403, 403]


def test_token_in_the_header_reaches_the_api_within_the_role(clinic: Place) -> None:
    _, token = accounts.device(clinic.org, SCOPES)

    answer = _bearer(token).get(f"{clinic.api}/members")

    assert (answer.status_code, answer.json()["code"]) == (403, "refused")


def test_use_of_a_token_is_noted(clinic: Place, client_for: ClientFor) -> None:
    _, token = accounts.device(clinic.org, SCOPES)

    _bearer(token).get(f"{clinic.api}/members")

    listed = client_for(clinic.admin).get(f"{clinic.api}/devices").json()["results"]
    assert listed[0]["last_used_at"] is not None


def test_revoked_token_is_401_at_once_and_revoking_twice_is_one_entry(
    clinic: Place, client_for: ClientFor
) -> None:
    device, token = accounts.device(clinic.org, SCOPES)
    client = client_for(clinic.admin)

    answers = [client.delete(f"{clinic.api}/devices/{device.id}").json() for _ in range(2)]

    assert answers[0]["revoked_at"] == answers[1]["revoked_at"]
    assert _bearer(token).get(f"{clinic.api}/members").status_code == 401
    assert kinds(clinic.org).count(Kind.DEVICE_REVOKED) == 1


@pytest.mark.parametrize("token", ["", "pld_", "pld_unknown", "unknown"])
def test_unknown_token_is_401(clinic: Place, token: str) -> None:
    answer = _bearer(token).get(f"{clinic.api}/members")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_token_is_404_in_another_organisation(clinic: Place, school: Place) -> None:
    _, token = accounts.device(clinic.org, SCOPES)

    assert _bearer(token).get(f"{school.api}/members").status_code == 404


def test_device_of_elsewhere_cannot_be_revoked(
    clinic: Place, school: Place, client_for: ClientFor
) -> None:
    device, token = accounts.device(school.org, SCOPES)

    answer = client_for(clinic.admin).delete(f"{clinic.api}/devices/{device.id}")

    assert answer.status_code == 404
    assert access_organisation_as_device(token, school.slug).device_id == device.id


def test_device_does_what_its_scopes_and_its_role_both_allow(clinic: Place) -> None:
    _, token = accounts.device(clinic.org, [Perm.ASSESSMENT_CREATE, Perm.MEMBER_MANAGE, "gone"])
    actor = access_organisation_as_device(token, clinic.slug)

    assert actor.role is Role.DEVICE
    assert require(actor, Perm.ASSESSMENT_CREATE) == "all"
    for perm in (Perm.ASSESSMENT_VIEW, Perm.MEMBER_MANAGE):
        with pytest.raises(errors.Refused):
            require(actor, perm)
