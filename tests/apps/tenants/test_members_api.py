"""Who belongs to an organisation, in which role, and until when."""

from collections.abc import Callable

import pytest
from django.test import Client

from audit.kinds import Kind
from base import scope
from tenants.models import Membership
from tenants.permissions import Perm, Role, permissions_of
from tests.factories import results as make
from tests.factories import tenants
from tests.factories.tenants import Place
from tests.support.journal import journal, kinds

ClientFor = Callable[..., Client]
JSON = "application/json"


def _role(member: Membership) -> str:
    with scope.tenant(member.tenant_id):
        return Membership.objects.get(id=member.id).role


def test_list_holds_own_members_in_force(
    clinic: Place, school: Place, client_for: ClientFor
) -> None:
    tenants.membership(clinic.org, ended_at=clinic.org.created_at)

    listed = client_for(clinic.professional).get(f"{clinic.api}/members").json()["results"]

    expected = {clinic.admin, clinic.professional, *clinic.participants}
    assert {one["id"] for one in listed} == {str(one.id) for one in expected}
    admin = next(one for one in listed if one["id"] == str(clinic.admin.id))
    assert admin["email"] == clinic.admin.user.email
    assert admin["user_id"] == str(clinic.admin.user_id)
    assert set(admin) == {
        "id", "user_id", "name", "email", "role", "joined_at", "expires_at", "last_seen_at",
    }  # fmt: skip


def test_list_narrows_by_role_and_by_words(clinic: Place, client_for: ClientFor) -> None:
    someone = tenants.membership(clinic.org, name="Zora Quill")
    client = client_for(clinic.admin)

    by_name = client.get(f"{clinic.api}/members", {"q": "quill"}).json()["results"]
    by_mail = client.get(f"{clinic.api}/members", {"q": someone.user.email}).json()["results"]
    by_role = client.get(f"{clinic.api}/members", {"role": "professional"}).json()["results"]
    wrong = client.get(f"{clinic.api}/members", {"role": "king"})

    assert [one["id"] for one in by_name] == [str(someone.id)]
    assert [one["id"] for one in by_mail] == [str(someone.id)]
    assert [one["id"] for one in by_role] == [str(clinic.professional.id)]
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["role"])


def test_pages_follow_each_other_without_gap_or_repeat(
    clinic: Place, client_for: ClientFor
) -> None:
    client = client_for(clinic.admin)
    first = client.get(f"{clinic.api}/members", {"page_size": 3}).json()
    second = client.get(first["next"]).json()

    seen = [one["id"] for page in (first, second) for one in page["results"]]

    assert len(first["results"]) == 3
    assert len(seen) == len(set(seen)) == 4
    assert second["next"] is None


@pytest.mark.parametrize("member", ["participant", "professional"])
def test_role_is_changed_by_administrators_alone(
    clinic: Place, client_for: ClientFor, member: str
) -> None:
    path = f"{clinic.api}/members/{clinic.participants[1].id}"

    refused = client_for(getattr(clinic, member)).patch(path, {"role": "admin"}, JSON)
    allowed = client_for(clinic.admin).patch(path, {"role": "professional"}, JSON)

    assert (refused.status_code, refused.json()["code"]) == (403, "refused")
    assert (allowed.status_code, allowed.json()["role"]) == (200, "professional")
    noted = journal(clinic.org, Kind.MEMBER_ROLE_CHANGED)
    assert [payload for _, payload in noted] == [{"from": "participant", "to": "professional"}]


def test_new_role_counts_at_once(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.participant)
    before = client.get(f"{clinic.api}/members").status_code

    client_for(clinic.admin).patch(
        f"{clinic.api}/members/{clinic.participant.id}", {"role": "professional"}, JSON
    )

    assert (before, client.get(f"{clinic.api}/members").status_code) == (403, 200)


def test_last_administrator_stays_one(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.admin)
    path = f"{clinic.api}/members/{clinic.admin.id}"

    changed = client.patch(path, {"role": "participant"}, JSON)
    removed = client.delete(path)

    assert (changed.status_code, changed.json()["code"]) == (409, "last_admin")
    assert (removed.status_code, removed.json()["code"]) == (409, "last_admin")
    assert _role(clinic.admin) == Role.ADMIN
    assert Kind.MEMBER_REMOVED not in kinds(clinic.org)


def test_one_of_two_administrators_may_leave(clinic: Place, client_for: ClientFor) -> None:
    tenants.membership(clinic.org, Role.ADMIN)

    answer = client_for(clinic.admin).delete(f"{clinic.api}/members/{clinic.admin.id}")

    assert answer.status_code == 204


