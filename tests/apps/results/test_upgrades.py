"""Migrations that fill what older rows lack, on rows as an older version left them."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from audit.models import Event
from audit.records import SYSTEM
from base import scope
from jobs.models import Job
from jobs.services import job_cancel
from tenants.models import Membership
from tests.factories import results as make
from tests.factories import tenants
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


class Historical:
    """Models as a migration sees them: with plain managers."""

    class _Plain:
        def __init__(self, model: type) -> None:
            self.objects: QuerySet[Any] = QuerySet(model)

    def get_model(self, app: str, name: str) -> object:
        return self._Plain(apps.get_model(app, name))


@pytest.fixture
def upgrade() -> Callable[[], None]:
    fill = importlib.import_module("results.migrations.0004_whose_data").fill
    return lambda: fill(Historical(), connection.schema_editor())


def test_rows_from_before_say_whose_data_they_are_about(
    clinic: Place, client_for, upgrade: Callable[[], None]
) -> None:
    person: Membership = clinic.participants[0]
    row = make.uploaded(clinic, person)
    tenants.invitation(clinic.admin)
    client_for(person)
    with scope.tenant(clinic.org.id):
        assert row.job is not None
        job_cancel(row.job.id, actor=SYSTEM)
        wanted = list(Event.objects.order_by("id").values_list("kind", "person_id"))
    _forgotten(clinic)

    upgrade()

    with scope.tenant(clinic.org.id):
        assert list(Event.objects.order_by("id").values_list("kind", "person_id")) == wanted
        assert Job.objects.get().person_id == person.id
    assert {person_id for _, person_id in wanted} == {person.id}
    assert len(wanted) == 4


def _forgotten(place: Place) -> None:
    with scope.tenant(place.org.id):
        for model in (Event, Job):
            QuerySet(model).update(person_id=None)
