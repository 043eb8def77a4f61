"""The compiled contract: artifact, calls, events and errors as bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ledger.chain.errors import CallReverted, WrongChain

__all__ = [
    "Method",
    "creation_code",
    "decode_call",
    "decode_event",
    "decode_result",
    "encode_call",
    "event_topic",
    "keccak",
    "reverted",
]

ARTIFACT = Path(__file__).parents[1] / "contracts" / "artifact.json"
STANDARD_ERRORS = {
    bytes.fromhex("08c379a0"): ("Error", ["string"]),
    bytes.fromhex("4e487b71"): ("Panic", ["uint256"]),
}


@dataclass(frozen=True)
class Method:
    """A function, event or error of the contract."""

    name: str
    inputs: tuple[str, ...]  # ABI types, tuples spelled out
    outputs: tuple[str, ...]
    names: tuple[str, ...]
    indexed: tuple[bool, ...]

    @property
    def digest(self) -> bytes:
        """keccak-256 of the signature: an event's topic; four bytes of it select a function."""
        return keccak(f"{self.name}({','.join(self.inputs)})".encode())


def keccak(data: bytes) -> bytes:
    """keccak-256 (the hash of the EVM, not SHA3-256)."""
    from Crypto.Hash import keccak as implementation

    return implementation.new(digest_bits=256, data=data).digest()


@cache
def _artifact() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ARTIFACT.read_text(encoding="utf-8"))
    return found


@cache
def _entries(kind: str) -> dict[str, Method]:
    return {
        entry["name"]: Method(
            name=entry["name"],
            inputs=tuple(_type(one) for one in entry["inputs"]),
            outputs=tuple(_type(one) for one in entry.get("outputs", ())),
            names=tuple(one["name"] for one in entry["inputs"]),
            indexed=tuple(one.get("indexed", False) for one in entry["inputs"]),
        )
        for entry in _artifact()["abi"]
        if entry["type"] == kind
    }


def _type(entry: dict[str, Any]) -> str:
    kind: str = entry["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_type(one) for one in entry['components'])}){kind.removeprefix('tuple')}"


def creation_code() -> bytes:
    """What a deploying transaction carries; the contract's constructor takes nothing."""
    return bytes.fromhex(_artifact()["bytecode"].removeprefix("0x"))


def encode_call(name: str, *arguments: Any) -> bytes:
    """Calldata of one function."""
    from eth_abi.abi import encode

    method = _entries("function")[name]
    return method.digest[:4] + encode(method.inputs, arguments)


def decode_call(data: bytes) -> tuple[str, dict[str, Any]] | None:
    """Name and arguments of calldata; None for a function that the contract does not have."""
    from eth_abi.abi import decode

    for method in _entries("function").values():
        if method.digest[:4] == data[:4]:
            return method.name, dict(
                zip(method.names, decode(method.inputs, data[4:]), strict=True)
            )
    return None


def decode_result(name: str, data: bytes) -> tuple[Any, ...]:
    """What a call gave back. Raises WrongChain where no such contract answers."""
    from eth_abi.abi import decode
    from eth_abi.exceptions import DecodingError

    try:
        found: tuple[Any, ...] = decode(_entries("function")[name].outputs, data)
    except DecodingError as error:
        raise WrongChain(
            "No Plumbline contract answers at this address; check the chain and the address."
        ) from error
    return found


def event_topic(name: str) -> bytes:
    """First topic of an event."""
    return _entries("event")[name].digest


def decode_event(topics: Sequence[bytes], data: bytes) -> tuple[str, dict[str, Any]] | None:
    """Name and arguments of an event; None for one that the contract does not know."""
    from eth_abi.abi import decode

    event = next((one for one in _entries("event").values() if one.digest == topics[0]), None)
    if event is None:
        return None
    parts = list(zip(event.names, event.inputs, event.indexed, strict=True))
    plain = [(name, kind) for name, kind, is_indexed in parts if not is_indexed]
    found = dict(
        zip((name for name, _ in plain), decode([kind for _, kind in plain], data), strict=True)
    )
    for (name, kind, _), topic in zip((part for part in parts if part[2]), topics[1:], strict=True):
        found[name] = decode([kind], topic)[0]
    return event.name, found


def reverted(data: bytes) -> CallReverted:
    """The contract's custom error as an exception with its name and arguments."""
    from eth_abi.abi import decode

    selector = data[:4]
    known = {one.digest[:4]: (one.name, list(one.inputs)) for one in _entries("error").values()}
    if selector not in known | STANDARD_ERRORS:
        return CallReverted("", (), data)
    name, kinds = (known | STANDARD_ERRORS)[selector]
    return CallReverted(name, tuple(decode(kinds, data[4:])), data)
