"""Newer lines are lost for good: a new log goes on from what is left, on the chain too."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anchors.anchoring import anchors_advance
from anchors.bundles import trust_of
from anchors.keys import log_open
from anchors.models import Anchoring, Checkpoint, Leaf, Log, Tile, Waiting
from anchors.places import chain_place
from anchors.services import bundle_of, checkpoint_now, log_advance
from anchors.signing import trouble_of
from anchors.store import Tree
from audit.kinds import Kind
from audit.models import Event
from base import scope
from ledger.chain.reader import anchored_head
from ledger.checkpoint import checkpoint_parse
from ledger.merkle import verify_consistency
from ledger.note import note_parse
from ledger.trust import trust_parse
from ledger.verify import verify
from tests.apps.anchors.conftest import Happened
from tests.apps.anchors.test_anchoring import restarted
from tests.drills.traceability.alterations import rows_of
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)
LEFT, LOST = 3, 4


@pytest.fixture
def chain(settings, tmp_path: Path) -> Iterator[None]:
    settings.VAR, settings.LEDGER_CHAIN = tmp_path, "embedded"
    restarted()
    yield
    restarted()


def grow(place: Place, happened: Happened, count: int, *, anchor: bool) -> None:
    for _ in range(count):
        happened(place=place)
    with scope.tenant(place.org.id):
        log_advance()
    if anchor:
        anchors_advance(at_once=True)


def restored(place: Place) -> None:
    """As a database that was put back from before the last LOST lines were written."""
    with scope.tenant(place.org.id):
        gone = list(Leaf.objects.filter(index__gte=LEFT).values_list("id", flat=True))
        rows_of(Leaf).filter(id__in=gone).delete()
        rows_of(Event).filter(id__in=gone).delete()
        rows_of(Checkpoint).filter(size__gt=LEFT).delete()
        rows_of(Anchoring).filter(new_size__gt=LEFT).delete()
        tile = Tile.objects.get(level=0)
        rows_of(Tile).filter(id=tile.id).update(hashes=bytes(tile.hashes)[: 32 * LEFT])
        rows_of(Log).update(size=LEFT)


def test_new_log_goes_on_from_what_is_left_and_says_what_was_signed(
    clinic: Place, happened: Happened, in_scope, tmp_path: Path, settings, capsys
) -> None:
    settings.VAR = tmp_path
    grow(clinic, happened, LEFT, anchor=False)
    with in_scope(clinic.org):
        old = checkpoint_parse(note_parse(checkpoint_now().note).text)
    grow(clinic, happened, LOST, anchor=False)
    restored(clinic)
    call_command("ledger_renew", clinic.slug, "--lost-for-good")
    assert f"{LEFT} of {LEFT + LOST} lines left" in capsys.readouterr().out
    with in_scope(clinic.org):
        log, head = log_open(), checkpoint_now()
        new = checkpoint_parse(note_parse(head.note).text)
        assert (new.origin, new.size) == (log.origin, LEFT + 1)
        assert new.origin != old.origin
        verify_consistency(
            old.size, new.size, old.root, new.root, Tree().consistency(old.size, new.size)
        )
        renewed = Event.objects.get(kind=Kind.LOG_RENEWED)
        assert f'"signed_size":{LEFT + LOST}' in renewed.payload
        assert trouble_of(log) == ""
        assert Waiting.objects.count() == 0


def test_log_that_can_go_on_is_not_renewed(
    clinic: Place, happened: Happened, tmp_path: Path, settings
) -> None:
    settings.VAR = tmp_path
    grow(clinic, happened, 2, anchor=False)
    with pytest.raises(CommandError, match="can go on as it is"):
        call_command("ledger_renew", clinic.slug, "--lost-for-good")


def test_chain_opens_an_epoch_from_the_last_anchor_that_holds(
    clinic: Place, happened: Happened, in_scope, chain: None
) -> None:
    grow(clinic, happened, LEFT, anchor=True)
    grow(clinic, happened, LOST - 1, anchor=True)
    grow(clinic, happened, 1, anchor=True)
    restored(clinic)
    anchors_advance(at_once=True)
    call_command("ledger_renew", clinic.slug, "--lost-for-good")
    event = happened(place=clinic)
    with in_scope(clinic.org):
        log_advance()
    anchors_advance(at_once=True)
    with in_scope(clinic.org):
        log, place = Log.objects.get(), chain_place()
        head = anchored_head(place.backend, place.contract, bytes(log.public_id))
        assert (head.epoch, head.size, head.root) == (1, LEFT + 2, Tree().root(LEFT + 2))
        assert log.epoch == 1
        assert trouble_of(log) == ""
        happened(place=clinic)
        trust = trust_parse(trust_of(log_open(), "pinned"))
        verdict = verify(bundle_of(event), trust, now_s=int(time.time()))
    assert verdict.is_ok, verdict.steps[-1].sentence
