"""The embedded chain: kept across processes, whole after a kill, the same answers as a node's."""

import random
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ledger.chain.contract import encode_call
from ledger.chain.embedded import EmbeddedChain
from ledger.chain.errors import NonceUsed, TransactionRefused, WrongChain
from ledger.chain.fees import Fees
from ledger.chain.monitor import anchored_claims, discrepancies, rebuilt
from ledger.chain.outbox import State
from ledger.chain.reader import anchored_head, contract_events, gas_used
from ledger.chain.transactions import sign_transaction
from tests.contracts.reference import leaf, proof, tree
from tests.contracts.world import ACCOUNTS, World
from tests.ledger.chain.killed_writer import kill_writers
from tests.ledger.chain.street import Street

OWNER = ACCOUNTS["owner"]


def transfer(nonce: int, chain_id: int = 5, tip_wei: int = 1) -> bytes:
    return sign_transaction(
        OWNER.signer,
        chain_id=chain_id,
        nonce=nonce,
        fees=Fees(10**10, tip_wei),
        gas=21_000,
        to=bytes(19) + b"\x09",
        data=b"",
    ).raw


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "chain.db"


def opened(path: Path, chain_id: int = 5) -> EmbeddedChain:
    return EmbeddedChain(path, chain_id=chain_id, funded=[OWNER.address])


def test_writers_killed_at_any_point_leave_a_whole_chain(tmp_path: Path) -> None:
    kill_writers(tmp_path, 10, random.Random(3))


def test_an_empty_file_is_a_chain_not_yet_begun(path: Path) -> None:
    """What a process leaves that was killed before its genesis was committed."""
    path.parent.mkdir()
    path.touch()
    assert opened(path).block_number() == 0

    sqlite3.connect(path).executescript("DELETE FROM genesis; DELETE FROM entries;").close()

    chain = opened(path)
    chain.send_raw(transfer(0))
    assert chain.block_number() == 1


def test_a_chain_goes_on_where_it_stood(path: Path) -> None:
    first = opened(path)
    sent = first.send_raw(transfer(0))
    receipt = first.receipt(sent)

    second = opened(path)

    assert second.receipt(sent) == receipt
    assert (second.nonce(OWNER.address), second.block_number()) == (1, 1)
    assert second.block_hash(1) == first.block_hash(1)
    assert second.block_hash(2) is None


def test_a_key_that_came_later_can_pay_too(path: Path) -> None:
    opened(path)
    late = ACCOUNTS["device"]

    for _ in range(2):
        chain = EmbeddedChain(path, chain_id=5, funded=[OWNER.address, late.address])

    signed = sign_transaction(
        late.signer,
        chain_id=5,
        nonce=0,
        fees=Fees(10**10, 1),
        gas=21_000,
        to=bytes(19) + b"\x09",
        data=b"",
    )
    chain.send_raw(signed.raw)
    assert (chain.nonce(late.address), chain.block_number()) == (1, 2)


def test_another_chain_id_is_refused(path: Path) -> None:
    opened(path)

    with pytest.raises(WrongChain, match="holds chain 5, not 6"):
        opened(path, chain_id=6)


def test_the_same_bytes_twice_are_one_transaction(path: Path) -> None:
    chain = opened(path)

    hashes = {chain.send_raw(transfer(0)) for _ in range(2)}

    assert len(hashes) == 1
    assert chain.block_number() == 1


def test_what_cannot_be_mined_is_refused_and_leaves_no_block(path: Path) -> None:
    chain = opened(path)
    chain.send_raw(transfer(0))

    with pytest.raises(NonceUsed):
        chain.send_raw(transfer(0, tip_wei=2))
    with pytest.raises(TransactionRefused):
        chain.send_raw(transfer(5))
    with pytest.raises(TransactionRefused, match="signed for chain 6, this is chain 5"):
        chain.send_raw(transfer(1, chain_id=6))
    for junk in (b"\x02", b"\x02\xc0", b"\x7f\x01", b"\xc0"):
        with pytest.raises(TransactionRefused, match="no signed transaction"):
            chain.send_raw(junk)

    assert (chain.block_number(), chain.nonce(OWNER.address)) == (1, 1)


def test_a_call_changes_nothing(embedded: World) -> None:
    tenant, before = embedded.tenant(), embedded.backend.block_number()
    root = tree(0, 3)

    embedded.ask_as("admin", "anchor", tenant, 0, 3, root, [])

    assert embedded.head(tenant)[0] == 0
    assert embedded.backend.block_number() == before


