"""Who is it, on connections that Django's middleware never sees; and what caches may keep."""

from typing import Any

import pytest
from django.test import Client

from accounts.sessions import IDLE
from base import clock, errors
from tenants.http import TenantView, actor_of_connection
from tenants.permissions import DEVICE_SCOPES, Perm, Role
from tests.factories import accounts
from tests.factories.tenants import Place
from tests.support.fixtures import ClientFor, CookieFor

HOST = "plumbline.example"


def _connection(kind: str = "http", method: str = "GET", **headers: str) -> dict[str, Any]:
    named = {"host": HOST, **headers}
    raw = [(key.encode(), value.encode()) for key, value in named.items()]
    return {"type": kind, "method": method, "headers": raw}


def test_cookie_names_the_person(clinic: Place, cookie_for: CookieFor) -> None:
    actor = actor_of_connection(_connection(cookie=cookie_for(clinic.admin)), clinic.slug)

    assert (actor.role, actor.membership_id) == (Role.ADMIN, clinic.admin.id)


@pytest.mark.parametrize(("kind", "method"), [("http", "POST"), ("websocket", "")])
@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", f"https://{HOST}.evil.example"]
)
def test_cookie_sent_by_another_site_does_not_act(
    clinic: Place, cookie_for: CookieFor, kind: str, method: str, origin: str
) -> None:
    connection = _connection(kind, method, cookie=cookie_for(clinic.admin), origin=origin)

    with pytest.raises(errors.NotSignedIn):
        actor_of_connection(connection, clinic.slug)


@pytest.mark.parametrize(("kind", "method"), [("http", "PATCH"), ("websocket", "")])
def test_cookie_sent_by_our_own_page_acts(
    clinic: Place, cookie_for: CookieFor, kind: str, method: str
) -> None:
    connection = _connection(
        kind, method, cookie=cookie_for(clinic.admin), origin=f"https://{HOST}"
    )

    assert actor_of_connection(connection, clinic.slug).role is Role.ADMIN


def test_token_needs_no_origin(clinic: Place) -> None:
    device, token = accounts.device(clinic.org, [one.value for one in DEVICE_SCOPES])

    actor = actor_of_connection(
        _connection(method="POST", authorization=f"Bearer {token}"), clinic.slug
    )

    assert actor.device_id == device.id


def test_cookie_of_an_idle_session_is_refused(clinic: Place, cookie_for: CookieFor) -> None:
    connection = _connection(cookie=cookie_for(clinic.admin))

    with clock.moved(IDLE), pytest.raises(errors.NotSignedIn):
        actor_of_connection(connection, clinic.slug)


@pytest.mark.parametrize("cookie", ["", "sessionid=", "sessionid=unknown", "sessionid=\x00"])
def test_no_session_is_refused(clinic: Place, cookie: str) -> None:
    with pytest.raises(errors.NotSignedIn):
        actor_of_connection(_connection(cookie=cookie), clinic.slug)


def test_person_of_another_organisation_finds_nothing(
    clinic: Place, school: Place, cookie_for: CookieFor
) -> None:
    with pytest.raises(errors.NotFound):
        actor_of_connection(_connection(cookie=cookie_for(clinic.admin)), school.slug)


def test_inactive_person_finds_nothing(clinic: Place, cookie_for: CookieFor) -> None:
    cookie = cookie_for(clinic.admin)
    clinic.admin.user.is_active = False
    clinic.admin.user.save()

    with pytest.raises(errors.NotSignedIn):
        actor_of_connection(_connection(cookie=cookie), clinic.slug)


def test_method_without_permission_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(TypeError, match=r"Open\.post names no permission"):

        class Open(TenantView):
            perms = {"GET": Perm.MEMBER_LIST}

            def post(self) -> None:
                raise NotImplementedError


def test_answers_about_people_are_kept_by_no_cache(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.admin)
    paths = ["/api/v1/me", f"{clinic.api}/members", "/api/v1/invitations/unknown"]

    kept = {client.get(path)["Cache-Control"] for path in paths}
    refused = Client().get(f"{clinic.api}/members")["Cache-Control"]

    assert kept == {"private, no-store"} == {refused}
