"""Abstract rows: identity, times, and the tenant column whose manager fails closed."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import sql

from base import clock, scope
from base.errors import NoTenantScope
from base.ids import uuid7

M = TypeVar("M", bound="TenantModel")


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class TenantQuerySet(models.QuerySet[M]):
    """Filtered when made, and checked again whenever it is used.

    Every method goes through `self.query` (to narrow, to combine, to nest) or `self.db` (to reach
    a database), so the check sits there: a queryset that outlives its scope, is built without one,
    or is combined with one of another tenant, raises instead of answering.
    """

    _scope: scope.Scope | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scope = self._scope
        return clone

    @property
    def query(self) -> sql.Query:
        self._check_scope()
        found: sql.Query = super().query
        return found

    @query.setter
    def query(self, value: sql.Query) -> None:
        models.QuerySet.query.__set__(self, value)  # type: ignore[attr-defined]

    @property
    def db(self) -> str:
        self._check_scope()
        return super().db

    def _check_scope(self) -> None:
        if scope.current() != self._scope:
            raise NoTenantScope("A query was used in another tenant scope than it was made in.")

    def create(self, **kwargs: Any) -> M:
        return super().create(**_with_tenant(kwargs))

    def raw(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise NoTenantScope("Raw SQL on tenant rows is not allowed; use the query methods.")

    def extra(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise NoTenantScope("Raw SQL on tenant rows is not allowed; use the query methods.")

    def _insert(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> Any:
        _check_owned(objs)
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Without `update_conflicts`: an upsert would write over another tenant's row."""
        rows = list(objs)
        _check_owned(rows)
        if len(args) > 2 or kwargs.get("update_conflicts"):
            raise NoTenantScope("Tenant rows are never overwritten by a bulk insert.")
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        rows = list(objs)
        _check_owned(rows)
        return super().bulk_update(rows, fields, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if "tenant" in kwargs or "tenant_id" in kwargs:
            raise NoTenantScope("A row never moves to another tenant.")
        return super().update(**kwargs)

    def _update(self, values: Iterable[tuple[Any, Any, Any]]) -> int:
        current = scope.current()
        rows = list(values)
        for field, _, value in rows:
            if field.attname == "tenant_id" and not current.allows(value):
                raise NoTenantScope("A row never moves to another tenant.")
        moved: int = super()._update(rows)  # type: ignore[misc]
        return moved


def _check_owned(rows: Iterable["TenantModel"]) -> None:
    current = scope.current()
    for row in rows:
        if not current.allows(row.tenant_id):
            raise NoTenantScope("A row of one tenant was written in the scope of another.")


class TenantManager(models.Manager[M]):
    queryset_class: type[TenantQuerySet[M]] = TenantQuerySet

    def get_queryset(self) -> TenantQuerySet[M]:
        current = scope.current()
        rows: TenantQuerySet[M] = self.queryset_class(self.model, using=self._db)
        rows._scope = current  # noqa: SLF001 -- manager and queryset are one mechanism
        if current.crossing is None:
            rows = rows.filter(tenant_id=current.tenant_id)
        return rows


def _with_tenant(kwargs: dict[str, Any]) -> dict[str, Any]:
    tenant_id: uuid.UUID | None = scope.current().tenant_id
    if tenant_id is not None and "tenant" not in kwargs:
        kwargs.setdefault("tenant_id", tenant_id)
    return kwargs


class TenantModel(Row):
    """A row that belongs to one organisation and is invisible outside its scope."""

    tenant = models.ForeignKey("tenants.Organisation", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Self]] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Django deletes an instance by its key alone, past every manager; so the check is here."""
        _check_owned([self])
        return super().delete(*args, **kwargs)


class IdempotencyKey(models.Model):
    """The first answer to a creation request, kept for repeats of it (base.idempotency)."""

    name = models.CharField(max_length=64, primary_key=True)  # sha256 of caller, address and key
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now, editable=False)