def test_several_writers_of_one_file_take_turns(path: Path) -> None:
    opened(path)
    accounts = [ACCOUNTS[name] for name in ("owner", "admin", "device")]
    chain_path = path.with_name("shared.db")
    EmbeddedChain(chain_path, chain_id=5, funded=[one.address for one in accounts])

    def write(place: int) -> None:
        chain = EmbeddedChain(chain_path, chain_id=5)
        for nonce in range(5):
            signed = sign_transaction(
                accounts[place].signer,
                chain_id=5,
                nonce=nonce,
                fees=Fees(10**10, 1),
                gas=21_000,
                to=bytes(19) + b"\x09",
                data=b"",
            )
            chain.send_raw(signed.raw)

    threads = [threading.Thread(target=write, args=(place,)) for place in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    chain = EmbeddedChain(chain_path, chain_id=5)
    assert chain.block_number() == 15
    assert [chain.nonce(one.address) for one in accounts] == [5, 5, 5]


def test_the_sender_finishes_on_the_embedded_chain(embedded_street: Street) -> None:
    street = embedded_street
    tenant = street.tenant()
    street.plan(tenant, 0, 3, 7, 12)

    for _ in range(5):
        street.sender().advance()

    assert street.outbox.states() == [State.FINAL] * 3
    street.assert_each_anchored_once(tenant, 0, 3, 7, 12)


@pytest.mark.parametrize(
    ("sizes", "epoch", "reason"),
    [
        ((2, 7), 0, "StaleSize"),
        ((3, 5), 0, "StaleSize"),
        ((0, 5), 1, ""),
        ((9, 12), 0, ""),
    ],
)
def test_what_does_not_fit_the_head_is_settled_or_waits(
    embedded_street: Street, sizes: tuple[int, int], epoch: int, reason: str
) -> None:
    """The chain stands at 6 in epoch 0. What is ahead of it waits; what is behind is refused."""
    street = embedded_street
    tenant = street.tenant()
    street.plan(tenant, 0, 6)
    for _ in range(3):
        street.sender().advance()
    (entry,) = street.plan(tenant, *sizes, epoch=epoch)

    street.sender().advance()

    found = street.entry(entry.id)
    waits = (State.PLANNED, "The chain stands at epoch 0, size 6.")
    assert (found.state, found.reason) == ((State.REFUSED, reason) if reason else waits)
    street.assert_each_anchored_once(tenant, 0, 6)


def test_the_contracts_no_ends_an_entry_with_its_name(embedded_street: Street) -> None:
    street = embedded_street
    tenant = street.tenant()
    street.plan(tenant, 0, 3)
    for _ in range(3):
        street.sender().advance()
    street.world.do("owner", "freeze", tenant)
    (entry,) = street.plan(tenant, 3, 7)

    street.sender().advance()

    assert (street.entry(entry.id).state, street.entry(entry.id).reason) == (
        State.REFUSED,
        "TenantFrozen",
    )


def test_heads_events_and_gas_are_read_back(embedded: World) -> None:
    tenant = embedded.tenant()
    receipt = embedded.do("admin", "anchor", tenant, 0, 3, tree(0, 3), [])
    last = embedded.backend.block_number()

    head = anchored_head(embedded.backend, embedded.contract, tenant)
    events = list(contract_events(embedded.backend, embedded.contract, 0, last, tenant=tenant))
    gas, wei = gas_used(embedded.backend, [receipt.tx_hash, receipt.tx_hash, bytes(32)])

    assert (head.size, head.root, head.epoch, head.is_frozen) == (3, tree(0, 3), 0, False)
    assert [event.name for event in events] == ["TenantCreated", "Anchored"]
    assert events[-1].log.tx_hash == receipt.tx_hash
    assert (gas, wei) == (receipt.gas_used, receipt.gas_used * receipt.gas_price_wei)
    assert list(contract_events(embedded.backend, embedded.contract, last + 1, last + 9)) == []


def test_the_monitor_reads_its_claims_from_the_chain(embedded: World) -> None:
    tenant = embedded.tenant()
    embedded.do("admin", "anchor", tenant, 0, 3, tree(0, 3), [])
    embedded.do("device", "anchor", tenant, 3, 7, tree(0, 7), proof(3, 7))
    embedded.do("admin", "freeze", tenant)
    embedded.do("admin", "openEpoch", tenant, 3, tree(0, 3), proof(3, 7))
    last = embedded.backend.block_number()

    events = contract_events(embedded.backend, embedded.contract, 0, last, tenant=tenant)
    claims = list(anchored_claims(events))

    assert [(one.epoch, one.size, one.root) for one in claims] == [
        (0, 3, tree(0, 3)),
        (0, 7, tree(0, 7)),
        (1, 3, tree(0, 3)),
    ]
    assert discrepancies(claims, rebuilt(map(leaf, range(7)))) == []
    (found,) = discrepancies(claims, rebuilt(map(leaf, range(6))))
    assert (found.claim.size, found.computed) == (7, None)


def test_an_address_without_contract_is_named_as_such(embedded: World) -> None:
    with pytest.raises(WrongChain, match="No Plumbline contract answers"):
        anchored_head(embedded.backend, bytes(19) + b"\x55", bytes(32))


def test_importing_the_chain_loads_no_heavy_library() -> None:
    program = (
        "import sys, ledger.chain.sender, ledger.chain.embedded, ledger.chain.node, "
        "ledger.chain.monitor; heavy = {'web3', 'eth', 'eth_account', 'eth_abi', 'rlp'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr


def test_calldata_begins_with_the_selector() -> None:
    """keccak-256("createTenant(bytes32)"), by another implementation."""
    from eth_utils.crypto import keccak

    assert encode_call("createTenant", bytes(32))[:4] == keccak(b"createTenant(bytes32)")[:4]
