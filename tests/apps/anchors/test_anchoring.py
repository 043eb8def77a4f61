"""Signed heads reach the embedded chain, each once, and the chain tells a database that went back."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anchors import anchoring, places
from anchors.anchoring import anchors_advance
from anchors.errors import Halted
from anchors.keystores import account
from anchors.locks import only_one
from anchors.models import Anchoring, Checkpoint, Leaf, Log, Tile
from anchors.selectors import leaf_states
from anchors.services import checkpoint_now, log_advance
from anchors.standing import status
from anchors.store import Tree
from base import clock, scope
from ledger.chain.reader import anchored_head
from tests.apps.anchors.conftest import Happened, log_of
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def chain(settings, tmp_path: Path) -> Iterator[None]:
    """An embedded chain of its own, as a process that has just started finds it."""
    settings.VAR, settings.LEDGER_CHAIN = tmp_path, "embedded"
    restarted()
    yield
    restarted()


def restarted() -> None:
    places._opened.cache_clear()
    anchoring._compared.clear()


def grow(place: Place, happened: Happened, count: int = 1) -> None:
    for _ in range(count):
        happened(place=place)
    with scope.tenant(place.org.id):
        log_advance()


def anchorings(place: Place) -> list[tuple[int, int, str]]:
    with scope.tenant(place.org.id):
        rows = Anchoring.objects.order_by("new_size")
        return [(row.old_size, row.new_size, row.state) for row in rows]


def test_heads_of_two_tenants_are_anchored_first_by_the_admin_then_by_the_device(
    clinic: Place, school: Place, happened: Happened
) -> None:
    grow(clinic, happened, 3)
    grow(school, happened, 2)
    anchors_advance(at_once=True)
    grow(clinic, happened, 4)
    anchors_advance(at_once=True)

    assert anchorings(clinic) == [(0, 3, "final"), (3, 7, "final")]
    assert anchorings(school) == [(0, 2, "final")]
    with scope.tenant(clinic.org.id):
        first, second = Anchoring.objects.order_by("new_size")
        log, place = Log.objects.get(), places.chain_place()
        head = anchored_head(place.backend, place.contract, bytes(log.public_id))
        assert (head.size, head.root) == (7, Tree().root(7))
        event = Leaf.objects.get(index=6).id
        assert leaf_states([event])[event].state == "anchored"
    assert bytes(first.sender) == account("admin").address
    assert bytes(second.sender) == account("device").address
    assert min(first.gas_used, second.gas_used) > 20_000
    with scope.tenant(clinic.org.id):
        setup = status()["gas"]["spent"] - first.gas_used - second.gas_used
    # createTenant and grantRole: docs/results/contracts.md.
    assert 230_000 < setup < 260_000
    assert second.block_time >= first.block_time > 0


def test_anchor_waits_for_its_time_or_for_enough_leaves(
    clinic: Place, happened: Happened, settings
) -> None:
    settings.LEDGER_ANCHOR_S, settings.LEDGER_ANCHOR_LEAVES = 600, 5
    grow(clinic, happened, 2)
    anchors_advance()
    assert anchorings(clinic) == []
    with clock.moved(dt.timedelta(seconds=601)):
        anchors_advance()
    assert anchorings(clinic) == [(0, 2, "final")]
    grow(clinic, happened, 4)
    anchors_advance()
    assert len(anchorings(clinic)) == 1
    grow(clinic, happened, 1)
    anchors_advance()
    assert anchorings(clinic)[1:] == [(2, 7, "final")]


def test_nothing_new_sends_nothing(clinic: Place, happened: Happened) -> None:
    grow(clinic, happened)
    for _ in range(3):
        anchors_advance(at_once=True)
    assert anchorings(clinic) == [(0, 1, "final")]
    assert places.chain_place().backend.nonce(account("device").address) == 0


def test_restart_at_any_point_anchors_once(clinic: Place, happened: Happened, monkeypatch) -> None:
    """A look that ends after each single step, every time in a process that knows nothing."""
    grow(clinic, happened)
    monkeypatch.setattr(anchoring, "LOOKS", 1)
    for _ in range(6):
        restarted()
        anchors_advance(at_once=True)
    grow(clinic, happened)
    for _ in range(6):
        restarted()
        anchors_advance(at_once=True)
    assert anchorings(clinic) == [(0, 1, "final"), (1, 2, "final")]
    assert places.chain_place().backend.nonce(account("device").address) == 1


def test_chain_has_one_owner_at_a_time(clinic: Place, happened: Happened) -> None:
    grow(clinic, happened)
    with only_one("chain") as is_mine:
        assert is_mine
        assert not _held_elsewhere()
        if not _is_postgres():  # there a session may take its own lock twice
            anchors_advance(at_once=True)
            assert anchorings(clinic) == []
    anchors_advance(at_once=True)
    assert anchorings(clinic) == [(0, 1, "final")]


def _is_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _held_elsewhere() -> bool:
    """What another connection is told that asks for the lock."""
    import threading

    from django.db import connection

    found: list[bool] = []

    def ask() -> None:
        with only_one("chain") as is_mine:
            found.append(is_mine)
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return found[0]


def test_database_behind_the_chain_signs_nothing_until_it_is_whole_again(
    clinic: Place, happened: Happened, monkeypatch
) -> None:
    monkeypatch.setattr("anchors.signing.mark_read", lambda _: None)  # another machine
    grow(clinic, happened, 2)
    anchors_advance(at_once=True)
    grow(clinic, happened, 3)
    anchors_advance(at_once=True)
    kept = backup_and_go_back(clinic, 2)

    restarted()
    anchors_advance()
    with scope.tenant(clinic.org.id), pytest.raises(Halted, match="chain holds 5"):
        checkpoint_now()

    kept()
    restarted()
    anchors_advance()
    with scope.tenant(clinic.org.id):
        assert checkpoint_now().size == 5


def test_other_leaves_than_the_chain_has_are_named(
    clinic: Place, happened: Happened, monkeypatch
) -> None:
    monkeypatch.setattr("anchors.signing.mark_read", lambda _: None)
    grow(clinic, happened, 2)
    anchors_advance(at_once=True)
    grow(clinic, happened, 3)
    anchors_advance(at_once=True)
    backup_and_go_back(clinic, 2)
    grow(clinic, happened, 6)
    restarted()
    anchors_advance(at_once=True)
    assert "other lines" in log_of(clinic.org).trouble


def backup_and_go_back(place: Place, size: int) -> Callable[[], None]:
    """The database as it was at `size`; what is returned puts it back whole."""
    with scope.tenant(place.org.id):
        leaves = list(Leaf.objects.filter(index__gte=size))
        heads = list(Checkpoint.objects.filter(size__gt=size))
        sent = list(Anchoring.objects.filter(new_size__gt=size))
        tile = Tile.objects.get()
        whole, log = bytes(tile.hashes), Log.objects.get()
        for rows in (
            Leaf.objects.filter(index__gte=size),
            Checkpoint.objects.filter(size__gt=size),
        ):
            rows.delete()
        Anchoring.objects.filter(new_size__gt=size).delete()
        Tile.objects.update(hashes=whole[: 32 * size])
        Log.objects.update(size=size)

    def restore() -> None:
        with scope.tenant(place.org.id):
            Leaf.objects.bulk_create(leaves)
            Checkpoint.objects.bulk_create(heads)
            Anchoring.objects.bulk_create(sent)
            Tile.objects.update(hashes=whole)
            Log.objects.update(size=log.size)

    return restore
