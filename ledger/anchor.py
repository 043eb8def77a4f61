"""Anchors: heads of a log that a contract on a chain holds (docs/formats/bundle.md)."""

from dataclasses import dataclass
from typing import Any

from ledger.encoding import base64_encode
from ledger.merkle import MAX_PROOF
from ledger.schema import array, hash32, hex_bytes, integer, members

__all__ = ["HEAD_KEYS", "Anchor", "Head", "anchor_parse", "head_parse"]

HEAD_KEYS = (
    "tenant",
    "epoch",
    "size",
    "root",
    "tx_hash",
    "block_number",
    "block_hash",
    "block_time",
)


@dataclass(frozen=True)
class Head:
    """What the contract holds for a tenant, and where on the chain it was written."""

    tenant: bytes
    epoch: int
    size: int
    root: bytes
    tx_hash: bytes
    block_number: int
    block_hash: bytes
    block_time: int  # POSIX seconds

    def as_json(self) -> dict[str, Any]:
        return {
            "tenant": "0x" + self.tenant.hex(),
            "epoch": self.epoch,
            "size": self.size,
            "root": "0x" + self.root.hex(),
            "tx_hash": "0x" + self.tx_hash.hex(),
            "block_number": self.block_number,
            "block_hash": "0x" + self.block_hash.hex(),
            "block_time": self.block_time,
        }


@dataclass(frozen=True)
class Anchor:
    """A head, its contract (20 bytes), and the proof that the checkpoint continues it."""

    chain_id: int
    contract: bytes
    head: Head
    consistency: tuple[bytes, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "chain_id": self.chain_id,
            "contract": "0x" + self.contract.hex(),
            **self.head.as_json(),
            "consistency": [base64_encode(one) for one in self.consistency],
        }


def head_parse(value: Any, where: str) -> Head:
    """Raises WrongShape."""
    found = members(value, HEAD_KEYS, where)
    return Head(
        tenant=hex_bytes(found["tenant"], f"{where}.tenant", size=32),
        epoch=integer(found["epoch"], f"{where}.epoch"),
        size=integer(found["size"], f"{where}.size", least=1),
        root=hex_bytes(found["root"], f"{where}.root", size=32),
        tx_hash=hex_bytes(found["tx_hash"], f"{where}.tx_hash", size=32),
        block_number=integer(found["block_number"], f"{where}.block_number"),
        block_hash=hex_bytes(found["block_hash"], f"{where}.block_hash", size=32),
        block_time=integer(found["block_time"], f"{where}.block_time"),
    )


def anchor_parse(value: Any, where: str) -> Anchor:
    """Raises WrongShape."""
    found = members(value, ("chain_id", "contract", *HEAD_KEYS, "consistency"), where)
    return Anchor(
        chain_id=integer(found["chain_id"], f"{where}.chain_id", least=1),
        contract=hex_bytes(found["contract"], f"{where}.contract", size=20),
        head=head_parse({key: found[key] for key in HEAD_KEYS}, where),
        consistency=array(found["consistency"], hash32, f"{where}.consistency", most=MAX_PROOF),
    )
