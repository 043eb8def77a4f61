from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.chain.node import RpcNode
from tests.contracts import anvil
from tests.contracts.conftest import embedded  # noqa: F401
from tests.contracts.world import ACCOUNTS, World
from tests.ledger.chain.street import Street


@pytest.fixture
def embedded_street(embedded: World, tmp_path: Path) -> Street:  # noqa: F811
    return Street(embedded, tmp_path)


@pytest.fixture(scope="module")
def node() -> Iterator[anvil.Anvil]:
    """A node of this module's own: its tests undo blocks and stop mining."""
    with anvil.funded(account.address for account in ACCOUNTS.values()) as found:
        yield found


@pytest.fixture(scope="module")
def external_world(node: anvil.Anvil) -> World:
    backend = RpcNode(node.url, chain_id=anvil.CHAIN_ID, confirmations=6, timeout_s=5)

    def now_s() -> int:
        return int(node.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    world = World(backend, now_s, lambda _: None)
    world.deploy()
    return world


@pytest.fixture
def street(external_world: World, node: anvil.Anvil, tmp_path: Path) -> Iterator[Street]:
    """On the external node, which mines only when a test says so."""
    found = Street(external_world, tmp_path)
    yield found
    node.ask("anvil_dropAllTransactions")
    node.ask("evm_setAutomine", True)
    node.mine()
