"""Gas of an anchor by batch size, and of everything else: `python -m tests.contracts.gas`.

Measured on the embedded chain (Prague's rules), with proofs from a real tree of 2^20 + 4096 leaves.
Old sizes: random multiples of the batch ("aligned") and random sizes ("ragged") in 0.9e6..2^20.
"""

import json
import random
import secrets
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ledger.chain.contract import encode_call
from ledger.chain.transactions import AnchorFields, sign_anchor
from ledger.tree import MemoryTree
from tests.contracts.reference import leaf
from tests.contracts.world import ACCOUNTS, DAY_S, World, embedded_world

BATCHES = (1, 16, 256, 4096)
TOP = 1 << 20
POSITIONS = 25  # a batch and kind; the spread is that of proof lengths
EVENT_BYTES = 128  # of data: epoch, old size, new size, root


@dataclass(frozen=True)
class BatchRow:
    """Sessions an anchor, where it stands in the tree, and what one session costs."""

    batch: int
    kind: str
    gas_mean: float
    gas_max: float
    chain_bytes: float  # calldata and event data


class Gas:
    def __init__(self, world: World, tree: MemoryTree) -> None:
        self.world = world
        self.tree = tree

    def standing_at(self, size: int) -> bytes:
        """A tenant whose log is anchored at `size`."""
        tenant = self.world.tenant()
        self.world.do("admin", "anchor", tenant, 0, size, self.tree.root(size), [])
        return tenant

    def arguments(self, tenant: bytes, old: int, new: int) -> tuple[Any, ...]:
        return tenant, old, new, self.tree.root(new), self.tree.consistency(old, new)

    def anchor(self, old: int, new: int) -> int:
        arguments = self.arguments(self.standing_at(old), old, new)
        return self.world.do("device", "anchor", *arguments).gas_used


def batch_rows(gas: Gas, rng: random.Random) -> list[BatchRow]:
    rows = []
    for batch in BATCHES:
        for kind in ("aligned", "ragged"):
            olds = [rng.randrange(900_000, TOP - batch) for _ in range(POSITIONS)]
            if kind == "aligned":
                olds = [old - old % batch for old in olds]
            used = [gas.anchor(old, old + batch) for old in olds]
            calls = [encode_call("anchor", *gas.arguments(bytes(32), o, o + batch)) for o in olds]
            sent = statistics.mean(len(call) for call in calls) + EVENT_BYTES
            mean, most = statistics.mean(used) / batch, max(used) / batch
            rows.append(BatchRow(batch, kind, mean, most, sent / batch))
    return rows


def place_rows(gas: Gas) -> dict[str, int]:
    """Gas of single anchors, the cheapest and the dearest places among them."""
    near = (TOP - 4097, TOP - 1)
    places = [(7, 8), (1024, 1040), (1000, 1016), (TOP, TOP + 4096), near, (TOP - 1, TOP)]
    found = {f"{old} to {new}": gas.anchor(old, new) for old, new in places}
    world, first = gas.world, gas.world.tenant()
    root = gas.tree.root(4096)
    found["first, 0 to 4096"] = world.do("admin", "anchor", first, 0, 4096, root, []).gas_used
    found[f"{near[0]} to {near[1]}, device with an end"] = timed_device(gas, *near)
    found[f"{near[0]} to {near[1]}, relayed"] = relayed(gas, *near)
    items = [gas.arguments(gas.standing_at(1000), 1000, 1016) for _ in range(16)]
    many = world.do("device", "anchorMany", items).gas_used
    found["1000 to 1016, one of 16 tenants together"] = many // 16
    return found


def timed_device(gas: Gas, old: int, new: int) -> int:
    world, tenant = gas.world, gas.standing_at(old)
    until = world.now_s() + 30 * DAY_S
    device = ACCOUNTS["device"].hex
    world.do("admin", "grantRoleUntil", world.role("device", tenant), device, until)
    arguments = gas.arguments(tenant, old, new)
    return world.do("device", "anchor", *arguments).gas_used


def relayed(gas: Gas, old: int, new: int) -> int:
    world, tenant = gas.world, gas.standing_at(old)
    root, proof = gas.tree.root(new), gas.tree.consistency(old, new)
    anchor = AnchorFields(tenant, 0, old, new, root, world.now_s() + DAY_S)
    signer = ACCOUNTS["device"].signer
    signature = sign_anchor(signer, world.backend.chain_id(), world.contract, anchor).to_bytes()
    arguments = (tenant, 0, old, new, root, anchor.deadline_s, proof, signature)
    return world.do("relayer", "anchorBySig", *arguments).gas_used


def other_rows(world: World) -> dict[str, int]:
    """Gas of everything that is no anchor, each the first time for its tenant."""
    tenant, until = secrets.token_bytes(32), world.now_s() + 30 * DAY_S
    device, guest = ACCOUNTS["device"].hex, ACCOUNTS["guest"].hex
    steps: list[tuple[str, str, tuple[Any, ...]]] = [
        ("admin", "createTenant", (tenant,)),
        ("admin", "grantRole", (world.role("device", tenant), device)),
        ("admin", "grantRoleUntil", (world.role("guest", tenant), guest, until)),
        ("admin", "setAccessOnChain", (tenant, True)),
        ("guest", "requestAccess", (tenant, bytes(32))),
        ("admin", "decideAccess", (tenant, 1, True, until)),
        ("guest", "useAccess", (tenant, 1)),
        ("admin", "withdrawAccess", (tenant, 1)),
        ("admin", "freeze", (tenant,)),
        ("admin", "openEpoch", (tenant, 0, MemoryTree().root(), [])),
    ]
    return {method: world.do(who, method, *arguments).gas_used for who, method, arguments in steps}


@dataclass(frozen=True)
class GasFigures:
    batches: list[BatchRow]
    places: dict[str, int]
    others: dict[str, int]


def measure() -> GasFigures:
    tree = MemoryTree(leaf(number) for number in range(TOP + 4096))
    with tempfile.TemporaryDirectory() as folder:
        world = embedded_world(Path(folder) / "gas.db")
        gas = Gas(world, tree)
        return GasFigures(batch_rows(gas, random.Random(1)), place_rows(gas), other_rows(world))


if __name__ == "__main__":
    json.dump(asdict(measure()), sys.stdout, indent=1)
