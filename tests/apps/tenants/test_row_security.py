"""The second lock, on Postgres: what the managers of base.models do not guard, the database does."""

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from base import scope
from base.scope import Crossing
from tenants.models import Membership
from tenants.row_security import POLICY, check_role, secure_tables, tenant_tables
from tests.factories.tenants import Place

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="SQLite has no row-level security; the production shape runs these",
    ),
]

COUNT = "SELECT count(*) FROM tenants_membership"


def counted(sql: str = COUNT) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: int = cursor.fetchone()[0]
    return found


def test_every_tenant_table_is_forced_and_has_both_sides_of_its_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname"
            " WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.policyname = %s"
            " AND p.qual IS NOT NULL AND p.with_check IS NOT NULL",
            [POLICY],
        )
        secured = {row[0] for row in cursor.fetchall()}
    assert secured == set(tenant_tables())


def test_every_table_with_a_tenant_column_is_a_tenant_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'tenant_id' AND table_schema = 'public'"
        )
        assert {row[0] for row in cursor.fetchall()} == set(tenant_tables())


def test_raw_sql_sees_the_scope_alone(clinic: Place, school: Place) -> None:
    with scope.tenant(clinic.org.id):
        assert counted() == 4
        assert counted(f"{COUNT} WHERE tenant_id = '{school.org.id}'") == 0


def test_raw_sql_without_a_scope_sees_nothing(clinic: Place) -> None:
    assert clinic
    assert counted() == 0


def test_named_crossing_sees_everything(clinic: Place, school: Place) -> None:
    assert clinic.slug != school.slug
    with scope.across_tenants(Crossing.JOB_SWEEP):
        assert counted() == 8


def test_row_of_another_tenant_cannot_be_inserted_by_raw_sql(clinic: Place, school: Place) -> None:
    insert = (
        "INSERT INTO tenants_membership (id, created_at, tenant_id, user_id, role)"
        " VALUES (%s, now(), %s, %s, 'admin')"
    )
    values = [uuid.uuid4(), school.org.id, clinic.admin.user_id]
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with scope.tenant(clinic.org.id), connection.cursor() as cursor, refused:
        cursor.execute(insert, values)


def test_scope_changed_inside_a_transaction_is_carried(clinic: Place, school: Place) -> None:
    with transaction.atomic():
        with scope.tenant(clinic.org.id):
            assert counted() == 4
            Membership.objects.filter(id=clinic.participant.id).update(role="guest")
        with scope.tenant(school.org.id):
            assert counted("SELECT count(*) FROM tenants_membership WHERE role = 'guest'") == 0
        assert counted() == 0


def test_scope_survives_the_rollback_of_a_savepoint(clinic: Place, school: Place) -> None:
    with transaction.atomic(), scope.tenant(clinic.org.id):
        counted()
        with transaction.atomic():
            with scope.tenant(school.org.id):
                counted()
            transaction.set_rollback(True)
        assert counted(f"{COUNT} WHERE tenant_id = '{clinic.org.id}'") == 4


def test_connection_given_back_carries_no_scope_to_its_next_user(clinic: Place) -> None:
    with scope.tenant(clinic.org.id):
        assert counted() == 4
    with connection.connection.cursor() as cursor:  # past every wrapper of ours
        cursor.execute(COUNT)
        assert cursor.fetchone()[0] == 0


def test_ordinary_role_passes_the_start_up_check() -> None:
    assert check_role(databases=["default"]) == []


def test_securing_again_changes_nothing() -> None:
    assert secure_tables(connection) == []
