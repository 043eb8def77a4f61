"""Events become leaves: each once, in order, whatever is committed when."""

import threading
import uuid

import pytest
from django.db import connection, transaction

from anchors import sources
from anchors.keys import subject_forget, subject_key
from anchors.models import Tile, Waiting
from anchors.openings import committed
from anchors.records import LeafState
from anchors.selectors import leaf_states
from anchors.services import sequence
from anchors.store import Tree, entries_read, tile_read
from audit.kinds import Kind
from audit.models import Event
from base import scope
from ledger.merkle import leaf_hash
from ledger.tiles import tiles_of
from ledger.tree import MemoryTree
from tests.apps.anchors.conftest import Happened, leaves_of, log_of
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db


def test_every_event_becomes_one_leaf_and_a_second_look_finds_nothing(
    clinic: Place, happened: Happened, in_scope
) -> None:
    before = [happened() for _ in range(3)]
    with in_scope(clinic.org):
        assert sequence() == 3
        assert sequence() == 0
    assert [(leaf.id, leaf.index) for leaf in leaves_of(clinic.org)] == [
        (before[0], 0),
        (before[1], 1),
        (before[2], 2),
    ]
    assert log_of(clinic.org).size == 3


def test_numbers_within_a_subject_have_no_gaps_across_batches(
    clinic: Place, happened: Happened, in_scope
) -> None:
    mine, theirs = uuid.uuid4(), uuid.uuid4()
    with in_scope(clinic.org):
        for subject in (mine, theirs, mine, None):
            happened(subject=subject)
        sequence()
        for subject in (mine, None, theirs):
            happened(subject=subject)
        sequence()
    found = [(leaf.subject_id, leaf.seq) for leaf in leaves_of(clinic.org)]
    assert found == [
        (mine, 1),
        (theirs, 1),
        (mine, 2),
        (None, None),
        (mine, 3),
        (None, None),
        (theirs, 2),
    ]


def test_tiles_hold_the_tree_that_the_entries_make(
    clinic: Place, happened: Happened, in_scope, monkeypatch
) -> None:
    monkeypatch.setattr("anchors.sequencer.BATCH", 100)
    sizes = []
    with in_scope(clinic.org):
        for _ in range(3):
            for _ in range(187):
                happened()
            sequence()
            sizes.append(log_of(clinic.org).size)
        entries = entries_read(0, 1000)
        whole = MemoryTree(leaf_hash(one) for one in entries)
        tree = Tree()
        assert sizes == [187, 374, 561]
        for size in (1, 187, 256, 257, 374, 512, 561):
            assert tree.root(size) == whole.root(size)
        assert tree.inclusion(300, 561) == tuple(whole.inclusion(300))
        assert tree.consistency(187, 561) == tuple(whole.consistency(187))
        for path in tiles_of(561):
            assert tile_read(path.level or 0, path.n, path.width) is not None
        assert tile_read(0, 2, 50) is None
        assert Tile.objects.count() == 4


def test_leaf_is_the_commitment_of_the_journal_row(
    clinic: Place, happened: Happened, in_scope
) -> None:
    person = clinic.participant.id
    event = happened(subject=uuid.uuid4(), person=person, payload={"fps": 25.5})
    with in_scope(clinic.org):
        sequence()
        row = Event.objects.get(id=event)
        one = committed(
            row, 1, key=subject_key(person), public_id=bytes(log_of(clinic.org).public_id)
        )
    assert bytes(leaves_of(clinic.org)[0].entry) == one.entry
    assert one.open().value("/payload/fps") == "25.5"


def test_event_of_an_erased_person_still_becomes_a_leaf_that_nobody_can_open(
    clinic: Place, happened: Happened, in_scope, monkeypatch
) -> None:
    person = clinic.participant.id
    monkeypatch.setitem(sources._SOURCES, Kind.REPORT_SEEN, lambda _: {"report": {"secret": 1}})
    with in_scope(clinic.org):
        happened(person=person, subject=uuid.uuid4())
        key = subject_key(person)
        assert Waiting.objects.get().extra == {"report": {"secret": 1}}
        subject_forget(person)
        assert Waiting.objects.get().extra is None
        monkeypatch.undo()
        assert sequence() == 1
        row = Event.objects.get()
        one = committed(row, None, key=key, public_id=bytes(log_of(clinic.org).public_id))
    assert bytes(leaves_of(clinic.org)[0].entry) != one.entry


@pytest.mark.parametrize("payload", [{"1": 2}, {"": 1}, {"big": 2**60}, {"odd": [{"7": []}]}])
def test_no_payload_stops_the_log(clinic: Place, happened: Happened, in_scope, payload) -> None:
    happened(payload=payload)
    with in_scope(clinic.org):
        assert sequence() == 1


def test_logs_of_two_tenants_are_strangers(
    clinic: Place, school: Place, happened: Happened, in_scope
) -> None:
    happened()
    happened(place=school)
    with in_scope(clinic.org):
        assert sequence() == 1
    with in_scope(school.org):
        assert Waiting.objects.count() == 1
        assert sequence() == 1
    assert log_of(clinic.org).origin != log_of(school.org).origin


def test_state_of_an_event_goes_from_waiting_to_logged(
    clinic: Place, happened: Happened, in_scope
) -> None:
    event = happened()
    with in_scope(clinic.org):
        assert leaf_states([event]) == {event: LeafState(None, "waiting")}
        sequence()
        assert leaf_states([event]) == {event: LeafState(0, "logged")}


@pytest.mark.django_db(transaction=True)
def test_event_committed_after_later_ones_is_not_lost(
    clinic: Place, happened: Happened, in_scope
) -> None:
    """On Postgres two transactions overlap; on SQLite the second waits for the first."""
    begun, seen = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with scope.tenant(clinic.org.id), transaction.atomic():
                happened()
                begun.set()
                if connection.vendor == "postgresql":
                    seen.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(20)
    happened()
    with in_scope(clinic.org):
        first = sequence()
        seen.set()
        thread.join()
        second = sequence()
    assert first + second == 2
    assert [leaf.index for leaf in leaves_of(clinic.org)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_sequencers_side_by_side_make_each_leaf_once(
    clinic: Place, happened: Happened, monkeypatch
) -> None:
    monkeypatch.setattr("anchors.sequencer.BATCH", 5)
    for _ in range(60):
        happened()

    def run() -> None:
        try:
            with scope.tenant(clinic.org.id):
                sequence()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [leaf.index for leaf in leaves_of(clinic.org)] == list(range(60))
