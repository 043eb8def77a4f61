"""EIP-1559 transactions and EIP-712 anchors as bytes: what is signed, and what is sent."""

from dataclasses import dataclass

from ledger.chain.contract import keccak
from ledger.chain.fees import Fees
from ledger.chain.signers import Signature, Signer

__all__ = ["AnchorFields", "SignedTransaction", "anchor_digest", "sign_anchor", "sign_transaction"]

TYPE_1559 = b"\x02"
ANCHOR_TYPE = (
    b"Anchor(bytes32 tenant,uint64 epoch,uint64 oldSize,uint64 newSize,"
    b"bytes32 newRoot,uint64 deadline)"
)
DOMAIN_TYPE = b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"


@dataclass(frozen=True)
class SignedTransaction:
    hash: bytes
    raw: bytes


@dataclass(frozen=True)
class AnchorFields:
    """What an EIP-712 anchor signs beside chain and contract. `deadline_s` is Unix time."""

    tenant: bytes
    epoch: int
    old_size: int
    new_size: int
    new_root: bytes
    deadline_s: int


def sign_transaction(
    signer: Signer,
    *,
    chain_id: int,
    nonce: int,
    fees: Fees,
    gas: int,
    to: bytes | None,
    data: bytes,
    value_wei: int = 0,
) -> SignedTransaction:
    """A transaction of type 2; `to` None creates a contract."""
    import rlp

    fields = [
        chain_id,
        nonce,
        fees.priority_wei,
        fees.max_wei,
        gas,
        to or b"",
        value_wei,
        data,
        [],
    ]
    found = signer.sign(keccak(TYPE_1559 + rlp.encode(fields)))
    raw = TYPE_1559 + rlp.encode([*fields, found.parity, found.r, found.s])
    return SignedTransaction(keccak(raw), raw)


def anchor_digest(chain_id: int, contract: bytes, anchor: AnchorFields) -> bytes:
    """The EIP-712 digest that `anchorBySig` checks."""
    domain = keccak(
        keccak(DOMAIN_TYPE)
        + keccak(b"PlumblineLedger")
        + keccak(b"1")
        + chain_id.to_bytes(32, "big")
        + contract.rjust(32, b"\0")
    )
    numbers = (anchor.epoch, anchor.old_size, anchor.new_size)
    struct = keccak(
        keccak(ANCHOR_TYPE)
        + anchor.tenant
        + b"".join(number.to_bytes(32, "big") for number in numbers)
        + anchor.new_root
        + anchor.deadline_s.to_bytes(32, "big")
    )
    return keccak(b"\x19\x01" + domain + struct)


def sign_anchor(signer: Signer, chain_id: int, contract: bytes, anchor: AnchorFields) -> Signature:
    """A device's signature, which anybody with ether may send along."""
    return signer.sign(anchor_digest(chain_id, contract, anchor))
