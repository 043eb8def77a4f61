"""Any EVM node by JSON-RPC, through web3."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ledger.chain.backend import FeeHint, Log, Receipt
from ledger.chain.contract import keccak, reverted
from ledger.chain.errors import (
    NodeUnavailable,
    NonceUsed,
    TransactionRefused,
    Underpriced,
    WrongChain,
)

__all__ = ["RpcNode"]

Found = TypeVar("Found")
TIMEOUT_S = 10.0
# What geth, besu, nethermind, erigon, reth and anvil say, in lower case; there is no common code.
KNOWN_ALREADY = ("already known", "already imported", "alreadyknown", "known transaction")
NONCE_USED = ("nonce too low", "nonce is too low", "oldnonce", "nonce has already been used")
UNDERPRICED = (
    "underpriced",
    "replacement transaction",
    "feetoolowtocompete",
    "gas price too low to replace",
)


class RpcNode:
    """An EvmBackend over HTTP. Holds no connection while idle; safe across threads and forks."""

    def __init__(
        self,
        url: str,
        *,
        chain_id: int,
        confirmations: int | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """`confirmations` None trusts the node's tag `finalized`; a number k takes a block as final
        when k - 1 blocks stand on it, for chains without that tag.
        """
        self._url = url
        self._chain_id = chain_id
        self._confirmations = confirmations
        self._timeout_s = timeout_s
        self._eth: Any = None

    def chain_id(self) -> int:
        """Raises WrongChain where the node serves another chain than configured."""
        found = int(self._ask(lambda eth: eth.chain_id))
        if found != self._chain_id:
            raise WrongChain(
                f"The node serves chain {found}, not {self._chain_id}; check the node's address."
            )
        return found

    def block_number(self) -> int:
        return int(self._ask(lambda eth: eth.block_number))

    def finalized_number(self) -> int:
        if self._confirmations is not None:
            return self.block_number() - self._confirmations + 1
        return int(self._ask(lambda eth: eth.get_block("finalized"))["number"])

    def block_hash(self, number: int) -> bytes | None:
        from web3.exceptions import BlockNotFound

        def read(eth: Any) -> bytes | None:
            try:
                return bytes(eth.get_block(number)["hash"])
            except BlockNotFound:
                return None

        return self._ask(read)

    def block_time(self, number: int) -> int:
        return int(self._ask(lambda eth: eth.get_block(number))["timestamp"])

    def nonce(self, address: bytes) -> int:
        return int(self._ask(lambda eth: eth.get_transaction_count(address, "latest")))

    def fees(self) -> FeeHint:
        base = self._ask(lambda eth: eth.get_block("latest"))["baseFeePerGas"]
        return FeeHint(int(base), int(self._ask(lambda eth: eth.max_priority_fee)))

    def call(self, to: bytes, data: bytes, *, sender: bytes | None = None) -> bytes:
        from web3.exceptions import ContractLogicError

        def run(eth: Any) -> bytes:
            try:
                return bytes(eth.call({"to": to, "data": data, "from": sender or bytes(20)}))
            except ContractLogicError as error:
                raise reverted(_revert_data(error)) from error

        return self._ask(run)

    def send_raw(self, raw: bytes) -> bytes:
        from web3.exceptions import Web3RPCError

        def send(eth: Any) -> bytes:
            try:
                return bytes(eth.send_raw_transaction(raw))
            except Web3RPCError as error:
                return _judged(str(error), raw)

        return self._ask(send)

    def receipt(self, tx_hash: bytes) -> Receipt | None:
        from web3.exceptions import TransactionNotFound

        def read(eth: Any) -> Receipt | None:
            try:
                return _receipt(eth.get_transaction_receipt(tx_hash))
            except TransactionNotFound:
                return None

        return self._ask(read)

    def calldata(self, tx_hash: bytes) -> bytes:
        from web3.exceptions import TransactionNotFound

        def read(eth: Any) -> bytes:
            try:
                return bytes(eth.get_transaction(tx_hash)["input"])
            except TransactionNotFound:
                return b""

        return self._ask(read)

    def logs(
        self, address: bytes, topics: Sequence[bytes | None], first: int, last: int
    ) -> list[Log]:
        asked = {
            "address": address,
            "topics": [topic and f"0x{topic.hex()}" for topic in topics],
            "fromBlock": first,
            "toBlock": last,
        }
        return [_log(one) for one in self._ask(lambda eth: eth.get_logs(asked))]

    def _ask(self, question: Callable[[Any], Found]) -> Found:
        """Raises NodeUnavailable for every way in which nobody answers."""
        from requests.exceptions import RequestException
        from web3.exceptions import BadResponseFormat, Web3RPCError

        try:
            return question(self._connected())
        except Web3RPCError as error:
            raise NodeUnavailable(f"The chain's node gave no answer but: {error}") from error
        except (RequestException, BadResponseFormat, OSError) as error:
            # Not its text: that holds the node's address, and with it often a key.
            raise NodeUnavailable(
                f"The chain's node does not answer ({type(error).__name__}). "
                "Nothing is lost: it is asked again."
            ) from error

    def _connected(self) -> Any:
        if self._eth is None:
            from web3 import HTTPProvider, Web3

            # Repeating is the sender's business: a hidden second attempt would only be slower.
            provider = HTTPProvider(
                self._url,
                request_kwargs={"timeout": self._timeout_s},
                exception_retry_configuration=None,
            )
            self._eth = Web3(provider).eth
        return self._eth


def _judged(answer: str, raw: bytes) -> bytes:
    """What a node's refusal of a transaction means."""
    said = answer.lower()
    if any(phrase in said for phrase in KNOWN_ALREADY):
        return keccak(raw)
    if any(phrase in said for phrase in NONCE_USED):
        raise NonceUsed("A transaction with this nonce is mined already.")
    if any(phrase in said for phrase in UNDERPRICED):
        raise Underpriced("A waiting transaction with this nonce pays too much to be replaced.")
    raise TransactionRefused(f"The node did not take the transaction: {answer}")


def _revert_data(error: Any) -> bytes:
    data = error.data
    if not isinstance(data, str) or not data.startswith("0x"):
        return b""
    return bytes.fromhex(data[2:])


def _receipt(found: Any) -> Receipt:
    created = found["contractAddress"]
    return Receipt(
        tx_hash=bytes(found["transactionHash"]),
        block_number=found["blockNumber"],
        block_hash=bytes(found["blockHash"]),
        succeeded=found["status"] == 1,
        gas_used=found["gasUsed"],
        gas_price_wei=found["effectiveGasPrice"],
        contract=bytes.fromhex(created[2:]) if created else None,
        logs=tuple(_log(one) for one in found["logs"]),
    )


def _log(found: Any) -> Log:
    return Log(
        address=bytes.fromhex(found["address"][2:]),
        topics=tuple(bytes(topic) for topic in found["topics"]),
        data=bytes(found["data"]),
        block_number=found["blockNumber"],
        block_hash=bytes(found["blockHash"]),
        tx_hash=bytes(found["transactionHash"]),
        index=found["logIndex"],
    )
