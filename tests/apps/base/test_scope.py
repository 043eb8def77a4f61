"""Every public method of Django's QuerySet, on a real tenant model, in and out of scope.

The methods are read from Django itself. A method that is new in Django, and has no call here, fails
`test_every_public_method_has_a_call`.
"""

import inspect
import pickle
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from base import scope
from base.errors import NoTenantScope
from base.models import TenantQuerySet
from base.scope import Crossing
from tenants.models import Invitation, Membership
from tests.apps.base.conftest import fields, rows_of

Rows = QuerySet[Invitation]
Call = Callable[[Rows, Membership], Any]


def _new(admin: Membership) -> Invitation:
    return Invitation(tenant_id=admin.tenant_id, **fields(admin))


def _run(answer: Awaitable[Any]) -> Any:
    """On the caller's own connection, so that the test's transaction holds."""

    async def wait() -> Any:
        return await answer

    return async_to_sync(wait)()


async def _drained(rows: AsyncIterator[Invitation]) -> list[Invitation]:
    return [row async for row in rows]


def _changed(rows: Iterable[Invitation]) -> list[Invitation]:
    found = list(rows)
    for row in found:
        row.email = "changed@example.org"
    return found


READS: dict[str, Call] = {
    "aggregate": lambda rows, _: rows.aggregate(n=Count("id")),
    "alias": lambda rows, _: list(rows.alias(low=Lower("email"))),
    "all": lambda rows, _: list(rows.all()),
    "annotate": lambda rows, _: list(rows.annotate(low=Lower("email"))),
    "complex_filter": lambda rows, _: list(rows.complex_filter({"role": "participant"})),
    "contains": lambda rows, admin: rows.contains(_new(admin)),
    "count": lambda rows, _: rows.count(),
    "dates": lambda rows, _: list(rows.dates("created_at", "day")),
    "datetimes": lambda rows, _: list(rows.datetimes("created_at", "day")),
    "db": lambda rows, _: rows.db,
    "defer": lambda rows, _: list(rows.defer("email")),
    "difference": lambda rows, _: list(rows.difference(rows.none())),
    "distinct": lambda rows, _: list(rows.distinct()),
    "earliest": lambda rows, _: rows.earliest("created_at"),
    "exclude": lambda rows, _: list(rows.exclude(role="guest")),
    "exists": lambda rows, _: rows.exists(),
    "explain": lambda rows, _: rows.explain(),
    "filter": lambda rows, _: list(rows.filter(role="participant")),
    "first": lambda rows, _: rows.first(),
    "get": lambda rows, _: rows.get(email="shared@example.org"),
    "in_bulk": lambda rows, _: rows.in_bulk(),
    "intersection": lambda rows, _: list(rows.intersection(rows)),
    "iterator": lambda rows, _: list(rows.iterator()),
    "last": lambda rows, _: rows.order_by("id").last(),
    "latest": lambda rows, _: rows.latest("created_at"),
    "none": lambda rows, _: list(rows.none()),
    "only": lambda rows, _: list(rows.only("email", "tenant_id")),
    "order_by": lambda rows, _: list(rows.order_by("email")),
    "ordered": lambda rows, _: rows.ordered,
    "prefetch_related": lambda rows, _: list(rows.prefetch_related("inviter")),
    "query": lambda rows, _: str(rows.query),
    "resolve_expression": lambda rows, _: rows.resolve_expression(rows.query),
    "reverse": lambda rows, _: list(rows.order_by("id").reverse()),
    "select_related": lambda rows, _: list(rows.select_related("inviter")),
    "union": lambda rows, _: list(rows.union(rows.filter(role="guest"))),
    "using": lambda rows, _: list(rows.using("default")),
    "values": lambda rows, _: list(rows.values("id", "tenant_id")),
    "values_list": lambda rows, _: list(rows.values_list("tenant_id", flat=True)),
    "aaggregate": lambda rows, _: _run(rows.aaggregate(n=Count("id"))),
    "acontains": lambda rows, admin: _run(rows.acontains(_new(admin))),
    "acount": lambda rows, _: _run(rows.acount()),
    "aearliest": lambda rows, _: _run(rows.aearliest("created_at")),
    "aexists": lambda rows, _: _run(rows.aexists()),
    "aexplain": lambda rows, _: _run(rows.aexplain()),
    "afirst": lambda rows, _: _run(rows.afirst()),
    "aget": lambda rows, _: _run(rows.aget(email="shared@example.org")),
    "ain_bulk": lambda rows, _: _run(rows.ain_bulk()),
    "aiterator": lambda rows, _: _run(_drained(rows.aiterator())),
    "alast": lambda rows, _: _run(rows.order_by("id").alast()),
    "alatest": lambda rows, _: _run(rows.alatest("created_at")),
    "__aiter__": lambda rows, _: _run(_drained(aiter(rows))),
    "__and__": lambda rows, _: list(rows & rows),
    "__bool__": lambda rows, _: bool(rows),
    "__getitem__": lambda rows, _: list(rows[:5]),
    "__getstate__": lambda rows, _: pickle.dumps(rows),
    "__iter__": lambda rows, _: list(rows),
    "__len__": lambda rows, _: len(rows),
    "__or__": lambda rows, _: list(rows | rows),
    "__repr__": lambda rows, _: repr(rows),
    "__xor__": lambda rows, _: list(rows ^ rows.filter(role="guest")),
}
WRITES: dict[str, Call] = {
    "bulk_create": lambda rows, admin: rows.bulk_create([_new(admin)]),
    "bulk_update": lambda rows, _: rows.bulk_update(_changed(rows), ["email"]),
    "create": lambda rows, admin: rows.create(**fields(admin)),
    "delete": lambda rows, _: rows.delete(),
    "get_or_create": lambda rows, admin: rows.get_or_create(
        email="made@example.org", defaults=fields(admin)
    ),
    "select_for_update": lambda rows, _: list(rows.select_for_update()),
    "update": lambda rows, _: rows.update(email="changed@example.org"),
    "update_or_create": lambda rows, admin: rows.update_or_create(
        email="shared@example.org", defaults={"role": "admin"}, create_defaults=fields(admin)
    ),
    "abulk_create": lambda rows, admin: _run(rows.abulk_create([_new(admin)])),
    "abulk_update": lambda rows, _: _run(rows.abulk_update(_changed(rows), ["email"])),
    "acreate": lambda rows, admin: _run(rows.acreate(**fields(admin))),
    "adelete": lambda rows, _: _run(rows.adelete()),
    "aget_or_create": lambda rows, admin: _run(
        rows.aget_or_create(email="made@example.org", defaults=fields(admin))
    ),
    "aupdate": lambda rows, _: _run(rows.aupdate(email="changed@example.org")),
    "aupdate_or_create": lambda rows, admin: _run(
        rows.aupdate_or_create(
            email="shared@example.org", defaults={"role": "admin"}, create_defaults=fields(admin)
        )
    ),
}
REFUSED: dict[str, Call] = {
    "raw": lambda rows, _: list(rows.raw("SELECT * FROM tenants_invitation")),
    "extra": lambda rows, _: list(rows.extra(where=["1=1"])),
}
WITHOUT_ROWS = {"as_manager"}  # makes a manager; see its own test
DUNDERS_WITHOUT_ROWS = {
    "__class_getitem__", "__deepcopy__", "__doc__", "__init__", "__module__", "__setstate__",
}  # fmt: skip
CALLS = {**READS, **WRITES, **REFUSED}


