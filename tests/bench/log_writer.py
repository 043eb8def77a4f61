"""Fills a log in a fresh database and prints what it took, as one line of JSON.

    python -m tests.bench.log_writer FOLDER BATCH...

PLUMBLINE_TEST_SHAPE=production writes into a test database of the configured Postgres instead.
"""

import json
import os
import secrets
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

EVENTS = 5000  # a batch size gets so many, or fewer at small batches
FEW = 512


def main(folder: str, *batches: str) -> None:
    os.environ["PLUMBLINE_VAR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.settings.test"
    sys.path.append("platform")
    import django

    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        told = _measured([int(batch) for batch in batches])
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.stdout.write(json.dumps(told) + "\n")


def _measured(batches: list[int]) -> dict[str, Any]:
    from django.db import connection

    from base import scope
    from tests.factories import tenants

    entries, events = {}, {}
    for batch in batches:
        place = tenants.place()
        with scope.tenant(place.org.id):
            entries[batch] = _entries_rate(batch)
        place = tenants.place()
        with scope.tenant(place.org.id):
            events[batch] = _events_rate(batch)
    with scope.tenant(place.org.id):
        sizes = _sizes()
    return {"vendor": connection.vendor, "entries": entries, "events": events, "bytes": sizes}


def _entries_rate(batch: int) -> tuple[int, int]:
    from django.db import transaction

    from anchors.keys import log_open
    from anchors.locks import durable_commits
    from anchors.models import Leaf, Log
    from anchors.store import tree_grow

    log = log_open()
    count = EVENTS // batch * batch if batch >= 256 else FEW // batch * batch

    def write() -> None:
        for first in range(0, count, batch):
            made = [secrets.token_bytes(33) for _ in range(batch)]
            with durable_commits(), transaction.atomic():
                Log.objects.select_for_update().get(id=log.id)
                Leaf.objects.bulk_create(
                    Leaf(
                        id=uuid.uuid4(),
                        tenant_id=log.tenant_id,
                        index=first + place,
                        entry=entry,
                        subject_kind="assessment",
                    )
                    for place, entry in enumerate(made)
                )
                tree_grow(log.tenant_id, first, made)
                Log.objects.filter(id=log.id).update(size=first + batch)

    return _rate(count, write)


def _events_rate(batch: int) -> tuple[int, int]:
    from anchors import sequencer
    from anchors.services import checkpoint_now

    count = EVENTS // batch * batch if batch >= 256 else FEW // batch * batch
    _journal(count)
    sequencer.BATCH = batch  # type: ignore[attr-defined]

    def write() -> None:
        while sequencer._batch():
            checkpoint_now()

    return _rate(count, write)


def _journal(count: int) -> None:
    from django.db import transaction

    from audit.kinds import Kind
    from audit.records import ActorRef
    from audit.services import record

    assessments = [uuid.uuid4() for _ in range(max(1, count // 8))]
    with transaction.atomic():
        for number in range(count):
            record(
                Kind.REPORT_SEEN,
                subject=("assessment", assessments[number % len(assessments)]),
                actor=ActorRef("user", uuid.uuid4()),
                person=None,
            )


def _sizes() -> dict[str, float]:
    """Growth of the database for leaves alone, and a bundle with a history of eight."""
    from django.db import connection, transaction

    from anchors import sequencer
    from anchors.services import bundle_of, sequence
    from audit.kinds import Kind
    from audit.records import SYSTEM
    from audit.services import record

    _journal(EVENTS)
    before = _database_bytes(connection)
    sequencer.BATCH = 256  # type: ignore[attr-defined]
    sequence()
    grown = _database_bytes(connection) - before
    subject = ("assessment", uuid.uuid4())
    with transaction.atomic():
        first = record(Kind.REPORT_SEEN, subject=subject, actor=SYSTEM, person=None)
        for _ in range(7):
            record(Kind.REPORT_SEEN, subject=subject, actor=SYSTEM, person=None)
        record(Kind.PROOF_EXPORTED, subject=subject, actor=SYSTEM, person=None)
    return {
        "leaf, tile and indexes, an event": round(grown / EVENTS, 1),
        "bundle of one access with a history of eight": float(len(bundle_of(first.id))),
    }


def _database_bytes(connection: Any) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT page_size * (page_count - freelist_count) FROM pragma_page_count,"
            " pragma_page_size, pragma_freelist_count"
        )
        return int(cursor.fetchone()[0])


def _rate(count: int, work: Callable[[], None]) -> tuple[int, int]:
    """A second of the wall clock, and a second of this process's processor time."""
    began, used = time.perf_counter(), time.process_time()
    work()
    spent, busy = time.perf_counter() - began, time.process_time() - used
    return round(count / spent), round(count / busy)


if __name__ == "__main__":
    main(*sys.argv[1:])
