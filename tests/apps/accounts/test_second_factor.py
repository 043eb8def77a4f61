"""TOTP, recovery codes and passkeys, with an authenticator in software."""

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from audit.kinds import Kind
from tests.factories.accounts import PASSWORD
from tests.factories.tenants import Place
from tests.support import totp
from tests.support.browser import AUTH, Browser
from tests.support.journal import journal
from tests.support.passkeys import Passkey

AT_S = 1_800_000_000
MANAGE = f"{AUTH}/account/authenticators"


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes change every thirty seconds; the tests stand still at AT_S."""
    still = SimpleNamespace(time=lambda: AT_S)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", still)


@pytest.fixture
def browser(clinic: Place) -> Browser:
    """Signed in as the clinic's administrator, who has just typed the password again."""
    browser = Browser()
    browser.sign_in(clinic.admin.user.email)
    browser.post(f"{AUTH}/auth/reauthenticate", {"password": PASSWORD})
    return browser


def _enable_totp(browser: Browser) -> str:
    secret: str = browser.get(f"{MANAGE}/totp").json()["meta"]["secret"]
    answer = browser.post(f"{MANAGE}/totp", {"code": totp.code(secret, AT_S)})
    assert answer.status_code == 200
    return secret


def _recovery_codes(browser: Browser) -> list[str]:
    codes: list[str] = browser.get(f"{MANAGE}/recovery-codes").json()["data"]["unused_codes"]
    return codes


def _add_passkey(browser: Browser, passkey: Passkey) -> Any:
    options = browser.client.get(f"{MANAGE}/webauthn", {"passwordless": ""}).json()
    credential = passkey.register(options["data"]["creation_options"])
    return browser.post(f"{MANAGE}/webauthn", {"name": "Phone", "credential": credential})


def _sign_in_with(passkey: Passkey) -> tuple[Browser, Any]:
    browser = Browser()
    options = browser.get(f"{AUTH}/auth/webauthn/login").json()["data"]["request_options"]
    credential = passkey.authenticate(options)
    return browser, browser.post(f"{AUTH}/auth/webauthn/login", {"credential": credential})


def test_second_factor_is_added_only_after_typing_the_password_again(clinic: Place) -> None:
    browser = Browser()
    browser.sign_in(clinic.admin.user.email)
    secret = browser.get(f"{MANAGE}/totp").json()["meta"]["secret"]

    answer = browser.post(f"{MANAGE}/totp", {"code": totp.code(secret, AT_S)})

    assert answer.status_code == 401
    assert not Authenticator.objects.exists()


def test_password_alone_is_not_enough_once_totp_is_on(clinic: Place, browser: Browser) -> None:
    secret = _enable_totp(browser)
    other = Browser()

    first = other.sign_in(clinic.admin.user.email)
    between = other.is_signed_in()
    second = other.post(f"{AUTH}/auth/2fa/authenticate", {"code": totp.code(secret, AT_S)})

    assert (first.status_code, between, second.status_code) == (401, False, 200)
    assert other.get("/api/v1/me").json()["totp_enabled"] is True
    assert journal(clinic.org)[-1] == (Kind.SIGNED_IN, {"methods": ["password", "totp"]})


def test_wrong_code_is_refused_and_noted(clinic: Place, browser: Browser) -> None:
    secret = _enable_totp(browser)
    other = Browser()
    other.sign_in(clinic.admin.user.email)

    answer = other.post(f"{AUTH}/auth/2fa/authenticate", {"code": totp.code(secret, AT_S - 3000)})

    assert answer.status_code == 400
    assert not other.is_signed_in()
    assert journal(clinic.org)[-1][0] == Kind.SIGN_IN_REFUSED


def test_code_opens_once(clinic: Place, browser: Browser) -> None:
    code = totp.code(_enable_totp(browser), AT_S)
    first, second = Browser(), Browser()
    for one in (first, second):
        one.sign_in(clinic.admin.user.email)
        one.post(f"{AUTH}/auth/2fa/authenticate", {"code": code})

    assert first.is_signed_in()
    assert not second.is_signed_in()


