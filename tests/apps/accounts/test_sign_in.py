"""Sign-in, sign-out, refusals and sessions, as a browser does them."""

import datetime as dt
from urllib.parse import unquote

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.models import User
from accounts.sessions import IDLE
from audit.kinds import Kind
from base import clock
from tenants.permissions import Role
from tests.factories import accounts, tenants
from tests.factories.tenants import Place
from tests.support.browser import AUTH, Browser
from tests.support.journal import journal


def test_right_password_signs_in_and_enters_the_journal_of_each_organisation(
    clinic: Place, school: Place
) -> None:
    person = clinic.participant.user
    tenants.membership(school.org, Role.PARTICIPANT, user=person)
    browser = Browser()

    answer = browser.sign_in(person.email)

    assert answer.status_code == 200
    assert browser.get("/api/v1/me").json()["email"] == person.email
    expected = [(Kind.SIGNED_IN, {"methods": ["password"]})]
    assert journal(clinic.org) == expected
    assert journal(school.org) == expected


def test_wrong_password_is_refused_and_noted(clinic: Place) -> None:
    browser = Browser()

    answer = browser.sign_in(clinic.admin.user.email, "not the password")

    assert answer.status_code == 400
    assert not browser.is_signed_in()
    assert journal(clinic.org) == [(Kind.SIGN_IN_REFUSED, {"methods": ["password"]})]


def test_unknown_person_gets_the_same_answer_as_wrong_password(clinic: Place) -> None:
    known = Browser().sign_in(clinic.admin.user.email, "not the password")
    unknown = Browser().sign_in("nobody@example.org", "not the password")

    assert unknown.status_code == known.status_code
    assert unknown.content == known.content


def test_sign_in_without_csrf_token_is_refused(clinic: Place) -> None:
    browser = Browser()
    del browser.client.cookies["csrftoken"]

    answer = browser.client.post(
        f"{AUTH}/auth/login",
        {"email": clinic.admin.user.email, "password": accounts.PASSWORD},
        content_type="application/json",
    )

    assert answer.status_code == 403
    assert not browser.is_signed_in()


def test_unverified_address_has_to_be_verified_first(db: None) -> None:
    person = accounts.user(verified=False)
    browser = Browser()

    answer = browser.sign_in(person.email)

    assert answer.status_code == 401
    assert not browser.is_signed_in()
    key = unquote(mail.outbox[0].body.split("/verify-email/")[1].split()[0])
    browser.post(f"{AUTH}/auth/email/verify", {"key": key})
    assert Browser().sign_in(person.email).status_code == 200


def test_inactive_person_cannot_sign_in(clinic: Place) -> None:
    person = clinic.admin.user
    person.is_active = False
    person.save()
    browser = Browser()

    browser.sign_in(person.email)

    assert not browser.is_signed_in()


