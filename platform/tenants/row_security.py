"""The second lock: Postgres itself shows a tenant's rows to that tenant's scope alone.

Every statement runs in a transaction that carries the scope in force as transaction-local settings
(`set_config(..., true)`), so a pooled connection never hands a scope to its next user. Policies are
forced, so they bind the owner of the tables too. SQLite has no such lock; there the managers of
base.models stand alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

from base import scope
from base.models import TenantModel

POLICY = "tenant_rows"
CONDITION = (
    "(tenant_id = (NULLIF(current_setting('app.tenant', true), ''))::uuid)"
    " OR (current_setting('app.crossing', true) = 'on')"
)
CARRY = "SELECT set_config('app.tenant', %s, true), set_config('app.crossing', %s, true)"

Carried = tuple[str, str]


def tenant_tables() -> list[str]:
    """Every table whose rows belong to a tenant."""
    models = (model for model in apps.get_models() if issubclass(model, TenantModel))
    return sorted(model._meta.db_table for model in models)  # noqa: SLF001 -- Django's own road


def secure_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Put the policy on tables that lack it; returns their names. Postgres alone."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = %s", [POLICY])
        secured = {row[0] for row in cursor.fetchall()}
        present = set(connection.introspection.table_names(cursor))
        missing = [name for name in tenant_tables() if name in present and name not in secured]
        for name in missing:
            table = connection.ops.quote_name(name)
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            cursor.execute(
                f"CREATE POLICY {POLICY} ON {table} USING ({CONDITION}) WITH CHECK ({CONDITION})"
            )
    return missing


def after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """A table is never without its policy once migrations have run."""
    secure_tables(connections[using])


def on_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql" and _carrying not in connection.execute_wrappers:
        connection.execute_wrappers.append(_carrying)


def _carrying(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run one statement with the scope in force carried by its transaction."""
    connection = context["connection"]
    current = scope.current_or_none()
    if connection.in_atomic_block:
        _carry(connection, current)
        if sql.startswith("ROLLBACK TO SAVEPOINT"):
            connection.carried_scope = None  # the server went back to an older setting
        return execute(sql, params, many, context)
    if current is None:
        return execute(sql, params, many, context)
    with transaction.atomic(using=connection.alias):
        _carry(connection, current)
        return execute(sql, params, many, context)


def _carry(connection: Any, current: scope.Scope | None) -> None:
    status = connection.connection.info.transaction_status
    if status == TransactionStatus.INERROR:
        return  # only a rollback is possible now
    known = None if status == TransactionStatus.IDLE else getattr(connection, "carried_scope", None)
    wanted = _settings_of(current)
    if known != wanted:
        # A server that is gone must be Django's error, which closes the connection, not psycopg's.
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(CARRY, wanted)
        connection.carried_scope = wanted


def _settings_of(current: scope.Scope | None) -> Carried:
    if current is None:
        return ("", "off")
    if current.crossing is not None:
        return ("", "on")
    return (str(current.tenant_id), "off")


def check_role(*, databases: Sequence[str] | None, **_: Any) -> list[checks.CheckMessage]:
    """A superuser, or a role that bypasses row security, would walk past the lock."""
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            (walks_past,) = cursor.fetchone()
        if walks_past:
            found.append(
                checks.Error(
                    "The database role ignores row-level security.",
                    hint="Use a role made with NOSUPERUSER NOBYPASSRLS (deploy/postgres.sh).",
                    id="tenants.E001",
                )
            )
    return found