def _tenants_in(answer: Any) -> set[uuid.UUID]:
    """Every tenant id that an answer of a query method carries, however nested."""
    if isinstance(answer, Invitation):
        return {answer.tenant_id}
    if isinstance(answer, dict):
        return set().union(*(_tenants_in(one) for one in answer.values()))
    if isinstance(answer, list | tuple):
        return set().union(*(_tenants_in(one) for one in answer))
    return {answer} if isinstance(answer, uuid.UUID) else set()


def test_every_public_method_has_a_call() -> None:
    public = {name for name, _ in inspect.getmembers(QuerySet) if not name.startswith("_")}
    dunder = {name for name in vars(QuerySet) if name.startswith("__")} - DUNDERS_WITHOUT_ROWS

    assert public | dunder == CALLS.keys() | WITHOUT_ROWS


@pytest.mark.parametrize("name", sorted(CALLS))
def test_method_without_scope_raises(two: tuple[Membership, Membership], name: str) -> None:
    clinic, school = two
    before = rows_of(clinic), rows_of(school)

    with pytest.raises(NoTenantScope):
        CALLS[name](Invitation.objects.all(), clinic)

    assert (rows_of(clinic), rows_of(school)) == before


@pytest.mark.parametrize("name", sorted(CALLS))
def test_method_on_queryset_that_left_its_scope_raises(
    two: tuple[Membership, Membership], name: str
) -> None:
    clinic, school = two
    before = rows_of(clinic), rows_of(school)
    with scope.tenant(clinic.tenant_id):
        rows = Invitation.objects.all()

    with scope.tenant(school.tenant_id), pytest.raises(NoTenantScope):
        CALLS[name](rows, school)

    assert (rows_of(clinic), rows_of(school)) == before


