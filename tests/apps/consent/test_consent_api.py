"""Agreement to filming: read, given, withdrawn, and needed before the first clip."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from audit.kinds import Kind
from base import clock, scope
from consent import catalogue
from consent.access import require_consent
from consent.catalogue import Document, current, documents
from consent.errors import ConsentNeeded
from consent.models import Consent
from tests.factories import consent as make
from tests.factories import tenants
from tests.factories.tenants import Place
from tests.support.journal import journal, kinds

ClientFor = Callable[..., Client]
JSON = "application/json"


@pytest.fixture
def second_version(monkeypatch: pytest.MonkeyPatch) -> Document:
    """The text is published anew."""
    first = current()
    second = Document(first.id, 2, first.title, (*first.body, "One more."), first.published_at)
    both = {**documents(), (second.id, second.version): second}
    monkeypatch.setattr(catalogue, "documents", lambda: both)
    return second


def test_text_is_shown_and_needed_before_it_is_given(clinic: Place, client_for: ClientFor) -> None:
    body = client_for(clinic.participant).get(f"{clinic.api}/consent").json()

    assert body["document"]["id"] == "filming"
    assert body["document"]["version"] == 1
    assert len(body["document"]["body"]) >= 5
    assert (body["given"], body["needed"]) == (None, True)


def test_given_consent_is_in_force_dated_and_noted(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.participant)

    given = client.post(f"{clinic.api}/consent", {"version": 1}, JSON)
    shown = client.get(f"{clinic.api}/consent").json()

    assert given.status_code == 201
    assert given.json()["withdrawn_at"] is None
    assert dt.datetime.fromisoformat(given.json()["given_at"]) <= clock.now()
    assert (shown["given"], shown["needed"]) == (given.json(), False)
    with scope.tenant(clinic.org.id):
        require_consent(clinic.participant.id)
    assert journal(clinic.org)[-1] == (
        Kind.CONSENT_GIVEN,
        {
            "membership": str(clinic.participant.id),
            "document": "filming",
            "version": 1,
            "replaces": None,
        },
    )


def test_giving_twice_is_one_consent(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.participant)

    answers = [client.post(f"{clinic.api}/consent", {"version": 1}, JSON) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert kinds(clinic.org).count(Kind.CONSENT_GIVEN) == 1


def test_withdrawn_consent_closes_the_door_and_stays_on_record(
    clinic: Place, client_for: ClientFor
) -> None:
    client = client_for(clinic.participant)
    client.post(f"{clinic.api}/consent", {"version": 1}, JSON)

    withdrawn = client.delete(f"{clinic.api}/consent")

    assert withdrawn.json()["withdrawn_at"] is not None
    assert client.get(f"{clinic.api}/consent").json()["needed"] is True
    with scope.tenant(clinic.org.id):
        assert Consent.objects.count() == 1
        with pytest.raises(ConsentNeeded):
            require_consent(clinic.participant.id)
    assert kinds(clinic.org)[-1] == Kind.CONSENT_WITHDRAWN


def test_withdrawing_nothing_is_refused(clinic: Place, client_for: ClientFor) -> None:
    answer = client_for(clinic.participant).delete(f"{clinic.api}/consent")

    assert (answer.status_code, answer.json()["code"]) == (409, "consent_not_given")


@pytest.mark.parametrize("version", [2, 99])
def test_version_that_was_not_shown_is_refused(
    clinic: Place, client_for: ClientFor, version: int
) -> None:
    answer = client_for(clinic.participant).post(
        f"{clinic.api}/consent", {"version": version}, JSON
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "consent_version_outdated")
    assert Kind.CONSENT_GIVEN not in kinds(clinic.org)


def test_new_version_is_asked_for_again_and_replaces_the_old(
    clinic: Place, client_for: ClientFor, second_version: Document
) -> None:
    old = make.consent(clinic.participant, version=1)
    client = client_for(clinic.participant)
    asked = client.get(f"{clinic.api}/consent").json()
    with scope.tenant(clinic.org.id), pytest.raises(ConsentNeeded):
        require_consent(clinic.participant.id)

    client.post(f"{clinic.api}/consent", {"version": 2}, JSON)

    assert (asked["document"]["version"], asked["needed"]) == (2, True)
    with scope.tenant(clinic.org.id):
        require_consent(clinic.participant.id)
        assert Consent.objects.get(id=old.id).withdrawn_at is not None
    assert journal(clinic.org)[-1][1]["replaces"] == str(old.id)


def test_old_version_can_still_be_withdrawn(
    clinic: Place, client_for: ClientFor, second_version: Document
) -> None:
    make.consent(clinic.participant, version=1)

    answer = client_for(clinic.participant).delete(f"{clinic.api}/consent")

    assert (answer.status_code, answer.json()["version"]) == (200, 1)


def test_consent_of_one_person_is_not_another_persons(clinic: Place, client_for: ClientFor) -> None:
    make.consent(clinic.participant)

    with scope.tenant(clinic.org.id):
        require_consent(clinic.participant.id)
        with pytest.raises(ConsentNeeded) as refused:
            require_consent(clinic.participants[1].id)

    assert (refused.value.code, refused.value.status) == ("consent_needed", 403)
    assert refused.value.sentence.endswith("on the consent page.")


def test_consent_in_one_organisation_is_none_in_another(clinic: Place, school: Place) -> None:
    user = clinic.participant.user
    there = tenants.membership(school.org, user=user)
    make.consent(clinic.participant)

    with scope.tenant(school.org.id), pytest.raises(ConsentNeeded):
        require_consent(there.id)


def test_guest_gives_no_consent(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(tenants.guest(clinic.participant))

    assert client.post(f"{clinic.api}/consent", {"version": 1}, JSON).status_code == 403


def test_professional_may_but_need_not_consent(clinic: Place, client_for: ClientFor) -> None:
    shown = client_for(clinic.professional).get(f"{clinic.api}/consent").json()

    assert (shown["given"], shown["needed"]) == (None, False)


def test_participants_are_listed_with_their_consent(
    clinic: Place, school: Place, client_for: ClientFor
) -> None:
    make.consent(clinic.participants[0])
    make.consent(school.participants[0])

    listed = client_for(clinic.professional).get(f"{clinic.api}/participants").json()["results"]

    assert {one["id"]: one["consented"] for one in listed} == {
        str(clinic.participants[0].id): True,
        str(clinic.participants[1].id): False,
    }


def test_participants_are_no_business_of_participants(
    clinic: Place, school: Place, client_for: ClientFor
) -> None:
    client = client_for(clinic.participant)

    assert client.get(f"{clinic.api}/participants").status_code == 403
    assert client.get(f"{school.api}/participants").status_code == 404


def test_published_texts_are_whole() -> None:
    for (name, version), text in documents().items():
        assert (text.id, text.version) == (name, version)
        assert text.title
        assert all(paragraph.strip() == paragraph != "" for paragraph in text.body)
    versions = sorted(version for name, version in documents() if name == "filming")
    assert versions == list(range(1, len(versions) + 1))
