"""Two at the same moment: one wins, the other is told why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from base import scope
from base.errors import PlumblineError
from tenants import services
from tenants.access import access_organisation_as_user
from tenants.models import Membership
from tenants.permissions import Role
from tests.factories import tenants
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*calls: Callable[[], object]) -> list[str]:
    """What each call said: "done", or the code of its refusal; sorted."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        gate.wait(timeout=10)
        try:
            call()
        except PlumblineError as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_two_administrators_who_remove_each_other_leave_one(clinic: Place) -> None:
    other = tenants.membership(clinic.org, Role.ADMIN)

    def remove(by: Membership, whom: Membership) -> Callable[[], object]:
        actor = access_organisation_as_user(by.user_id, clinic.slug)

        def call() -> None:
            with scope.tenant(clinic.org.id):
                services.member_remove(actor=actor, member_id=whom.id)

        return call

    said = _at_once(remove(clinic.admin, other), remove(other, clinic.admin))

    assert said == ["done", "last_admin"]


def test_one_link_opened_twice_at_once_lets_one_in(clinic: Place) -> None:
    _, token = tenants.invitation(clinic.admin)

    def accept() -> object:
        return services.invitation_accept(
            token=token, user_id=None, name="Nia New", password="a-long-line-2026"
        )

    assert _at_once(accept, accept, accept) == ["done", "invitation_used", "invitation_used"]
