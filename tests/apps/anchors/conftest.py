"""Journal rows, and a log read back whole."""

import uuid
from collections.abc import Callable

import pytest
from django.db import transaction

from anchors.models import Leaf, Log
from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import scope
from tenants.models import Organisation
from tests.factories.tenants import Place

Happened = Callable[..., uuid.UUID]


@pytest.fixture
def happened(clinic: Place) -> Happened:
    """Writes one event of the clinic; its id."""

    def write(
        kind: Kind = Kind.REPORT_SEEN,
        *,
        place: Place = clinic,
        subject: uuid.UUID | None = None,
        person: uuid.UUID | None = None,
        payload: dict | None = None,
    ) -> uuid.UUID:
        with scope.tenant(place.org.id), transaction.atomic():
            return record(
                kind,
                subject=("assessment", subject),
                actor=ActorRef("user", place.admin.user_id),
                person=person,
                payload=payload,
            ).id

    return write


def log_of(org: Organisation) -> Log:
    with scope.tenant(org.id):
        return Log.objects.get()


def leaves_of(org: Organisation) -> list[Leaf]:
    with scope.tenant(org.id):
        return list(Leaf.objects.order_by("index"))
