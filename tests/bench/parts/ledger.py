"""Rates of the ledger core."""

import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from ledger.checkpoint import Checkpoint, checkpoint_sign
from ledger.commitments import commit
from ledger.example import REPORT_INDEX, TIME_S, ExampleLog, witness_signer
from ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from ledger.tree import MemoryTree
from ledger.trust import trust_parse
from ledger.verify import verify
from ledger.witness.cosigner import Witness
from ledger.witness.requests import request_write
from ledger.witness.store import Store
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "Committing an event and checking a proof must not be felt."
LEAVES = 1_000_000
REPEAT = 1000
EVENT = {
    "kind": "report_seen",
    "at": "2026-01-01T00:00:00.000000Z",
    "actor": {"kind": "user", "id": str(uuid.UUID(int=1))},
    "subject": {"kind": "assessment", "id": str(uuid.UUID(int=2))},
    "seq": 3,
    "payload": {},
}


def rate(
    count: int, work: Callable[[], object], clock: Callable[[], float] = time.process_time
) -> int:
    """How often a second of processor time, over `count` repetitions that `work` makes."""
    began = clock()
    work()
    return round(count / (clock() - began))


def tree_rates(size: int) -> dict[str, int]:
    leaves = [leaf_hash(number.to_bytes(8, "big")) for number in range(size)]
    tree = MemoryTree()
    spread = range(0, size, max(1, size // REPEAT))
    olds = range(1, size, max(1, size // REPEAT))
    rates = {"appends": rate(size, lambda: [tree.append(leaf) for leaf in leaves])}
    root = tree.root()
    roots = {old: tree.root(old) for old in olds}
    proofs = [tree.inclusion(index) for index in spread]
    steps = {old: tree.consistency(old) for old in olds}

    def inclusions_verified() -> None:
        for index, proof in zip(spread, proofs, strict=True):
            verify_inclusion(leaves[index], index, size, proof, root)

    def consistencies_verified() -> None:
        for old in olds:
            verify_consistency(old, size, roots[old], root, steps[old])

    rates["inclusion proofs made"] = rate(
        len(spread), lambda: [tree.inclusion(index) for index in spread]
    )
    rates["inclusion proofs verified"] = rate(
        len(spread),
        inclusions_verified,
    )
    rates["consistency proofs verified"] = rate(
        len(olds),
        consistencies_verified,
    )
    return rates


def bundle_rates() -> dict[str, int]:
    log = ExampleLog()
    data, trust = log.bundle(REPORT_INDEX), trust_parse(log.trust())

    def commit_all() -> None:
        for number in range(REPEAT):
            event = uuid.UUID(int=number + 1)
            commit(EVENT, subject_key=bytes(32), event=event, tenant=bytes(32))

    def verify_all() -> None:
        for _ in range(REPEAT):
            assert verify(data, trust, now_s=TIME_S).is_ok

    return {
        "events committed": rate(REPEAT, commit_all),
        f"bundles of {len(data):,} bytes verified, 4 history lines": rate(REPEAT, verify_all),
    }


def witness_rates() -> dict[str, int]:
    log = ExampleLog()
    tree = MemoryTree(leaf_hash(number.to_bytes(8, "big")) for number in range(REPEAT + 1))
    requests = []
    for size in range(REPEAT):
        head = Checkpoint(log.origin, size + 1, tree.root(size + 1))
        proof = tree.consistency(size, size + 1)
        requests.append(request_write(size, proof, checkpoint_sign(head, log.signer)))
    found = {}
    for name in ("w1", "w3"):
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "store")
            keys = [log.signer.verifier]
            witness = Witness([witness_signer(name)], keys, store, clock=lambda: TIME_S)

            def submit(witness: Witness = witness) -> None:
                for body in requests:
                    assert witness.add_checkpoint(body).status == 200

            kind = witness_signer(name).verifier.kind.name
            found[f"checkpoints cosigned, {kind}"] = rate(REPEAT, submit, time.perf_counter)
            store.close()
    return found


def measure() -> list[Table]:
    rates = tree_rates(LEAVES) | bundle_rates() | witness_rates()
    return [
        Table(
            title="Rates of the ledger core",
            note=f"A tree of {LEAVES:,} leaves; a second of processor time on one core. A witness "
            "waits for its disk and is timed by the clock.",
            columns=("what", "a second"),
            rows=[[what, f"{count:,}"] for what, count in rates.items()],
        )
    ]
