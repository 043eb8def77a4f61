"""The embedded chain: py-evm in this process, kept in one SQLite file, one block per transaction.

A block is final when it is written: nobody else builds on this file. What makes its anchors worth
something to a stranger are the witnesses, not this chain; see docs/decisions/0011-chain.md.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ledger.chain.backend import FeeHint, Log, Receipt
from ledger.chain.contract import keccak, reverted
from ledger.chain.embedded_store import BlockStore, Genesis, read_genesis, write_genesis
from ledger.chain.errors import NonceUsed, TransactionRefused, WrongChain
from ledger.chain.fees import Fees
from ledger.chain.signers import KeySigner
from ledger.chain.transactions import sign_transaction

__all__ = ["EmbeddedChain"]

BLOCK_GAS = 30_000_000
CALL_GAS = 30_000_000
FUNDS_WEI = 10**30  # of each account named at genesis; ether has no meaning on a chain of one's own
FAUCET_WEI = 10**40
PRIORITY_FEE_WEI = 1
EMPTY_TRIE_ROOT = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")


class EmbeddedChain:
    """An EvmBackend without a server. Several processes may open one file."""

    def __init__(
        self,
        path: Path,
        *,
        chain_id: int,
        funded: Sequence[bytes] = (),
        now_s: Callable[[], float] = time.time,
    ) -> None:
        """Opens the chain in `path`, or makes it. `funded` addresses have ether for gas afterwards.

        Raises WrongChain where the file holds a chain with another id.
        """
        self._store = BlockStore(path)
        self._chain_id = chain_id
        self._now_s = now_s
        with self._store.writing() as connection:
            genesis = read_genesis(connection)
            if genesis is None:
                self._make_genesis(connection, funded)
            elif genesis.chain_id != chain_id:
                raise WrongChain(
                    f"{path.name} holds chain {genesis.chain_id}, not {chain_id}; "
                    "set the chain id back, or move the file away to begin a new chain."
                )
            for address in funded:
                self._fund(self._chain(connection), address)

    def chain_id(self) -> int:
        return self._chain_id

    def block_number(self) -> int:
        with self._store.reading() as connection:
            return int(self._head(self._chain(connection)).block_number)

    def finalized_number(self) -> int:
        return self.block_number()

    def block_hash(self, number: int) -> bytes | None:
        with self._store.reading() as connection:
            chain = self._chain(connection)
            if not 0 <= number <= self._head(chain).block_number:
                return None
            return bytes(chain.get_canonical_block_hash(number))

    def block_time(self, number: int) -> int:
        with self._store.reading() as connection:
            header = self._chain(connection).get_canonical_block_header_by_number(number)
            return int(header.timestamp)

    def nonce(self, address: bytes) -> int:
        with self._store.reading() as connection:
            return int(self._vm(self._chain(connection)).state.get_nonce(address))

    def fees(self) -> FeeHint:
        with self._store.reading() as connection:
            return FeeHint(int(self._chain(connection).header.base_fee_per_gas), PRIORITY_FEE_WEI)

    def call(self, to: bytes, data: bytes, *, sender: bytes | None = None) -> bytes:
        who = sender or bytes(20)
        with self._store.reading() as connection:
            vm = self._vm(self._chain(connection))
            done = vm.execute_bytecode(
                origin=who,
                gas_price=0,
                gas=CALL_GAS,
                to=to,
                sender=who,
                value=0,
                data=data,
                code=vm.state.get_code(to),
            )
        if done.is_error:
            raise reverted(bytes(done.output))
        return bytes(done.output)

    def send_raw(self, raw: bytes) -> bytes:
        from eth.exceptions import TransactionNotFound
        from eth_utils.exceptions import ValidationError

        with self._store.writing() as connection:
            chain = self._chain(connection)
            transaction = self._decoded(chain, raw)
            try:
                chain.get_canonical_transaction_index(transaction.hash)
            except TransactionNotFound:
                if transaction.nonce < chain.get_vm().state.get_nonce(transaction.sender):
                    raise NonceUsed("A transaction with this nonce is mined already.") from None
                try:
                    self._mine(chain, transaction)
                except ValidationError as error:
                    raise TransactionRefused(f"The chain did not take it: {error}.") from error
            return bytes(transaction.hash)

    def _decoded(self, chain: Any, raw: bytes) -> Any:
        """The signed transaction. py-evm itself does not compare the chain id of typed ones."""
        from eth.exceptions import UnrecognizedTransactionType
        from eth_utils.exceptions import ValidationError
        from rlp.exceptions import RLPException

        try:
            transaction = chain.get_vm().get_transaction_builder().decode(raw)
        except (UnrecognizedTransactionType, ValidationError, RLPException) as error:
            raise TransactionRefused("These bytes are no signed transaction.") from error
        if transaction.chain_id != self._chain_id:
            raise TransactionRefused(
                f"It is signed for chain {transaction.chain_id}, this is chain {self._chain_id}."
            )
        return transaction

    def receipt(self, tx_hash: bytes) -> Receipt | None:
        from eth.exceptions import TransactionNotFound

        with self._store.reading() as connection:
            chain = self._chain(connection)
            try:
                number, index = chain.get_canonical_transaction_index(tx_hash)
            except TransactionNotFound:
                return None
            found: Receipt = self._receipts(chain, number)[index]
            return found

    def calldata(self, tx_hash: bytes) -> bytes:
        from eth.exceptions import TransactionNotFound

        with self._store.reading() as connection:
            chain = self._chain(connection)
            try:
                return bytes(chain.get_canonical_transaction(tx_hash).data)
            except TransactionNotFound:
                return b""

    def logs(
        self, address: bytes, topics: Sequence[bytes | None], first: int, last: int
    ) -> list[Log]:
        found: list[Log] = []
        with self._store.reading() as connection:
            chain = self._chain(connection)
            for number in range(max(first, 1), min(last, self._head(chain).block_number) + 1):
                if not _bloom_has(
                    chain.get_canonical_block_header_by_number(number).bloom, address
                ):
                    continue
                for receipt in self._receipts(chain, number):
                    found += [log for log in receipt.logs if _fits(log, address, topics)]
        return found

    def _make_genesis(self, connection: sqlite3.Connection, funded: Sequence[bytes]) -> None:
        parameters = {
            "coinbase": bytes(20),
            "difficulty": 0,
            "extra_data": b"",
            "gas_limit": BLOCK_GAS,
            "mix_hash": bytes(32),
            "nonce": bytes(8),
            "receipt_root": EMPTY_TRIE_ROOT,
            "timestamp": int(self._now_s()),
            "transaction_root": EMPTY_TRIE_ROOT,
        }
        account = {"balance": FUNDS_WEI, "storage": {}, "code": b"", "nonce": 0}
        rich = account | {"balance": FAUCET_WEI}
        accounts = dict.fromkeys(funded, account) | {_faucet().address: rich}
        kind = _chain_class(self._chain_id)
        chain = kind.from_genesis(_database(connection), parameters, accounts)
        genesis_hash = bytes(chain.get_canonical_block_hash(0))
        write_genesis(connection, Genesis(self._chain_id, genesis_hash))

    def _fund(self, chain: Any, address: bytes) -> None:
        """Ether from the faucet for an address without any: a key that came after the genesis."""
        if self._vm(chain).state.get_balance(address):
            return
        faucet = _faucet()
        signed = sign_transaction(
            faucet,
            chain_id=self._chain_id,
            nonce=self._vm(chain).state.get_nonce(faucet.address),
            fees=Fees(2 * chain.header.base_fee_per_gas + PRIORITY_FEE_WEI, PRIORITY_FEE_WEI),
            gas=21_000,
            to=address,
            data=b"",
            value_wei=FUNDS_WEI,
        )
        self._mine(chain, self._decoded(chain, signed.raw))

    def _mine(self, chain: Any, transaction: Any) -> None:
        """One block with one transaction. Its time is now, or a second after its parent."""
        parent_s = self._head(chain).timestamp
        chain.set_header_timestamp(max(int(self._now_s()), parent_s + 1))
        chain.apply_transaction(transaction)
        chain.mine_block(mix_hash=bytes(32), blob_gas_used=0)

    def _receipts(self, chain: Any, number: int) -> list[Receipt]:
        block = chain.get_canonical_block_by_number(number)
        found: list[Receipt] = []
        gas_before, logs_before = 0, 0
        kept = block.get_receipts(chain.chaindb)
        for transaction, receipt in zip(block.transactions, kept, strict=True):
            logs = tuple(
                Log(
                    address=bytes(log.address),
                    topics=tuple(topic.to_bytes(32, "big") for topic in log.topics),
                    data=bytes(log.data),
                    block_number=number,
                    block_hash=bytes(block.hash),
                    tx_hash=bytes(transaction.hash),
                    index=logs_before + place,
                )
                for place, log in enumerate(receipt.logs)
            )
            base = block.header.base_fee_per_gas
            found.append(
                Receipt(
                    tx_hash=bytes(transaction.hash),
                    block_number=number,
                    block_hash=bytes(block.hash),
                    succeeded=receipt.state_root == b"\x01",
                    gas_used=receipt.gas_used - gas_before,
                    gas_price_wei=base
                    + min(transaction.max_priority_fee_per_gas, transaction.max_fee_per_gas - base),
                    contract=_created(transaction),
                    logs=logs,
                )
            )
            gas_before, logs_before = receipt.gas_used, logs_before + len(logs)
        return found

    @staticmethod
    def _head(chain: Any) -> Any:
        return chain.get_canonical_head()

    def _vm(self, chain: Any) -> Any:
        """A machine on top of the newest block, with the time that the next one would have."""
        timestamp = max(int(self._now_s()), self._head(chain).timestamp + 1)
        return chain.get_vm(chain.header.copy(timestamp=timestamp))

    def _chain(self, connection: sqlite3.Connection) -> Any:
        return _chain_class(self._chain_id)(_database(connection))


@cache
def _faucet() -> KeySigner:
    """A key that everybody may know: it holds no role, and its ether buys nothing."""
    return KeySigner(keccak(b"faucet of an embedded chain"))


def _created(transaction: Any) -> bytes | None:
    from eth._utils.address import generate_contract_address

    if transaction.to:
        return None
    return bytes(generate_contract_address(transaction.sender, transaction.nonce))


def _fits(log: Log, address: bytes, topics: Sequence[bytes | None]) -> bool:
    return (
        log.address == address
        and len(log.topics) >= len(topics)
        and all(wanted in {None, found} for wanted, found in zip(topics, log.topics, strict=False))
    )


def _bloom_has(bloom: int, value: bytes) -> bool:
    from eth_bloom.bloom import BloomFilter

    return value in BloomFilter(bloom)


@cache
def _chain_class(chain_id: int) -> Any:
    """py-evm's chain with Prague's rules, a gas limit that stays, and our id."""
    from eth.chains.base import MiningChain
    from eth.vm.forks.prague import PragueVM

    class Embedded(MiningChain):
        vm_configuration: Any = ((0, PragueVM),)

        def create_header_from_parent(self, parent_header: Any, **header_params: Any) -> Any:
            kept = {"gas_limit": parent_header.gas_limit}
            return super().create_header_from_parent(parent_header, **header_params | kept)

    Embedded.chain_id = chain_id
    return Embedded


def _database(connection: sqlite3.Connection) -> Any:
    """py-evm's view of the table; its own batches fall into the SQL transaction in progress."""
    from eth.db.atomic import AtomicDB
    from eth.db.backends.base import BaseDB

    class Entries(BaseDB):
        def __getitem__(self, key: bytes) -> bytes:
            row = connection.execute("SELECT value FROM entries WHERE key = ?", (key,)).fetchone()
            if row is None:
                raise KeyError(key)
            return bytes(row[0])

        def __setitem__(self, key: bytes, value: bytes) -> None:
            connection.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", (key, value))

        def __delitem__(self, key: bytes) -> None:
            connection.execute("DELETE FROM entries WHERE key = ?", (key,))

        def _exists(self, key: bytes) -> bool:
            found = connection.execute("SELECT 1 FROM entries WHERE key = ?", (key,)).fetchone()
            return found is not None

    return AtomicDB(Entries())
