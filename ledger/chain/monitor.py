"""Rebuilds roots from a log's leaves and holds them against what was anchored.

The contract proves that an anchored prefix is never rewritten; it cannot prove that the claimed new
leaves exist. This does: whoever has the tiles of a log can run it, and must where devices anchor.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.chain.reader import ContractEvent
from ledger.tree import MemoryTree, NodeReader, root_of

__all__ = [
    "AnchoredClaim",
    "Discrepancy",
    "LogSource",
    "anchored_claims",
    "discrepancies",
    "rebuilt",
]


@dataclass(frozen=True)
class AnchoredClaim:
    """What `Anchored` or `EpochOpened` says: the first `size` leaves have this root."""

    epoch: int
    size: int
    root: bytes
    tx_hash: bytes


@dataclass(frozen=True)
class LogSource:
    """A log as its tiles or its database have it. `node(level, index)` as in ledger.tree."""

    size: int
    node: NodeReader


@dataclass(frozen=True)
class Discrepancy:
    """A claim that the log does not bear out: freeze the tenant, revoke the device, open an epoch.

    `computed` is None where the log has fewer leaves than were claimed.
    """

    claim: AnchoredClaim
    computed: bytes | None


def anchored_claims(events: Iterable[ContractEvent]) -> Iterator[AnchoredClaim]:
    """The claims among a tenant's events, in their order."""
    for event in events:
        told = event.arguments
        if event.name == "Anchored":
            yield AnchoredClaim(told["epoch"], told["newSize"], told["newRoot"], event.log.tx_hash)
        elif event.name == "EpochOpened":
            yield AnchoredClaim(told["epoch"], told["size"], told["root"], event.log.tx_hash)


def discrepancies(claims: Iterable[AnchoredClaim], log: LogSource) -> list[Discrepancy]:
    """All claims that the log does not bear out.

    Claims beyond the last head of an earlier epoch are judged like any other: what an epoch gave up
    was wrong, and is named here for as long as somebody asks about it.
    """
    found = []
    for claim in claims:
        computed = root_of(log.node, claim.size) if claim.size <= log.size else None
        if computed != claim.root:
            found.append(Discrepancy(claim, computed))
    return found


def rebuilt(leaf_hashes: Iterable[bytes]) -> LogSource:
    """A source from nothing but leaf hashes: trusts no stored node."""
    tree = MemoryTree(leaf_hashes)
    return LogSource(tree.size, tree.node)