def test_seeds_lie_sealed_in_the_database(clinic: Place, browser: Browser) -> None:
    secret = _enable_totp(browser)

    rows = {row.type: row.data for row in Authenticator.objects.all()}

    assert secret not in str(rows)
    assert rows["totp"]["secret"].startswith("v1.")
    assert rows["recovery_codes"]["seed"].startswith("v1.")


def test_recovery_code_stands_in_for_the_app_once(clinic: Place, browser: Browser) -> None:
    _enable_totp(browser)
    code = _recovery_codes(browser)[0]
    first, second = Browser(), Browser()

    for one in (first, second):
        one.sign_in(clinic.admin.user.email)
        one.post(f"{AUTH}/auth/2fa/authenticate", {"code": code})

    assert first.is_signed_in()
    assert not second.is_signed_in()
    assert code not in _recovery_codes(browser)


def test_adding_and_removing_totp_is_noted(clinic: Place, browser: Browser) -> None:
    _enable_totp(browser)

    browser.delete(f"{MANAGE}/totp")

    noted = journal(clinic.org, Kind.SECOND_FACTOR_ADDED, Kind.SECOND_FACTOR_REMOVED)
    assert (Kind.SECOND_FACTOR_ADDED, {"type": "totp"}) in noted
    assert (Kind.SECOND_FACTOR_REMOVED, {"type": "totp"}) in noted
    assert browser.get("/api/v1/me").json()["totp_enabled"] is False


def test_passkey_signs_in_without_password(clinic: Place, browser: Browser) -> None:
    passkey = Passkey()
    added = _add_passkey(browser, passkey)

    other, answer = _sign_in_with(passkey)

    assert (added.status_code, answer.status_code) == (200, 200)
    me = other.get("/api/v1/me").json()
    assert (me["email"], me["passkey_count"]) == (clinic.admin.user.email, 1)
    assert journal(clinic.org)[-1] == (Kind.SIGNED_IN, {"methods": ["webauthn"]})


def test_passkey_is_the_second_factor_after_a_password(clinic: Place, browser: Browser) -> None:
    passkey = Passkey()
    _add_passkey(browser, passkey)
    other = Browser()

    first = other.sign_in(clinic.admin.user.email)
    options = other.get(f"{AUTH}/auth/webauthn/authenticate").json()["data"]["request_options"]
    second = other.post(
        f"{AUTH}/auth/webauthn/authenticate", {"credential": passkey.authenticate(options)}
    )

    assert (first.status_code, second.status_code) == (401, 200)
    assert other.is_signed_in()


def test_passkey_used_on_another_site_is_refused(browser: Browser) -> None:
    passkey = Passkey()
    _add_passkey(browser, passkey)
    passkey.origin = "https://plumbline.example"

    other, answer = _sign_in_with(passkey)

    assert answer.status_code == 400
    assert not other.is_signed_in()


def test_passkey_with_another_key_is_refused(browser: Browser) -> None:
    passkey = Passkey()
    _add_passkey(browser, passkey)
    forged = Passkey(id=passkey.id, user_handle=passkey.user_handle)

    other, answer = _sign_in_with(forged)

    assert answer.status_code == 400
    assert not other.is_signed_in()


def test_reset_password_still_asks_for_the_second_factor(
    clinic: Place, browser: Browser, mailoutbox: list[Any]
) -> None:
    _enable_totp(browser)
    cache.clear()
    other = Browser()
    other.post(f"{AUTH}/auth/password/request", {"email": clinic.admin.user.email})
    link = next(one.body for one in mailoutbox if "/reset-password/" in one.body)
    key = link.split("/reset-password/")[1].split()[0]

    other.post(f"{AUTH}/auth/password/reset", {"key": key, "password": "another-line-0815"})
    other.sign_in(clinic.admin.user.email, "another-line-0815")

    assert not other.is_signed_in()
