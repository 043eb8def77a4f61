"""How the log of the tenant in scope stands, as the ledger's pages tell it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Sum

from anchors.keys import log_open
from anchors.models import Anchoring, Checkpoint, Leaf, Log, Waiting
from anchors.policy import policy_of, policy_text, quorum_needed
from anchors.signing import trouble_of
from ledger.chain.outbox import State
from ledger.encoding import base64_encode
from ledger.note import note_parse

SHOWN_ANCHORINGS = 20  # chosen: one is usual, more only while a node is away


def status() -> dict[str, Any]:
    """The fields of LedgerStatusSerializer."""
    log = log_open()
    policy = policy_of(log)
    final = Anchoring.objects.filter(state=State.FINAL, block_time__gt=0).order_by("-new_size")
    anchored = final.first()
    unsettled = Anchoring.objects.exclude(state=State.FINAL).order_by("-created_at")
    return {
        "origin": log.origin,
        "tenant": _hex(log.public_id),
        "size": log.size,
        "waiting": Waiting.objects.count(),
        "head": _head(log),
        "anchored": _anchored(anchored) if anchored else None,
        "anchorings": [_anchoring(row) for row in unsettled[:SHOWN_ANCHORINGS]],
        "gas": _gas(log, anchored),
        "chain": _chain(log),
        "witnesses": [
            {"name": name, "url": url, **_told(log, name)} for name, url in policy.urls.items()
        ],
        "quorum": quorum_needed(policy),
        "trouble": trouble_of(log),
    }


def keys() -> dict[str, Any]:
    """The fields of LedgerKeysSerializer."""
    log = log_open()
    policy = policy_of(log)
    accounts = {role: f"0x{log.chain[role]}" for role in ("admin", "device") if role in log.chain}
    return {
        "log": log.verifier,
        "witnesses": [str(key) for key in policy.witnesses.values()],
        "quorum": quorum_needed(policy),
        "policy": policy_text(log),
        "tenant": _hex(log.public_id),
        "chain": _chain(log) if log.chain else None,
        "sender": accounts.get("device"),
        "roles": [
            {"role": role, "address": address, "until": None} for role, address in accounts.items()
        ],
    }


def _head(log: Log) -> dict[str, Any] | None:
    head = Checkpoint.objects.order_by("-size").first()
    if head is None:
        return None
    signers = {line.name for line in note_parse(head.note).lines}
    witnesses = policy_of(log).witnesses.items()
    return {
        "size": head.size,
        "root": base64_encode(bytes(head.root)),
        "at": head.created_at,
        "cosigned_by": [name for name, key in witnesses if key.name in signers],
    }


def _told(log: Log, name: str) -> dict[str, Any]:
    told = log.witnesses.get(name, {})
    at = told.get("at")
    return {
        "size": told.get("size"),
        "at": dt.datetime.fromisoformat(at) if at else None,
        "trouble": told.get("trouble", ""),
    }


def _anchored(row: Anchoring) -> dict[str, Any]:
    return {
        "size": row.new_size,
        "epoch": row.epoch,
        "root": _hex(row.root),
        "tx_hash": _hex(row.tx_hash),
        "block_number": row.block_number,
        "block_time": dt.datetime.fromtimestamp(row.block_time, dt.UTC),
    }


def _anchoring(row: Anchoring) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "old_size": row.old_size,
        "new_size": row.new_size,
        "reason": row.reason,
        "planned_at": row.created_at,
    }


def _gas(log: Log, anchored: Anchoring | None) -> dict[str, Any]:
    """What anchors and the tenant's set-up cost, and that by each assessment that is anchored."""
    anchors = Anchoring.objects.aggregate(spent=Sum("gas_used"))["spent"] or 0
    spent = anchors + sum(log.chain.get("paid", {}).values())
    size = anchored.new_size if anchored else 0
    sessions = Leaf.objects.filter(subject_kind="assessment", seq=1, index__lt=size).count()
    return {"spent": spent, "per_session": round(spent / sessions, 1) if sessions else None}


def _chain(log: Log) -> dict[str, Any]:
    setting = settings.LEDGER_CHAIN
    kind = setting if setting in {"embedded", "none"} else "node" if setting else "none"
    contract = log.contract
    return {
        "kind": kind,
        "chain_id": log.chain.get("chain_id"),
        "contract": _hex(contract) if contract else None,
    }


def _hex(data: bytes | memoryview) -> str:
    return "0x" + bytes(data).hex()
