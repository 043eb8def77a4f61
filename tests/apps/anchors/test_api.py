"""The ledger over HTTP, as its page, a monitor and a holder of trust files see it."""

import json
from typing import Any

import pytest
from django.test import Client

from anchors.services import log_advance
from audit.kinds import Kind
from ledger.checkpoint import checkpoint_parse
from ledger.merkle import leaf_hash
from ledger.note import note_parse
from ledger.tiles import entry_bundle_parse, node_reader, tiles_of
from ledger.tree import root_of
from ledger.trust import trust_parse
from tests.apps.anchors.conftest import Happened, leaves_of, log_of
from tests.factories import accounts
from tests.factories.tenants import Place
from tests.support.journal import kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(clinic: Place, client_for) -> Client:
    """The administrator, signed in: the first line of the journal."""
    client: Client = client_for(clinic.admin)
    return client


@pytest.fixture
def logged(clinic: Place, reader: Client, happened: Happened, in_scope) -> Place:
    """A clinic with four leaves under a signed head, and one event that waits."""
    for _ in range(3):
        happened(person=clinic.participant.id)
    with in_scope(clinic.org):
        log_advance()
    happened(Kind.CLIP_SEEN)
    return clinic


def get(client: Client, place: Place, path: str) -> Any:
    return client.get(f"{place.api}/{path}")


def test_status_tells_how_the_log_stands(logged: Place, reader: Client) -> None:
    body = get(reader, logged, "ledger").json()
    log = log_of(logged.org)
    assert body["size"] == 4
    assert body["waiting"] == 1
    assert body["origin"] == log.origin
    assert body["tenant"] == "0x" + bytes(log.public_id).hex()
    assert body["head"]["size"] == 4
    assert body["head"]["cosigned_by"] == []
    assert body["anchored"] is None
    assert body["chain"] == {"kind": "none", "chain_id": None, "contract": None}
    assert body["gas"] == {"spent": 0, "per_session": None}
    assert (body["quorum"], body["witnesses"], body["trouble"]) == (0, [], "")


def test_entries_are_listed_newest_first_with_their_place(logged: Place, reader: Client) -> None:
    found = get(reader, logged, "ledger/entries").json()["results"]
    assert [one["index"] for one in found] == [None, 3, 2, 1, 0]
    assert [one["state"] for one in found] == ["waiting", *["logged"] * 4]
    assert found[0]["kind"] == "clip_seen"
    assert found[0]["actor"]["name"] == logged.admin.user.name
    assert found[1]["leaf"] == leaf_hash(bytes(leaves_of(logged.org)[3].entry)).hex()


def test_pages_follow_each_other_without_gap_or_repeat(logged: Place, reader: Client) -> None:
    client, cursor, seen = reader, "", []
    client.get(f"{logged.api}/ledger/entries")  # journals itself once
    while True:
        page = get(client, logged, f"ledger/entries?limit=2{cursor}").json()
        seen += [one["event"] for one in page["results"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=clip_seen", 1),
        ("state=waiting", 1),
        ("state=logged", 4),
        ("state=anchored", 0),
        ("kind=report_seen&state=logged", 3),
        ("from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z", 0),
        ("from=2000-01-01T00:00:00Z", 5),
        ("subject=01900000-0000-7000-8000-000000000000", 0),
    ],
)
def test_entries_are_filtered(logged: Place, reader: Client, query: str, count: int) -> None:
    found = get(reader, logged, f"ledger/entries?{query}").json()["results"]
    assert len(found) == count


def test_unknown_kind_is_an_answer_about_the_field(logged: Place, client_for) -> None:
    answer = get(client_for(logged.admin), logged, "ledger/entries?kind=nothing")
    assert answer.status_code == 400
    assert "kind" in answer.json()["fields"]


def test_looking_at_the_entries_is_itself_journaled_once_an_hour(logged: Place, client_for) -> None:
    client = client_for(logged.admin)
    get(client, logged, "ledger/entries")
    get(client, logged, "ledger/entries")
    assert kinds(logged.org).count(Kind.LEDGER_SEEN) == 1


def test_keys_are_the_administrators_page(logged: Place, client_for) -> None:
    body = get(client_for(logged.admin), logged, "ledger/keys").json()
    assert body["log"] == log_of(logged.org).verifier
    assert body["policy"].startswith(f"log {body['log']}\n")
    assert (body["chain"], body["sender"], body["roles"]) == (None, None, [])
    assert get(client_for(logged.professional), logged, "ledger/keys").status_code == 403


def test_trust_file_reads_back(logged: Place, client_for) -> None:
    answer = get(client_for(logged.participant), logged, "ledger/trust")
    trust = trust_parse(answer.content)
    log = log_of(logged.org)
    assert trust.tenants == {log.origin: bytes(log.public_id)}
    assert answer["Content-Disposition"].startswith('attachment; filename="plumbline-trust-')


def test_monitor_rebuilds_the_signed_root_from_tiles_alone(
    logged: Place, happened: Happened, in_scope
) -> None:
    """A device's token is enough, with whatever Accept header its library sends."""
    for _ in range(300):
        happened()
    with in_scope(logged.org):
        log_advance()
    _, token = accounts.device(logged.org, ["ledger:follow"])
    client = Client(headers={"Authorization": f"Bearer {token}", "Accept": "text/html"})
    head = checkpoint_parse(note_parse(get(client, logged, "ledger/checkpoint").content).text)
    assert head.size == 305
    tiles = {
        (path.level, path.n): get(client, logged, f"ledger/{path}").content
        for path in tiles_of(head.size)
    }
    assert root_of(node_reader(lambda level, n: tiles[level, n]), head.size) == head.root
    entries = entry_bundle_parse(get(client, logged, "ledger/tile/entries/000").content)
    entries += entry_bundle_parse(
        get(client, logged, "ledger/tile/entries/001.p/49").content, width=49
    )
    assert [leaf_hash(one) for one in entries[:2]] == [tiles[0, 0][:32], tiles[0, 0][32:64]]
    assert len(entries) == 305


@pytest.mark.parametrize("tile", ["0/001", "0/000.p/5", "1/000", "0/0", "entries/000", "64/000"])
def test_tile_that_the_signed_log_has_not_is_absent(logged: Place, client_for, tile: str) -> None:
    assert get(client_for(logged.admin), logged, f"ledger/tile/{tile}").status_code == 404


def test_log_without_a_head_serves_none(clinic: Place, client_for) -> None:
    answer = get(client_for(clinic.admin), clinic, "ledger/checkpoint")
    assert answer.status_code == 404
    assert json.loads(answer.content)["code"] == "not_found"
