"""The port to a chain: what the sender and the readers need of an EVM, and no more.

Two implementations: `embedded.EmbeddedChain` (py-evm on SQLite) and `node.RpcNode` (JSON-RPC).
Addresses are 20 bytes, hashes 32 bytes, amounts wei.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["EvmBackend", "FeeHint", "Log", "Receipt"]


@dataclass(frozen=True)
class Log:
    """One event as the chain keeps it."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    block_hash: bytes
    tx_hash: bytes
    index: int  # within the block


@dataclass(frozen=True)
class Receipt:
    """A mined transaction. `succeeded` is False where the contract reverted."""

    tx_hash: bytes
    block_number: int
    block_hash: bytes
    succeeded: bool
    gas_used: int
    gas_price_wei: int
    contract: bytes | None  # address of a contract that it created
    logs: tuple[Log, ...]


@dataclass(frozen=True)
class FeeHint:
    """What the next block asks for (EIP-1559)."""

    base_fee_wei: int
    priority_fee_wei: int


class EvmBackend(Protocol):
    """Every method raises NodeUnavailable when nobody answers."""

    def chain_id(self) -> int: ...

    def block_number(self) -> int:
        """Number of the newest block."""
        ...

    def finalized_number(self) -> int:
        """Number of the newest block that cannot be undone (tag `finalized`)."""
        ...

    def block_hash(self, number: int) -> bytes | None:
        """Hash of the canonical block, None where the chain is not so long."""
        ...

    def block_time(self, number: int) -> int:
        """POSIX seconds of a canonical block that exists."""
        ...

    def nonce(self, address: bytes) -> int:
        """How many transactions of `address` are mined: the next nonce, waiting ones left out."""
        ...

    def fees(self) -> FeeHint: ...

    def call(self, to: bytes, data: bytes, *, sender: bytes | None = None) -> bytes:
        """Runs without changing anything, at the newest block. Raises CallReverted."""
        ...

    def send_raw(self, raw: bytes) -> bytes:
        """Hands a signed transaction over; its hash. One that is known already is a success.

        Raises NonceUsed, Underpriced, TransactionRefused.
        """
        ...

    def receipt(self, tx_hash: bytes) -> Receipt | None:
        """None while it is not mined, or not any more."""
        ...

    def calldata(self, tx_hash: bytes) -> bytes:
        """What a mined transaction carried; empty where there is none of that hash."""
        ...

    def logs(
        self, address: bytes, topics: Sequence[bytes | None], first: int, last: int
    ) -> list[Log]:
        """Events of `address` in the blocks first to last, both included, oldest first.

        `topics` are compared by position; None fits everything.
        """
        ...
