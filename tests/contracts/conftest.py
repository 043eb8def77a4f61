import time
from collections.abc import Iterator

import pytest

from ledger.chain.embedded import EmbeddedChain
from ledger.chain.node import RpcNode
from tests.contracts import anvil
from tests.contracts.world import ACCOUNTS, World


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The contract on the embedded chain, with a clock that the test moves."""
    clock = [int(time.time())]
    chain = EmbeddedChain(
        tmp_path_factory.mktemp("chain") / "chain.db",
        chain_id=31338,
        funded=[account.address for account in ACCOUNTS.values()],
        now_s=lambda: clock[0],
    )

    def now_s() -> int:
        # Each block is a second younger than the one before at least; a test's "now" is ahead of it.
        clock[0] = max(clock[0], clock[0] + chain.block_number() - seen[0])
        seen[0] = chain.block_number()
        return clock[0]

    def advance(seconds: int) -> None:
        clock[0] = now_s() + seconds

    seen = [0]
    world = World(chain, now_s, advance)
    world.deploy()
    return world


@pytest.fixture(scope="session")
def node() -> Iterator[anvil.Anvil]:
    reason = anvil.install()
    if reason:
        pytest.skip(reason)
    with anvil.running() as found:
        for account in ACCOUNTS.values():
            found.fund(account.address)
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
