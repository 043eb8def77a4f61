"""Gas of an anchor by batch size, and of everything else: `python -m tests.contracts.gas`.

Measured on the embedded chain (Prague's rules), with proofs from a real tree of 2^20 + 4096 leaves.
Old sizes: random multiples of the batch ("aligned") and random sizes ("ragged") in 0.9e6..2^20.
"""

import json
import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from ledger.chain.backend import Receipt
from ledger.chain.contract import encode_call
from ledger.chain.embedded import EmbeddedChain
from ledger.tree import MemoryTree
from tests.contracts.reference import leaf
from tests.contracts.world import ACCOUNTS, DAY_S, World

BATCHES = (1, 16, 256, 4096)
TOP = 1 << 20
POSITIONS = 25  # a batch and kind; the spread is that of proof lengths
EVENT_BYTES = 128  # of data: epoch, old size, new size, root


def new_world(folder: Path) -> World:
    chain = EmbeddedChain(
        folder / "gas.db",
        chain_id=31338,
        funded=[account.address for account in ACCOUNTS.values()],
    )
    # Expiry needs a clock that does not lag behind the chain's, a second a block.
    world = World(chain, lambda: 2 * DAY_S + 2**31, lambda _: None)
    world.deploy()
    return world


class Gas:
    def __init__(self, world: World, tree: MemoryTree) -> None:
        self.world = world
        self.tree = tree

    def ready(self, size: int, device_until: int = 0) -> bytes:
        """A tenant whose log is anchored at `size`."""
        tenant = self.world.tenant()
        if device_until:
            role = self.world.role("device", tenant)
            self.world.do("admin", "grantRoleUntil", role, ACCOUNTS["device"].hex, device_until)
        self.world.do("admin", "anchor", tenant, 0, size, self.tree.root(size), [])
        return tenant

    def anchor(self, tenant: bytes, old: int, new: int) -> Receipt:
        proof = self.tree.consistency(old, new)
        return self.world.do("device", "anchor", tenant, old, new, self.tree.root(new), proof)


def batches(gas: Gas, rng: random.Random) -> list[dict[str, Any]]:
    rows = []
    for batch in BATCHES:
        for kind in ("aligned", "ragged"):
            used, sent = [], []
            for _ in range(POSITIONS):
                old = rng.randrange(900_000, TOP - batch)
                if kind == "aligned":
                    old -= old % batch
                receipt = gas.anchor(gas.ready(old), old, old + batch)
                used.append(receipt.gas_used)
                sent.append(calldata_bytes(gas, old, old + batch) + EVENT_BYTES)
            rows.append(
                {
                    "batch": batch,
                    "kind": kind,
                    "gas_per_session_mean": round(statistics.mean(used) / batch, 2),
                    "gas_per_session_max": round(max(used) / batch, 2),
                    "chain_bytes_per_session": round(statistics.mean(sent) / batch, 2),
                }
            )
    return rows


def calldata_bytes(gas: Gas, old: int, new: int) -> int:
    proof = gas.tree.consistency(old, new)
    return len(encode_call("anchor", bytes(32), old, new, bytes(32), proof))


def edges(gas: Gas) -> dict[str, int]:
    """The cheapest and the dearest places, and a device whose membership ends."""
    found = {}
    for name, old, new in (
        ("first anchor of 4096", 0, 4096),
        ("7 to 8", 7, 8),
        ("1024 to 1040", 1024, 1040),
        ("2^20 to 2^20 + 4096", TOP, TOP + 4096),
        ("2^20 - 4097 to 2^20 - 1", TOP - 4097, TOP - 1),
        ("2^20 - 1 to 2^20", TOP - 1, TOP),
    ):
        tenant = gas.ready(old) if old else gas.world.tenant()
        if not old:
            gas.world.do(
                "admin", "grantRole", gas.world.role("device", tenant), ACCOUNTS["device"].hex
            )
            root = gas.tree.root(new)
            found[name] = gas.world.do("admin", "anchor", tenant, 0, new, root, []).gas_used
        else:
            found[name] = gas.anchor(tenant, old, new).gas_used
    return found


def main() -> dict[str, Any]:
    tree = MemoryTree(leaf(number) for number in range(TOP + 4096))
    with tempfile.TemporaryDirectory() as folder:
        gas = Gas(new_world(Path(folder)), tree)
        return {"batches": batches(gas, random.Random(1)), "anchors": edges(gas)}


if __name__ == "__main__":
    json.dump(main(), sys.stdout, indent=1)
