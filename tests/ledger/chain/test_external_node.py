"""The sender on a real node: reorganisations, outages, gaps, fees, restarts; each anchor once."""

from dataclasses import replace

import pytest

from ledger.chain.errors import NodeUnavailable, Underpriced
from ledger.chain.fees import Fees
from ledger.chain.node import RpcNode
from ledger.chain.outbox import Entry, State
from ledger.chain.sender import anchor_gas
from ledger.chain.transactions import sign_transaction
from tests.contracts import anvil
from tests.ledger.chain.stoppable_proxy import StoppableProxy
from tests.ledger.chain.street import Street

SIZES = (0, 3, 7, 12, 19)


def settle(street: Street, node: anvil.Anvil, rounds: int = 60) -> None:
    """Blocks come, the sender looks, until nothing is open."""
    for _ in range(rounds):
        street.sender().advance()
        if not street.is_open():
            return
        node.mine()
    raise AssertionError(f"still open: {street.outbox.states()}")


@pytest.fixture
def tenant(street: Street, node: anvil.Anvil) -> bytes:
    found = street.tenant()
    node.ask("evm_setAutomine", False)
    return found


def test_planned_anchors_become_final_in_order(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    street.plan(tenant, *SIZES)

    settle(street, node)

    assert street.outbox.states() == [State.FINAL] * 4
    street.assert_each_anchored_once(tenant, *SIZES)
    assert all(entry.gas_used > 30_000 for entry in street.outbox.all())


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_a_reorganisation_is_sent_again(
    street: Street, node: anvil.Anvil, tenant: bytes, depth: int
) -> None:
    """One anchor a block, so that `depth` of them are undone, before any is final."""
    sizes = (0, 3, 7, 12, 19, 26)
    street.plan(tenant, *sizes)
    for _ in range(len(sizes) - 1):
        street.sender().advance()
        node.mine()
    street.sender().advance()
    assert street.outbox.states().count(State.MINED) == 5

    node.reorg(depth)
    node.ask("anvil_dropAllTransactions")
    assert street.world.head(tenant)[0] == sizes[5 - depth]
    street.sender().advance()
    assert street.outbox.states().count(State.MINED) == 5 - depth
    settle(street, node)

    assert street.outbox.states() == [State.FINAL] * 5
    street.assert_each_anchored_once(tenant, *sizes)


def test_an_outage_is_ridden_out(street: Street, node: anvil.Anvil, tenant: bytes) -> None:
    street.plan(tenant, *SIZES)
    with StoppableProxy(node.port) as proxy:
        backend = RpcNode(
            f"http://127.0.0.1:{proxy.port}", chain_id=anvil.CHAIN_ID, confirmations=6, timeout_s=2
        )
        street.sender(backend).advance()
        proxy.down()
        for _ in range(3):
            with pytest.raises(NodeUnavailable, match="does not answer"):
                street.sender(backend).advance()
            street.clock_s += 25  # more than a minute in all
        node.mine(2)
        proxy.up()
        street.backend = backend
        settle(street, node)

    street.assert_each_anchored_once(tenant, *SIZES)


def test_an_answer_that_was_lost_does_not_send_twice(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    """The node takes the transaction; the reply never arrives."""

    class Deaf(RpcNode):
        def send_raw(self, raw: bytes) -> bytes:
            super().send_raw(raw)
            raise NodeUnavailable("The reply was lost.")

    street.plan(tenant, 0, 3)
    deaf = Deaf(node.url, chain_id=anvil.CHAIN_ID, confirmations=6)

    for _ in range(3):
        with pytest.raises(NodeUnavailable):
            street.sender(deaf).advance()
    assert street.outbox.states() == [State.SIGNED]
    settle(street, node)

    street.assert_each_anchored_once(tenant, 0, 3)
    (entry,) = street.outbox.all()
    assert len(entry.versions) == 1


def test_a_nonce_gap_is_closed(street: Street, node: anvil.Anvil, tenant: bytes) -> None:
    """The bytes of a lower nonce were lost with a node: what waits above moves down."""
    (entry,) = street.plan(tenant, 0, 3)
    nonce = street.backend.nonce(street.signer.address)
    high = signed(street, entry, nonce + 2)
    street.outbox.save(street.signer.address, high)
    street.backend.send_raw(high.versions[-1].raw)
    node.mine()
    assert street.world.head(tenant)[0] == 0

    settle(street, node)

    street.assert_each_anchored_once(tenant, 0, 3)
    assert [version.nonce for version in street.entry(entry.id).versions] == [nonce + 2, nonce]


def test_what_waits_too_long_pays_an_eighth_more_on_both_fees(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    (entry,) = street.plan(tenant, 0, 3)
    street.sender().advance()
    street.clock_s += 59
    street.sender().advance()
    assert len(street.entry(entry.id).versions) == 1

    street.clock_s += 2
    street.sender().advance()

    first, second = street.entry(entry.id).versions
    assert first.nonce == second.nonce
    assert second.fees.max_wei >= first.fees.max_wei * 1.125
    assert second.fees.priority_wei >= first.fees.priority_wei * 1.125
    settle(street, node)
    street.assert_each_anchored_once(tenant, 0, 3)


def test_a_node_that_finds_it_too_cheap_is_paid_more(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    """Somebody used the key by hand: a dearer transaction waits at our nonce."""
    street.plan(tenant, 0, 3)
    nonce, to = street.backend.nonce(street.signer.address), bytes(19) + b"\x09"
    dear = sign_transaction(
        street.signer,
        chain_id=anvil.CHAIN_ID,
        nonce=nonce,
        fees=Fees(6 * 10**9, 2 * 10**9),
        gas=21_000,
        to=to,
        data=b"",
    )
    street.backend.send_raw(dear.raw)
    with pytest.raises(Underpriced):
        street.backend.send_raw(signed(street, street.outbox.all()[0], nonce).versions[-1].raw)

    settle(street, node)

    street.assert_each_anchored_once(tenant, 0, 3)
    assert len(street.outbox.all()[0].versions) > 1


def test_a_stranger_with_the_key_took_the_nonce(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    (entry,) = street.plan(tenant, 0, 3)
    street.sender().advance()
    node.ask("anvil_dropAllTransactions")
    other = sign_transaction(
        street.signer,
        chain_id=anvil.CHAIN_ID,
        nonce=street.entry(entry.id).nonce,
        fees=Fees(6 * 10**9, 2 * 10**9),
        gas=21_000,
        to=bytes(19) + b"\x09",
        data=b"",
    )
    street.backend.send_raw(other.raw)
    node.mine()

    settle(street, node)

    street.assert_each_anchored_once(tenant, 0, 3)
    first, second = street.entry(entry.id).versions
    assert second.nonce == first.nonce + 1


def test_an_anchor_made_by_somebody_else_is_recognised(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    (entry,) = street.plan(tenant, 0, 3)
    node.ask("evm_setAutomine", True)
    receipt = street.world.send("owner", street.world.contract, street.calldata(entry))

    street.sender().advance()

    found = street.entry(entry.id)
    assert (found.state, found.tx_hash, found.versions) == (State.MINED, receipt.tx_hash, ())
    street.assert_each_anchored_once(tenant, 0, 3)


def test_an_original_that_outlived_its_replacement_counts(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    """A replaced version is mined after all: by a node that never saw the replacement."""
    (entry,) = street.plan(tenant, 0, 3)
    street.sender().advance()
    street.clock_s += 61
    street.sender().advance()
    original, _ = street.entry(entry.id).versions
    node.ask("anvil_dropAllTransactions")
    street.backend.send_raw(original.raw)
    node.mine()

    settle(street, node)

    assert street.entry(entry.id).tx_hash == original.hash
    street.assert_each_anchored_once(tenant, 0, 3)


@pytest.mark.parametrize("reached", ["planned", "signed", "sent", "mined", "orphaned"])
def test_a_restart_in_any_state_anchors_once(
    street: Street, node: anvil.Anvil, tenant: bytes, reached: str
) -> None:
    (entry,) = street.plan(tenant, 0, 3)
    bring_to(street, node, entry.id, reached)
    assert street.entry(entry.id).state == reached

    settle(street, node)

    assert street.entry(entry.id).state is State.FINAL
    street.assert_each_anchored_once(tenant, 0, 3)


def bring_to(street: Street, node: anvil.Anvil, id_: str, state: str) -> None:
    if state == "signed":
        # Killed between saving the bytes and sending them.
        nonce = street.backend.nonce(street.signer.address)
        street.outbox.save(street.signer.address, signed(street, street.entry(id_), nonce))
    if state in {"sent", "mined", "orphaned"}:
        street.sender().advance()
    if state in {"mined", "orphaned"}:
        node.mine()
        street.sender().advance()
    if state == "orphaned":
        node.reorg(1)
        node.ask("anvil_dropAllTransactions")
        street.outbox.save(street.signer.address, street.entry(id_).orphaned())


def signed(street: Street, entry: Entry, nonce: int) -> Entry:
    fees = Fees(3 * 10**9, 10**9)
    transaction = sign_transaction(
        street.signer,
        chain_id=anvil.CHAIN_ID,
        nonce=nonce,
        fees=fees,
        gas=anchor_gas(len(entry.proof)),
        to=street.world.contract,
        data=street.calldata(entry),
    )
    return entry.signed(transaction, nonce, fees)


def test_the_node_finalises_where_no_number_of_confirmations_is_given(
    street: Street, node: anvil.Anvil, tenant: bytes
) -> None:
    street.plan(tenant, 0, 3)
    backend = RpcNode(node.url, chain_id=anvil.CHAIN_ID)
    street.sender(backend).advance()
    node.mine()
    for _ in range(2):
        street.sender(backend).advance()
    assert street.outbox.states() == [State.MINED]

    node.mine(100)  # anvil's finalized block is 64 behind its newest
    street.sender(backend).advance()

    assert street.outbox.states() == [State.FINAL]


def test_three_tenants_share_one_key(street: Street, node: anvil.Anvil, tenant: bytes) -> None:
    node.ask("evm_setAutomine", True)
    tenants = [tenant, street.tenant(), street.tenant()]
    node.ask("evm_setAutomine", False)
    for one in tenants:
        street.plan(one, *SIZES)

    street.sender().advance()
    nonces = [entry.nonce for entry in street.outbox.all() if entry.state is State.SENT]
    settle(street, node)

    assert nonces == list(range(nonces[0], nonces[0] + 3))
    for one in tenants:
        street.assert_each_anchored_once(one, *SIZES)


def test_a_price_over_the_ceiling_waits(street: Street, node: anvil.Anvil, tenant: bytes) -> None:
    street.plan(tenant, 0, 3)
    street.policy = replace(street.policy, ceiling_wei=10)
    street.sender().advance()
    (entry,) = street.outbox.all()
    assert entry.state is State.PLANNED
    assert "ceiling is 10" in entry.reason

    street.policy = replace(street.policy, ceiling_wei=10**12)
    settle(street, node)

    street.assert_each_anchored_once(tenant, 0, 3)
