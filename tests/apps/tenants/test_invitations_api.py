"""From an invitation to a person on the roll, as browsers do it."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from audit.kinds import Kind
from base import clock, scope
from tenants.models import Invitation, Membership
from tenants.permissions import Role
from tests.factories import accounts, tenants
from tests.factories.tenants import Place
from tests.support.browser import Browser
from tests.support.journal import journal, kinds

NEW = "new@example.org"
SIGNED_UP = {"name": "Nia New", "password": "a-long-line-2026"}


def _admin(place: Place) -> Browser:
    browser = Browser()
    browser.sign_in(place.admin.user.email)
    return browser


def _invite(browser: Browser, place: Place, **body: Any) -> Any:
    return browser.post(f"{place.api}/invitations", {"email": NEW, "role": "participant", **body})


def _mailed_token(index: int = -1) -> str:
    return mail.outbox[index].body.split("/invitation/")[1].split()[0]


def _accept(browser: Browser, token: str, body: dict[str, str] | None = None) -> Any:
    return browser.post(f"/api/v1/invitations/{token}/accept", SIGNED_UP if body is None else body)


def _members(place: Place) -> int:
    with scope.tenant(place.org.id):
        return Membership.objects.filter(ended_at__isnull=True).count()


def test_invited_person_reads_the_mail_joins_and_is_signed_in(clinic: Place) -> None:
    invited = _invite(_admin(clinic), clinic)
    token = _mailed_token()
    browser = Browser()

    shown = browser.get(f"/api/v1/invitations/{token}").json()
    joined = _accept(browser, token)

    assert invited.status_code == 201
    assert mail.outbox[-1].to == [NEW]
    assert f"http://127.0.0.1:8000/invitation/{token}" in mail.outbox[-1].body
    assert shown == {
        "org_name": clinic.org.name,
        "kind": "clinic",
        "role": "participant",
        "email": NEW,
        "inviter_name": clinic.admin.user.name,
        "expires_at": invited.json()["expires_at"],
        "has_account": False,
    }
    assert (joined.status_code, joined.json()) == (201, {"org": clinic.slug})
    me = browser.get("/api/v1/me").json()
    assert (me["email"], me["name"], me["email_verified"]) == (NEW, "Nia New", True)
    assert [one["org"] for one in me["memberships"]] == [clinic.slug]
    assert Browser().sign_in(NEW, SIGNED_UP["password"]).status_code == 200
    assert kinds(clinic.org)[1:4] == [Kind.MEMBER_INVITED, Kind.MEMBER_JOINED, Kind.SIGNED_IN]


def test_stored_invitation_and_journal_hold_neither_token_nor_address(clinic: Place) -> None:
    _invite(_admin(clinic), clinic)
    token = _mailed_token()

    with scope.tenant(clinic.org.id):
        row = Invitation.objects.get()

    assert token not in str(vars(row))
    assert NEW not in str(journal(clinic.org))


def test_existing_person_joins_when_signed_in(clinic: Place, school: Place) -> None:
    person = clinic.participant.user
    _invite(_admin(school), school, email=person.email.upper())
    browser = Browser()
    token = _mailed_token()
    has_account = browser.get(f"/api/v1/invitations/{token}").json()["has_account"]
    signed_out = _accept(browser, token)
    browser.sign_in(person.email)

    joined = _accept(browser, token, {})

    assert has_account is True
    assert (signed_out.status_code, signed_out.json()["code"]) == (409, "sign_in_to_accept")
    assert (joined.status_code, joined.json()) == (201, {"org": school.slug})
    orgs = {one["org"] for one in browser.get("/api/v1/me").json()["memberships"]}
    assert orgs == {clinic.slug, school.slug}


@pytest.mark.parametrize("invited", [NEW, "known@example.org"])
def test_invitation_of_someone_else_is_refused_to_a_signed_in_person(
    clinic: Place, school: Place, invited: str
) -> None:
    accounts.user("known@example.org")
    _, token = tenants.invitation(school.admin, invited)
    browser = Browser()
    browser.sign_in(clinic.participant.user.email)
    before = _members(school)

    answer = _accept(browser, token)

    assert (answer.status_code, answer.json()["code"]) == (409, "invited_someone_else")
    assert _members(school) == before


def _case_expired(row: Invitation) -> None:
    row.expires_at = clock.now() - dt.timedelta(seconds=1)


def _case_used(row: Invitation) -> None:
    row.accepted_at = clock.now()


def _case_revoked(row: Invitation) -> None:
    row.revoked_at = clock.now()


def _case_guest_time_over(row: Invitation) -> None:
    row.guest_until = clock.now() - dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("close", "code"),
    [
        (_case_expired, "invitation_expired"),
        (_case_used, "invitation_used"),
        (_case_revoked, "invitation_revoked"),
        (_case_guest_time_over, "invitation_expired"),
    ],
)
def test_closed_invitation_says_why_and_lets_nobody_in(
    clinic: Place, close: Any, code: str
) -> None:
    row, token = tenants.invitation(clinic.admin)
    with scope.tenant(clinic.org.id):
        close(row)
        row.save()
    browser, before = Browser(), _members(clinic)

    shown = browser.get(f"/api/v1/invitations/{token}")
    joined = _accept(browser, token)

    assert (shown.status_code, shown.json()["code"]) == (410, code)
    assert (joined.status_code, joined.json()["code"]) == (410, code)
    assert _members(clinic) == before
    assert not User.objects.filter(email=NEW).exists()


def test_invitation_opens_once(clinic: Place) -> None:
    _, token = tenants.invitation(clinic.admin)
    first = _accept(Browser(), token)

    second = _accept(Browser(), token)

    assert (first.status_code, second.status_code) == (201, 410)
    assert second.json()["code"] == "invitation_used"


def test_unknown_token_is_404(db: None) -> None:
    assert Browser().get("/api/v1/invitations/nothing").status_code == 404
    assert _accept(Browser(), "nothing").status_code == 404


def test_accepting_without_csrf_token_is_refused(clinic: Place) -> None:
    _, token = tenants.invitation(clinic.admin)
    browser = Browser()
    path = f"/api/v1/invitations/{token}/accept"

    answer = browser.client.post(path, SIGNED_UP, content_type="application/json")

    assert answer.status_code == 403
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"password": "a-long-line-2026"}, "name"),
        ({"name": "Nia New"}, "password"),
        ({"name": "Nia New", "password": "short"}, "password"),
        ({"name": "Nia New", "password": "password1234"}, "password"),
        ({"name": "Nia New", "password": "new@example.org"}, "password"),
    ],
)
def test_joining_with_something_missing_or_weak_names_the_field(
    clinic: Place, body: dict[str, str], field: str
) -> None:
    _, token = tenants.invitation(clinic.admin)

    answer = _accept(Browser(), token, body)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not User.objects.filter(email=NEW).exists()
    assert _accept(Browser(), token).status_code == 201


def test_resent_invitation_has_a_new_link_and_the_old_one_is_dead(clinic: Place) -> None:
    admin = _admin(clinic)
    row = _invite(admin, clinic).json()

    again = admin.post(f"{clinic.api}/invitations/{row['id']}/resend")

    old, new = _mailed_token(-2), _mailed_token(-1)
    assert again.status_code == 200
    assert Browser().get(f"/api/v1/invitations/{old}").status_code == 404
    assert Browser().get(f"/api/v1/invitations/{new}").status_code == 200


def test_expired_invitation_lives_again_when_resent(clinic: Place) -> None:
    row, _ = tenants.invitation(clinic.admin, lasts=dt.timedelta(days=-1))

    answer = _admin(clinic).post(f"{clinic.api}/invitations/{row.id}/resend")

    assert answer.json()["state"] == "pending"
    assert _accept(Browser(), _mailed_token()).status_code == 201


def test_revoked_invitation_is_dead_and_cannot_be_resent(clinic: Place) -> None:
    row, token = tenants.invitation(clinic.admin)
    admin = _admin(clinic)
    path = f"{clinic.api}/invitations/{row.id}"

    answers = [admin.delete(path).status_code, admin.delete(path).status_code]
    resent = admin.post(f"{path}/resend")

    assert answers == [204, 204]
    assert (resent.status_code, resent.json()["code"]) == (410, "invitation_revoked")
    assert _accept(Browser(), token).status_code == 410
    assert mail.outbox == []
    assert kinds(clinic.org).count(Kind.INVITATION_REVOKED) == 1


def test_accepted_invitation_cannot_be_revoked(clinic: Place) -> None:
    row, token = tenants.invitation(clinic.admin)
    _accept(Browser(), token)

    answer = _admin(clinic).delete(f"{clinic.api}/invitations/{row.id}")

    assert (answer.status_code, answer.json()["code"]) == (410, "invitation_used")


def test_second_open_invitation_to_one_address_is_refused(clinic: Place) -> None:
    admin = _admin(clinic)
    _invite(admin, clinic)

    answer = _invite(admin, clinic, email=NEW.upper())

    assert (answer.status_code, answer.json()["code"]) == (409, "already_invited")
    assert len(mail.outbox) == 1


def test_inviting_a_member_is_refused(clinic: Place) -> None:
    answer = _invite(_admin(clinic), clinic, email=clinic.participant.user.email)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_member")
    assert mail.outbox == []


def test_same_idempotency_key_invites_once(clinic: Place) -> None:
    admin = _admin(clinic)
    body = {"email": NEW, "role": "participant"}
    path = f"{clinic.api}/invitations"

    answers = [admin.post(path, body, **{"Idempotency-Key": "one"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(mail.outbox) == 1


def test_list_tells_what_became_of_each_invitation(clinic: Place, school: Place) -> None:
    tenants.invitation(school.admin, "elsewhere@example.org")
    tenants.invitation(clinic.admin, "old@example.org", lasts=dt.timedelta(days=-1))
    _, token = tenants.invitation(clinic.admin, NEW)
    _accept(Browser(), token)
    tenants.invitation(clinic.admin, "open@example.org")

    listed = _admin(clinic).get(f"{clinic.api}/invitations").json()

    states = [(one["email"], one["state"]) for one in listed["results"]]
    assert states == [
        ("open@example.org", "pending"),
        (NEW, "accepted"),
        ("old@example.org", "expired"),
    ]
    assert (listed["next"], listed["previous"]) == (None, None)


def test_guest_needs_a_participant_and_an_end(clinic: Place, school: Place) -> None:
    admin = _admin(clinic)
    soon = (clock.now() + dt.timedelta(days=3)).isoformat()
    mine, foreign = str(clinic.participant.id), str(school.participant.id)

    without_sees = _invite(admin, clinic, role="guest", expires_at=soon)
    without_end = _invite(admin, clinic, role="guest", sees=mine)
    past = _invite(admin, clinic, role="guest", sees=mine, expires_at="2020-01-01T00:00:00Z")
    elsewhere = _invite(admin, clinic, role="guest", sees=foreign, expires_at=soon)
    no_patient = _invite(
        admin, clinic, role="guest", sees=str(clinic.professional.id), expires_at=soon
    )
    no_guest = _invite(admin, clinic, sees=mine, expires_at=soon)

    assert list(without_sees.json()["fields"]) == ["sees"]
    assert list(without_end.json()["fields"]) == ["expires_at"]
    assert list(past.json()["fields"]) == ["expires_at"]
    assert (elsewhere.status_code, no_patient.status_code) == (404, 404)
    assert set(no_guest.json()["fields"]) == {"sees", "expires_at"}
    assert mail.outbox == []


def test_guest_is_in_until_the_end_and_then_gone(clinic: Place) -> None:
    until = clock.now() + dt.timedelta(hours=3)
    _invite(
        _admin(clinic),
        clinic,
        role="guest",
        sees=str(clinic.participant.id),
        expires_at=until.isoformat(),
    )
    guest = Browser()
    _accept(guest, _mailed_token())

    inside = guest.get(f"{clinic.api}/members")
    listed = guest.get("/api/v1/me").json()["memberships"]
    with clock.moved(dt.timedelta(hours=3)):
        after = guest.get(f"{clinic.api}/members")
        left = guest.get("/api/v1/me").json()["memberships"]

    assert inside.status_code == 403  # known, not allowed
    assert [one["role"] for one in listed] == [Role.GUEST]
    assert after.status_code == 404  # unknown
    assert left == []


@pytest.mark.django_db(transaction=True)
def test_mail_that_cannot_be_sent_leaves_the_invitation_and_says_so(
    clinic: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(self: Any, *_: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
    browser = Browser()
    browser.client.force_login(clinic.admin.user)

    answer = _invite(browser, clinic)

    assert (answer.status_code, answer.json()["code"]) == (502, "mail_not_sent")
    with scope.tenant(clinic.org.id):
        assert Invitation.objects.get().email == NEW


def test_guessing_at_links_is_slowed_down(db: None) -> None:
    browser = Browser()

    answers = [browser.get(f"/api/v1/invitations/guess{n}").status_code for n in range(31)]

    assert answers == [404] * 30 + [429]
