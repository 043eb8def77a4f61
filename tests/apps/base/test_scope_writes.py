"""Ways to mix tenants, or to write into another one: each raises, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet, Subquery

from base import scope
from base.errors import NoTenantScope
from tenants.models import Invitation, Membership
from tests.apps.base.conftest import fields, rows_of

Rows = QuerySet[Invitation]


def _case_or(mine: Rows, theirs: Rows) -> Any:
    return list(mine | theirs)


def _case_union(mine: Rows, theirs: Rows) -> Any:
    return list(mine.union(theirs))


def _case_nested(mine: Rows, theirs: Rows) -> Any:
    return list(mine.filter(email__in=theirs.values("email")))


def _case_subquery(mine: Rows, theirs: Rows) -> Any:
    return list(mine.annotate(other=Subquery(theirs.values("token_sha256")[:1])))


@pytest.mark.parametrize("combine", [_case_or, _case_union, _case_nested, _case_subquery])
def test_combining_with_another_tenants_queryset_raises(
    two: tuple[Membership, Membership], combine: Callable[[Rows, Rows], Any]
) -> None:
    clinic, school = two
    with scope.tenant(school.tenant_id):
        theirs = Invitation.objects.all()

    with scope.tenant(clinic.tenant_id), pytest.raises(NoTenantScope):
        combine(Invitation.objects.all(), theirs)


def _case_create(admin: Membership, theirs: Invitation) -> None:
    Invitation.objects.create(tenant_id=theirs.tenant_id, **fields(admin))


def _case_save_new(admin: Membership, theirs: Invitation) -> None:
    Invitation(tenant_id=theirs.tenant_id, **fields(admin)).save()


def _case_save_theirs(admin: Membership, theirs: Invitation) -> None:
    theirs.email = "stolen@example.org"
    theirs.save()


def _case_delete_theirs(admin: Membership, theirs: Invitation) -> None:
    theirs.delete()


def _case_bulk_create(admin: Membership, theirs: Invitation) -> None:
    Invitation.objects.bulk_create([Invitation(tenant_id=theirs.tenant_id, **fields(admin))])


def _case_upsert(admin: Membership, theirs: Invitation) -> None:
    row = Invitation(id=theirs.id, tenant_id=admin.tenant_id, **fields(admin, "stolen@example.org"))
    Invitation.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["email"]
    )


def _case_bulk_update(admin: Membership, theirs: Invitation) -> None:
    theirs.email = "stolen@example.org"
    Invitation.objects.bulk_update([theirs], ["email"])


def _case_update_tenant(admin: Membership, theirs: Invitation) -> None:
    Invitation.objects.update(tenant_id=theirs.tenant_id)


def _case_save_moved(admin: Membership, theirs: Invitation) -> None:
    own = Invitation.objects.get()
    own.tenant_id = theirs.tenant_id
    own.save()


def _case_update_or_create_moved(admin: Membership, theirs: Invitation) -> None:
    Invitation.objects.update_or_create(
        email="shared@example.org", defaults={"tenant_id": theirs.tenant_id}
    )


@pytest.mark.parametrize(
    "attack",
    [
        _case_create, _case_save_new, _case_save_theirs, _case_delete_theirs, _case_bulk_create,
        _case_upsert, _case_bulk_update, _case_update_tenant, _case_save_moved,
        _case_update_or_create_moved,
    ],
)  # fmt: skip
def test_writing_into_another_tenant_raises_and_writes_nothing(
    two: tuple[Membership, Membership], attack: Callable[[Membership, Invitation], None]
) -> None:
    clinic, school = two
    mine, others = rows_of(clinic), rows_of(school)
    with scope.tenant(school.tenant_id):
        theirs = Invitation.objects.get()

    with scope.tenant(clinic.tenant_id), pytest.raises(NoTenantScope), transaction.atomic():
        attack(clinic, theirs)

    assert (rows_of(clinic), rows_of(school)) == (mine, others)


def test_refresh_of_another_tenants_row_finds_nothing(two: tuple[Membership, Membership]) -> None:
    clinic, school = two
    with scope.tenant(school.tenant_id):
        theirs = Invitation.objects.get()

    with scope.tenant(clinic.tenant_id), pytest.raises(Invitation.DoesNotExist):
        theirs.refresh_from_db()


def test_following_a_key_without_scope_raises(two: tuple[Membership, Membership]) -> None:
    clinic, _ = two
    with scope.tenant(clinic.tenant_id):
        row = Invitation.objects.get()

    with pytest.raises(NoTenantScope):
        _ = row.inviter


def test_following_a_key_into_another_tenant_finds_nothing(
    two: tuple[Membership, Membership],
) -> None:
    clinic, school = two
    with scope.tenant(clinic.tenant_id):
        row = Invitation.objects.get()
        row.inviter_id = school.id

        with pytest.raises(Membership.DoesNotExist):
            _ = row.inviter