@pytest.mark.parametrize("name", sorted(CALLS))
def test_method_on_queryset_built_without_manager_raises(
    two: tuple[Membership, Membership], name: str
) -> None:
    clinic, _ = two

    with scope.tenant(clinic.tenant_id), pytest.raises(NoTenantScope):
        CALLS[name](TenantQuerySet(Invitation), clinic)


@pytest.mark.parametrize("name", sorted(READS))
def test_read_in_scope_answers_with_own_rows_only(
    two: tuple[Membership, Membership], name: str
) -> None:
    clinic, school = two

    with scope.tenant(clinic.tenant_id):
        answer = READS[name](Invitation.objects.all(), clinic)

    found = _tenants_in(answer)
    assert school.tenant_id not in found
    assert school.tenant_id.hex not in str(answer)


@pytest.mark.parametrize("name", sorted(WRITES.keys() - {"select_for_update"}))
def test_write_in_scope_changes_own_rows_only(
    two: tuple[Membership, Membership], name: str
) -> None:
    clinic, school = two
    mine, theirs = rows_of(clinic), rows_of(school)

    with scope.tenant(clinic.tenant_id):
        WRITES[name](Invitation.objects.all(), clinic)

    assert rows_of(clinic) != mine
    assert rows_of(school) == theirs


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_raw_sql_in_scope_raises(two: tuple[Membership, Membership], name: str) -> None:
    clinic, _ = two

    with scope.tenant(clinic.tenant_id), pytest.raises(NoTenantScope):
        REFUSED[name](Invitation.objects.all(), clinic)


def test_counts_in_scope_count_own_rows(two: tuple[Membership, Membership]) -> None:
    clinic, _ = two

    with scope.tenant(clinic.tenant_id):
        rows = Invitation.objects.all()
        counts = rows.count(), len(rows), rows.aggregate(n=Count("id"))["n"], len(rows.in_bulk())

    assert counts == (1, 1, 1, 1)


def test_as_manager_has_no_scope_and_raises(two: tuple[Membership, Membership]) -> None:
    clinic, _ = two
    manager = TenantQuerySet.as_manager()
    manager.model = Invitation

    with scope.tenant(clinic.tenant_id), pytest.raises(NoTenantScope):
        list(manager.all())


def test_named_crossing_sees_both_and_leaves_no_trace(two: tuple[Membership, Membership]) -> None:
    with scope.across_tenants(Crossing.SEED):
        found = Invitation.objects.count()

    assert found == 2
    with pytest.raises(NoTenantScope):
        Invitation.objects.count()


def test_scope_is_restored_after_an_error(two: tuple[Membership, Membership]) -> None:
    clinic, school = two

    with scope.tenant(clinic.tenant_id):
        with pytest.raises(RuntimeError), scope.tenant(school.tenant_id):
            raise RuntimeError
        assert scope.current().tenant_id == clinic.tenant_id