def test_open_sign_up_is_refused_with_a_sentence(db: None) -> None:
    answer = Browser().post(
        f"{AUTH}/auth/signup", {"email": "open@example.org", "password": accounts.PASSWORD}
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "sign_up_closed"
    assert answer.json()["detail"].endswith("invite you.")
    assert not User.objects.filter(email="open@example.org").exists()


def test_sign_out_ends_the_session_and_is_noted(clinic: Place) -> None:
    browser = Browser()
    browser.sign_in(clinic.admin.user.email)

    browser.sign_out()

    assert not browser.is_signed_in()
    assert journal(clinic.org)[-1] == (Kind.SIGNED_OUT, {})


def test_sessions_are_listed_and_one_can_be_ended_from_another(clinic: Place) -> None:
    here, there = Browser(), Browser()
    here.sign_in(clinic.admin.user.email)
    there.sign_in(clinic.admin.user.email)

    listed = here.get(f"{AUTH}/auth/sessions").json()["data"]
    others = [one["id"] for one in listed if not one["is_current"]]
    here.delete(f"{AUTH}/auth/sessions", {"sessions": others})

    assert len(listed) == 2
    assert here.is_signed_in()
    assert not there.is_signed_in()


def test_unused_session_ends_after_the_idle_limit(clinic: Place) -> None:
    browser = Browser()
    browser.sign_in(clinic.admin.user.email)

    with clock.moved(IDLE - dt.timedelta(minutes=1)):
        assert browser.is_signed_in()
    with clock.moved(2 * IDLE - dt.timedelta(minutes=2)):
        assert browser.is_signed_in()
    with clock.moved(3 * IDLE):
        assert not browser.is_signed_in()


def test_used_session_ends_after_the_absolute_limit(clinic: Place, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 2 * IDLE.total_seconds()
    browser = Browser()
    browser.sign_in(clinic.admin.user.email)

    with clock.moved(IDLE * 0.9):
        assert browser.is_signed_in()
    with clock.moved(IDLE * 1.8):
        assert browser.is_signed_in()
    with clock.moved(IDLE * 2):
        assert not browser.is_signed_in()


def test_many_wrong_passwords_close_the_door_for_the_right_one(
    clinic: Place, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    browser = Browser()
    for _ in range(3):
        browser.sign_in(clinic.admin.user.email, "not the password")

    answer = browser.sign_in(clinic.admin.user.email)

    assert answer.status_code == 400
    assert not browser.is_signed_in()


def test_password_change_ends_other_sessions_and_is_noted(clinic: Place) -> None:
    here, there = Browser(), Browser()
    here.sign_in(clinic.admin.user.email)
    there.sign_in(clinic.admin.user.email)

    answer = here.post(
        f"{AUTH}/account/password/change",
        {"current_password": accounts.PASSWORD, "new_password": "another-line-0815"},
    )

    assert answer.status_code in {200, 401}
    assert not there.is_signed_in()
    assert Browser().sign_in(clinic.admin.user.email, "another-line-0815").status_code == 200
    assert (Kind.PASSWORD_CHANGED, {}) in journal(clinic.org)


@pytest.mark.parametrize("password", ["short", "password123", "12345678901"])
def test_weak_new_password_is_refused(clinic: Place, password: str) -> None:
    browser = Browser()
    browser.sign_in(clinic.admin.user.email)

    answer = browser.post(
        f"{AUTH}/account/password/change",
        {"current_password": accounts.PASSWORD, "new_password": password},
    )

    assert answer.status_code == 400
    assert Browser().sign_in(clinic.admin.user.email).status_code == 200


def test_forgotten_password_is_reset_by_the_mailed_link_once(clinic: Place) -> None:
    browser = Browser()
    browser.post(f"{AUTH}/auth/password/request", {"email": clinic.admin.user.email})
    key = mail.outbox[0].body.split("/reset-password/")[1].split()[0]

    browser.post(f"{AUTH}/auth/password/reset", {"key": key, "password": "another-line-0815"})
    again = Browser().post(
        f"{AUTH}/auth/password/reset", {"key": key, "password": "yet-another-4242"}
    )

    assert mail.outbox[0].subject.startswith("Plumbline: ")
    assert "testserver" not in mail.outbox[0].body.split("/reset-password/")[0].split("http")[0]
    assert again.status_code == 400
    assert Browser().sign_in(clinic.admin.user.email).status_code == 400
    assert Browser().sign_in(clinic.admin.user.email, "another-line-0815").status_code == 200
    assert (Kind.PASSWORD_CHANGED, {}) in journal(clinic.org)


def test_reset_for_unknown_address_answers_alike_and_mails_no_link(clinic: Place) -> None:
    known = Browser().post(f"{AUTH}/auth/password/request", {"email": clinic.admin.user.email})
    unknown = Browser().post(f"{AUTH}/auth/password/request", {"email": "nobody@example.org"})

    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)
    assert all("/reset-password/" not in one.body for one in mail.outbox[1:])