def test_guest_role_is_neither_given_nor_taken_by_change(
    clinic: Place, client_for: ClientFor
) -> None:
    guest = tenants.guest(clinic.participant)
    client = client_for(clinic.admin)

    taken = client.patch(f"{clinic.api}/members/{guest.id}", {"role": "admin"}, JSON)
    given = client.patch(f"{clinic.api}/members/{clinic.participant.id}", {"role": "guest"}, JSON)

    assert (taken.status_code, taken.json()["code"]) == (409, "guest_role_fixed")
    assert (given.status_code, given.json()["code"]) == (409, "guest_role_fixed")
    assert (_role(guest), _role(clinic.participant)) == (Role.GUEST, Role.PARTICIPANT)


def test_ended_membership_is_404_at_once(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.professional)
    before = client.get(f"{clinic.api}/members").status_code

    removed = client_for(clinic.admin).delete(f"{clinic.api}/members/{clinic.professional.id}")

    assert (before, removed.status_code) == (200, 204)
    assert client.get(f"{clinic.api}/members").status_code == 404
    assert client.get("/api/v1/me").json()["memberships"] == []
    assert journal(clinic.org)[-1] == (Kind.MEMBER_REMOVED, {"role": "professional"})


def test_guest_of_a_removed_participant_sees_nothing_at_once(
    clinic: Place, client_for: ClientFor
) -> None:
    row = make.uploaded(clinic, clinic.participant)
    client = client_for(tenants.guest(clinic.participant))
    address = f"{clinic.api}/assessments/{row.id}"
    before = client.get(address).status_code

    client_for(clinic.admin).delete(f"{clinic.api}/members/{clinic.participant.id}")

    assert (before, client.get(address).status_code) == (200, 404)
    assert client.get(f"{clinic.api}/assessments").json()["results"] == []


def test_removed_member_can_be_invited_and_join_again(clinic: Place, client_for: ClientFor) -> None:
    client_for(clinic.admin).delete(f"{clinic.api}/members/{clinic.participant.id}")
    _, token = tenants.invitation(clinic.admin, clinic.participant.user.email)
    client = client_for(clinic.participant)

    answer = client.post(f"/api/v1/invitations/{token}/accept", {}, JSON)

    assert answer.status_code == 201
    assert client.get("/api/v1/me").json()["memberships"][0]["role"] == "participant"


def test_member_of_elsewhere_is_404(clinic: Place, school: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.admin)
    foreign = f"{clinic.api}/members/{school.participant.id}"

    assert client.get(f"{school.api}/members").status_code == 404
    assert client.patch(foreign, {"role": "admin"}, JSON).status_code == 404
    assert client.delete(foreign).status_code == 404
    assert _role(school.participant) == Role.PARTICIPANT


def test_signed_out_is_401_for_every_organisation(clinic: Place) -> None:
    known = Client().get(f"{clinic.api}/members")
    unknown = Client().get("/api/v1/orgs/nowhere/members")

    assert (known.status_code, unknown.status_code) == (401, 401)
    assert known["Content-Type"] == "application/problem+json"
    assert known.json()["code"] == "not_signed_in"


def test_last_seen_is_noted(clinic: Place, client_for: ClientFor) -> None:
    client_for(clinic.professional).get(f"{clinic.api}/members")

    listed = client_for(clinic.admin).get(f"{clinic.api}/members").json()["results"]

    seen = {one["id"] for one in listed if one["last_seen_at"]}
    assert seen == {str(clinic.professional.id), str(clinic.admin.id)}


def test_me_lists_permissions_of_the_role(clinic: Place, client_for: ClientFor) -> None:
    me = client_for(clinic.participant).get("/api/v1/me").json()

    assert me["memberships"] == [
        {
            "org": clinic.slug,
            "org_name": clinic.org.name,
            "kind": "clinic",
            "role": "participant",
            "membership_id": str(clinic.participant.id),
            "permissions": [perm.value for perm in permissions_of(Role.PARTICIPANT)],
        }
    ]
    assert Perm.CONSENT_GIVE.value in me["memberships"][0]["permissions"]


def test_me_changes_name_and_refuses_unknown_locale(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.participant)

    changed = client.patch("/api/v1/me", {"name": " Other Name "}, JSON)
    refused = client.patch("/api/v1/me", {"locale": "xx"}, JSON)
    ignored = client.patch("/api/v1/me", {"email": "other@example.org"}, JSON)

    assert changed.json()["name"] == "Other Name"
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["locale"])
    assert ignored.json()["email"] == clinic.participant.user.email


def test_change_without_csrf_token_is_refused(clinic: Place, client_for: ClientFor) -> None:
    client = client_for(clinic.admin, csrf=True)

    answer = client.delete(f"{clinic.api}/members/{clinic.participant.id}")

    assert answer.status_code == 403
    assert client_for(clinic.participant).get("/api/v1/me").json()["memberships"]
