"""What stands on the chain for a tenant: heads, events, gas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ledger.chain.backend import EvmBackend, Log
from ledger.chain.contract import decode_event, decode_result, encode_call, event_topic

__all__ = ["AnchoredHead", "ContractEvent", "anchored_head", "contract_events", "gas_used"]

# Chosen: public nodes refuse wider questions (1,000 to 10,000 blocks are usual).
BLOCKS_A_QUESTION = 1000


@dataclass(frozen=True)
class AnchoredHead:
    """What the contract holds now. `anchored_at_s` is the block's time, 0 for none."""

    size: int
    root: bytes
    epoch: int
    is_frozen: bool
    anchored_at_s: int


@dataclass(frozen=True)
class ContractEvent:
    """One event, named as in the contract, with its place on the chain."""

    name: str
    arguments: dict[str, Any]
    log: Log


def anchored_head(backend: EvmBackend, contract: bytes, tenant: bytes) -> AnchoredHead:
    """Raises WrongChain where no Plumbline contract answers."""
    answer = backend.call(contract, encode_call("headOf", tenant))
    ((size, anchored_at_s, epoch, is_frozen, root),) = decode_result("headOf", answer)
    return AnchoredHead(size, root, epoch, is_frozen, anchored_at_s)


def contract_events(
    backend: EvmBackend,
    contract: bytes,
    first: int,
    last: int,
    *,
    name: str | None = None,
    tenant: bytes | None = None,
) -> Iterator[ContractEvent]:
    """Events of the blocks first to last, both included, oldest first.

    `tenant` asks for events that carry it; those of OpenZeppelin's roles carry a role id instead.
    """
    topics = [event_topic(name) if name else None, tenant]
    for start in range(first, last + 1, BLOCKS_A_QUESTION):
        end = min(start + BLOCKS_A_QUESTION - 1, last)
        for log in backend.logs(contract, topics, start, end):
            found = decode_event(log.topics, log.data)
            if found is not None:
                yield ContractEvent(*found, log)


def gas_used(backend: EvmBackend, tx_hashes: Iterable[bytes]) -> tuple[int, int]:
    """Gas and wei that these transactions cost; one that is not on the chain costs nothing."""
    receipts = [found for found in map(backend.receipt, set(tx_hashes)) if found is not None]
    gas = sum(receipt.gas_used for receipt in receipts)
    return gas, sum(receipt.gas_used * receipt.gas_price_wei for receipt in receipts)
