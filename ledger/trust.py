"""The trust file: what a verifier decides to trust (docs/formats/bundle.md section 3)."""

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ledger.anchor import Head, head_parse
from ledger.canonical import LedgerError
from ledger.policy import Policy, policy_parse
from ledger.schema import WrongShape, array, document, hex_bytes, integer, is_sha256, members, text

__all__ = [
    "AnchorDemand",
    "Chain",
    "HistoryDemand",
    "NoTrustAnchor",
    "Trust",
    "trust_parse",
    "trust_write",
]

FORMAT = "plumbline-trust/1"
MAX_MODELS = 1000
MAX_HEADS = 100_000

AnchorDemand = Literal["pinned", "claimed"]
HistoryDemand = Literal["whole", "optional"]


class NoTrustAnchor(LedgerError):
    """There is nothing to trust, so there is no verdict."""


@dataclass(frozen=True)
class Chain:
    chain_id: int
    contract: bytes
    demand: AnchorDemand
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class Trust:
    policy: Policy
    tenants: dict[str, bytes]  # origin -> 32 bytes
    history: HistoryDemand = "whole"
    models: frozenset[str] | None = None
    chain: Chain | None = None


def trust_parse(data: bytes) -> Trust:
    """Raises NoTrustAnchor; the sentence says what is wrong with the file."""
    try:
        return _trust(document(data))
    except LedgerError as error:
        raise NoTrustAnchor(f"no trust anchor: {error}") from error


def trust_write(
    *,
    policy: str,
    tenants: dict[str, bytes],
    history: HistoryDemand,
    models: list[str] | None,
    chain: Chain | None,
) -> bytes:
    """The file; what it says must read back. Raises NoTrustAnchor."""
    value = {
        "format": FORMAT,
        "policy": policy,
        "tenants": {origin: "0x" + tenant.hex() for origin, tenant in tenants.items()},
        "history": history,
        "models": models,
        "chain": None if chain is None else _chain_json(chain),
    }
    data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    trust_parse(data)
    return data


def _trust(value: Any) -> Trust:
    names = ("format", "policy", "tenants", "history", "models", "chain")
    found = members(value, names, "trust")
    if found["format"] != FORMAT:
        raise WrongShape("format", f"not {FORMAT}")
    policy = policy_parse(text(found["policy"], "policy"))
    origins = {key.name for key in policy.logs}
    if not origins:
        raise WrongShape("policy", "it names no log")
    tenants = {
        origin: hex_bytes(one, "tenants", size=32)
        for origin, one in members(found["tenants"], origins, "tenants").items()
    }
    history, models, chain = found["history"], found["models"], found["chain"]
    if history not in get_args(HistoryDemand):
        raise WrongShape("history", "neither whole nor optional")
    return Trust(
        policy=policy,
        tenants=tenants,
        history=history,
        models=None if models is None else frozenset(_models(models)),
        chain=None if chain is None else _chain(chain),
    )


def _models(value: Any) -> tuple[str, ...]:
    def one(digest: Any, where: str) -> str:
        if not is_sha256(digest):
            raise WrongShape(where, "not 64 lower-case hex digits")
        return text(digest, where)

    return array(value, one, "models", most=MAX_MODELS)


def _chain(value: Any) -> Chain:
    found = members(value, ("chain_id", "contract", "anchor", "heads"), "chain")
    demand = found["anchor"]
    if demand not in get_args(AnchorDemand):
        raise WrongShape("chain.anchor", "neither pinned nor claimed")
    return Chain(
        chain_id=integer(found["chain_id"], "chain.chain_id", least=1),
        contract=hex_bytes(found["contract"], "chain.contract", size=20),
        demand=demand,
        heads=array(found["heads"], head_parse, "chain.heads", most=MAX_HEADS),
    )


def _chain_json(chain: Chain) -> dict[str, Any]:
    return {
        "chain_id": chain.chain_id,
        "contract": "0x" + chain.contract.hex(),
        "anchor": chain.demand,
        "heads": [head.as_json() for head in chain.heads],
    }
