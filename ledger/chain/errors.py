"""What a chain refuses.

LedgerError
 └ ChainError
    ├ NodeUnavailable      nobody answered; nothing is known about what was asked
    ├ CallReverted         the contract refused (name and arguments of its error)
    ├ TransactionRefused   the node took a look and said no
    │  ├ NonceUsed         the nonce is mined already
    │  └ Underpriced       a transaction with this nonce waits and pays nearly as much
    ├ WrongChain           the chain or the artifact is not the expected one
    └ SigningFailed        a key service gave something that is not a signature of the digest
"""

from typing import Any

from ledger.canonical import LedgerError

__all__ = [
    "CallReverted",
    "ChainError",
    "NodeUnavailable",
    "NonceUsed",
    "SigningFailed",
    "TransactionRefused",
    "Underpriced",
    "WrongChain",
]


class ChainError(LedgerError):
    """Root of what chains refuse."""


class NodeUnavailable(ChainError):
    """Nobody answered, or not in time. Ask again; what was sent may or may not have arrived."""


class CallReverted(ChainError):
    """The contract refused; `name` is its custom error, empty where the data names none."""

    def __init__(self, name: str, arguments: tuple[Any, ...] = (), data: bytes = b"") -> None:
        shown = name or (f"0x{data.hex()}" if data else "no reason given")
        super().__init__(f"The contract refused: {shown}{list(arguments) or ''}.")
        self.name = name
        self.arguments = arguments
        self.data = data


class TransactionRefused(ChainError):
    """The node did not take the transaction."""


class NonceUsed(TransactionRefused):
    """A transaction with this nonce is mined already."""


class Underpriced(TransactionRefused):
    """A waiting transaction with this nonce pays too much to be replaced at this price."""


class WrongChain(ChainError):
    """The chain is not the one that was configured."""


class SigningFailed(ChainError):
    """The answer of a key service is no signature of the digest by its key."""
