"""The journal is only added to; one service empties the rows of a person who was erased."""

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

from audit.errors import JournalFixed, OutsideTransaction
from audit.kinds import Kind
from audit.models import Event
from audit.records import SYSTEM
from audit.services import person_erase, record
from base import scope
from tests.factories.tenants import Place

ROOT = Path(__file__).parents[3]
PERSON, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def row(clinic: Place) -> Iterator[Event]:
    with scope.tenant(clinic.org.id):
        yield written(PERSON)


def written(person: uuid.UUID | None) -> Event:
    with transaction.atomic():
        return record(
            Kind.REPORT_SEEN,
            subject=("assessment", uuid.UUID(int=9)),
            actor=SYSTEM,
            person=person,
            payload={"figure": 7},
        )


def resaved(row: Event) -> None:
    row.payload = "{}"
    row.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda _row: Event.objects.all().update(payload="{}"),
        lambda row: Event.objects.filter(id=row.id).delete(),
        lambda row: Event.objects.bulk_update([row], ["payload"]),
        lambda row: row.delete(),
        resaved,
    ],
    ids=["update", "delete", "bulk_update", "delete_row", "save"],
)
def test_written_row_neither_changes_nor_goes(row: Event, change: Callable[[Event], None]) -> None:
    with pytest.raises(JournalFixed), transaction.atomic():
        change(row)

    kept = Event.objects.get(id=row.id)
    assert (kept.payload, kept.subject_id) == ('{"figure":7}', uuid.UUID(int=9))


def test_rows_of_an_erased_person_keep_kind_and_time_alone(row: Event) -> None:
    others = [written(OTHER), written(None)]

    assert person_erase(PERSON) == 1

    left = Event.objects.get(id=row.id)
    assert (left.kind, left.created_at) == (Kind.REPORT_SEEN, row.created_at)
    assert (left.actor_id, left.subject_id, left.payload) == (None, None, "{}")
    assert left.erased_at is not None
    for other in others:
        kept = Event.objects.get(id=other.id)
        assert (kept.payload, kept.erased_at) == ('{"figure":7}', None)


def test_only_an_erasure_empties_rows() -> None:
    callers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "platform").rglob("*.py")
        if re.search(r"\bperson_erase\b|\.emptied\(", path.read_text())
    }
    assert callers == {
        "platform/audit/models.py",
        "platform/audit/services.py",
        "platform/results/erasure.py",
    }


@pytest.mark.django_db(transaction=True)
def test_row_without_a_transaction_is_refused(clinic: Place) -> None:
    with scope.tenant(clinic.org.id), pytest.raises(OutsideTransaction):
        record(Kind.SIGNED_IN, subject=("user", None), actor=SYSTEM, person=None)
