from collections.abc import Iterator

import pytest

from ledger.chain.node import RpcNode
from tests.contracts import anvil
from tests.contracts.world import ACCOUNTS, World, embedded_world


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> World:
    return embedded_world(tmp_path_factory.mktemp("chain") / "chain.db")


@pytest.fixture(scope="session")
def node() -> Iterator[anvil.Anvil]:
    with anvil.funded(account.address for account in ACCOUNTS.values()) as found:
        yield found


@pytest.fixture(scope="session")
def external(node: anvil.Anvil) -> World:
    """The contract on a real external node."""

    def now_s() -> int:
        return int(node.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def advance(seconds: int) -> None:
        node.ask("evm_increaseTime", seconds)
        node.mine()

    world = World(RpcNode(node.url, chain_id=anvil.CHAIN_ID), now_s, advance)
    world.deploy()
    return world


@pytest.fixture(params=["embedded", "external"])
def world(request: pytest.FixtureRequest) -> World:
    found: World = request.getfixturevalue(request.param)
    return found
