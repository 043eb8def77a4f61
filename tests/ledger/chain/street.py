"""A sender with its outbox, its tenants' logs and a chain beneath."""

import secrets
from collections import Counter
from itertools import pairwise
from pathlib import Path

from ledger.chain.backend import EvmBackend
from ledger.chain.contract import encode_call
from ledger.chain.outbox import OPEN, Entry, State
from ledger.chain.reader import contract_events
from ledger.chain.sender import Policy, Sender
from tests.contracts.reference import proof, tree
from tests.contracts.world import ACCOUNTS, World
from tests.ledger.chain.sqlite_outbox import SqliteOutbox


class Street:
    """`owner` is the platform's key: ADMIN and DEVICE of every tenant here."""

    def __init__(self, world: World, folder: Path, backend: EvmBackend | None = None) -> None:
        self.world = world
        self.outbox = SqliteOutbox(folder / "outbox.db")
        self.clock_s = 1000.0
        self.backend = backend or world.backend
        self.policy = Policy(replace_after_s=60)
        self.signer = ACCOUNTS["owner"].signer

    def sender(self, backend: EvmBackend | None = None) -> Sender:
        """A sender that remembers nothing: as after a restart."""
        return Sender(
            backend or self.backend,
            self.world.contract,
            self.signer,
            self.outbox,
            policy=self.policy,
            now_s=lambda: self.clock_s,
        )

    def tenant(self) -> bytes:
        return self.world.tenant(admin="owner", device="owner")

    def plan(self, tenant: bytes, *sizes: int, epoch: int = 0) -> list[Entry]:
        """Anchors from each size to the next."""
        entries = [
            Entry(
                id=secrets.token_hex(8),
                tenant=tenant,
                epoch=epoch,
                old_size=old,
                new_size=new,
                root=tree(0, new),
                proof=tuple(proof(old, new)),
            )
            for old, new in pairwise(sizes)
        ]
        for entry in entries:
            self.outbox.save(self.signer.address, entry)
        return entries

    def entry(self, id_: str) -> Entry:
        return next(entry for entry in self.outbox.all() if entry.id == id_)

    def anchored(self, tenant: bytes) -> Counter[tuple[int, int, bytes]]:
        """How often each anchor of the tenant stands on the chain."""
        backend = self.world.backend
        found = contract_events(
            backend, self.world.contract, 0, backend.block_number(), name="Anchored", tenant=tenant
        )
        told = [event.arguments for event in found]
        return Counter((one["oldSize"], one["newSize"], one["newRoot"]) for one in told)

    def assert_each_anchored_once(self, tenant: bytes, *sizes: int) -> None:
        wanted = [(a, b, tree(0, b)) for a, b in pairwise(sizes)]
        assert self.anchored(tenant) == Counter(wanted)
        assert self.world.head(tenant)[0] == sizes[-1]

    def is_open(self, *states: State) -> bool:
        return any(entry.state in (states or OPEN) for entry in self.outbox.all())

    def calldata(self, entry: Entry) -> bytes:
        sizes = (entry.old_size, entry.new_size)
        return encode_call("anchor", entry.tenant, *sizes, entry.root, entry.proof)
