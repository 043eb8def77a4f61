"""Heads are kept before they are seen, cosigned by those who answer, and never forked."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anchors.errors import Halted, NotInLog
from anchors.marks import mark_read
from anchors.models import Checkpoint, Leaf, Log, Tile
from anchors.policy import policy_of, quorum_needed
from anchors.selectors import leaf_states
from anchors.services import checkpoint_now, log_advance, sequence, tenants_due
from base import scope
from ledger.checkpoint import checkpoint_parse
from ledger.keys import KeyKind, LocalSigner, VerifierKey
from ledger.note import note_parse, verify_ed25519
from ledger.policy import check_quorum
from ledger.witness.cosigner import Witness
from ledger.witness.server import WitnessServer
from ledger.witness.store import Store
from tests.apps.anchors.conftest import Happened, log_of
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


def now_s() -> int:
    return int(time.time())


Witnessed = Callable[..., dict[str, WitnessServer]]


@pytest.fixture
def witnessed(tmp_path: Path, settings, request) -> Iterator[Witnessed]:
    """Starts witnesses that watch a log and are asked from then on; `down` only have an address."""
    servers: list[WitnessServer] = []

    def start(log: Log, quorum: str, *names: str, down: tuple[str, ...] = ()) -> dict:
        lines, found = [], {}
        for number, name in enumerate((*names, *down)):
            kind = KeyKind.COSIGNATURE_MLDSA44 if number else KeyKind.COSIGNATURE_ED25519
            signer = LocalSigner(f"{name}.example", kind, bytes([number + 1]) * 32)
            watched = [VerifierKey.parse(log.verifier)]
            witness = Witness([signer], watched, Store(tmp_path / f"{name}.sqlite3"), now_s)
            server = WitnessServer(("127.0.0.1", 0), witness)
            lines.append(f"witness {name} {signer.verifier} {server.url}/")
            if name in down:
                server.server_close()
                continue
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            servers.append(server)
            found[name] = server
        path = tmp_path / "policy"
        path.write_text("\n".join([*lines, quorum, ""]))
        settings.LEDGER_WITNESSES = str(path)
        return found

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def grown(place: Place, happened: Happened, count: int) -> Checkpoint:
    for _ in range(count):
        happened(place=place)
    with scope.tenant(place.org.id):
        sequence()
        return checkpoint_now()


def test_head_is_signed_by_the_log_over_its_leaves(clinic: Place, happened: Happened) -> None:
    head = grown(clinic, happened, 3)
    log, note = log_of(clinic.org), note_parse(head.note)
    verify_ed25519(note, [VerifierKey.parse(log.verifier)])
    said = checkpoint_parse(note.text)
    assert (said.origin, said.size, said.root) == (log.origin, 3, bytes(head.root))
    assert mark_read(log) == (3, bytes(head.root))


def test_same_size_is_signed_once(clinic: Place, happened: Happened, in_scope) -> None:
    head = grown(clinic, happened, 2)
    with in_scope(clinic.org):
        assert checkpoint_now().note == head.note
        assert Checkpoint.objects.count() == 1


def test_empty_log_has_no_head(clinic: Place, in_scope) -> None:
    with in_scope(clinic.org), pytest.raises(NotInLog):
        checkpoint_now()


def test_enough_witnesses_make_a_head_cosigned(
    clinic: Place, happened: Happened, witnessed: Witnessed, in_scope
) -> None:
    grown(clinic, happened, 1)
    witnessed(log_of(clinic.org), "group two 2 w1 w2 w3\nquorum two", "w1", "w2", down=("w3",))
    event = happened()
    with in_scope(clinic.org):
        sequence()
        head = checkpoint_now()
        assert leaf_states([event])[event].state == "cosigned"
    log = log_of(clinic.org)
    policy = policy_of(log)
    note = note_parse(head.note)
    times = check_quorum(note, checkpoint_parse(note.text), policy, now_s=2**33)
    assert set(times) == {"w1", "w2"}
    assert quorum_needed(policy) == 2
    assert log.witnesses["w1"]["size"] == 2
    assert log.witnesses["w3"]["trouble"] != ""


def test_witness_that_comes_back_cosigns_the_head_that_waits(
    clinic: Place, happened: Happened, witnessed: Witnessed, monkeypatch, settings
) -> None:
    grown(clinic, happened, 1)
    witnessed(log_of(clinic.org), "quorum w1", "w1")
    path, settings.LEDGER_WITNESSES = settings.LEDGER_WITNESSES, ""
    assert not grown(clinic, happened, 1).is_cosigned
    assert tenants_due() == []
    settings.LEDGER_WITNESSES = path
    assert tenants_due() == [clinic.org.id]
    with scope.tenant(clinic.org.id):
        log_advance()
        assert Checkpoint.objects.get(size=2).is_cosigned
    assert tenants_due() == []


def rolled_back(place: Place, size: int) -> None:
    """The database as a backup of an earlier hour has it."""
    with scope.tenant(place.org.id):
        Leaf.objects.filter(index__gte=size).delete()
        Checkpoint.objects.filter(size__gt=size).delete()
        tile = Tile.objects.get(level=0, n=0)
        Tile.objects.filter(id=tile.id).update(hashes=bytes(tile.hashes)[: 32 * size])
        Log.objects.update(size=size)


def test_database_from_a_backup_is_not_signed(clinic: Place, happened: Happened) -> None:
    grown(clinic, happened, 2)
    grown(clinic, happened, 3)
    rolled_back(clinic, 2)
    with pytest.raises(Halted, match="5 were signed"):
        grown(clinic, happened, 1)


def test_other_leaves_under_a_size_that_was_signed_are_not_signed(
    clinic: Place, happened: Happened
) -> None:
    grown(clinic, happened, 2)
    grown(clinic, happened, 3)
    rolled_back(clinic, 2)
    with pytest.raises(Halted, match="not those that were signed"):
        grown(clinic, happened, 7)


def test_witness_that_has_seen_more_stops_the_log_until_it_is_put_right(
    clinic: Place, happened: Happened, witnessed: Witnessed, settings, monkeypatch
) -> None:
    """On another machine there is no mark; the witness remembers."""
    monkeypatch.setattr("anchors.witnesses.WITNESS_REST_S", 0)
    grown(clinic, happened, 2)
    witnessed(log_of(clinic.org), "quorum w1", "w1")
    grown(clinic, happened, 3)
    with scope.tenant(clinic.org.id):
        Log.objects.update(witnesses={})
    monkeypatch.setattr("anchors.signing.mark_read", lambda _: None)
    rolled_back(clinic, 2)
    with pytest.raises(Halted, match="has seen 5 leaves, the log has 3"):
        grown(clinic, happened, 1)
    with pytest.raises(Halted, match="has seen 5"):
        grown(clinic, happened, 1)
    settings.LEDGER_WITNESSES = ""
    assert grown(clinic, happened, 1).size == 5


def test_tenants_with_anything_left_to_do_are_found(
    clinic: Place, school: Place, happened: Happened
) -> None:
    grown(school, happened, 1)
    happened()
    assert tenants_due() == [clinic.org.id]
    with scope.tenant(clinic.org.id):
        sequence()
        assert tenants_due() == [clinic.org.id]
        log_advance()
    assert tenants_due() == []


def test_head_is_signed_between_batches_while_events_keep_waiting(
    clinic: Place, happened: Happened, in_scope, monkeypatch
) -> None:
    for limit, value in (("sequencer.BATCH", 2), ("services.BATCH", 2)):
        monkeypatch.setattr(f"anchors.{limit}", value)
    monkeypatch.setattr("anchors.services.BATCHES_A_HEAD", 3)
    for _ in range(14):
        happened()
    with in_scope(clinic.org):
        assert log_advance() == 14
        assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [
            6,
            12,
            14,
        ]
