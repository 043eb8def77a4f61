"""The chain's outbox in the database: rows of `Anchoring` as entries of ledger.chain.outbox."""

import contextlib
import uuid
from collections.abc import Sequence

from anchors.models import Anchoring, Log
from base import scope
from base.scope import Crossing
from ledger.chain.fees import Fees
from ledger.chain.outbox import OPEN, Entry, State, Version


class DatabaseOutbox:
    """An OutboxStore for one contract. One account sends for all tenants, so it looks across them.

    Whoever uses it holds the lock of the chain (anchors.locks.only_one), so `alone` has nothing
    left to do.
    """

    def __init__(self, chain_id: int, contract: bytes) -> None:
        self._place = {"chain_id": chain_id, "contract": contract}

    def alone(self, sender: bytes) -> contextlib.AbstractContextManager[None]:  # noqa: ARG002
        return contextlib.nullcontext()

    def open_entries(self, sender: bytes) -> Sequence[Entry]:
        with scope.across_tenants(Crossing.LEDGER_ANCHOR):
            rows = Anchoring.objects.filter(
                **self._place, sender=sender, state__in=[one.value for one in OPEN]
            ).order_by("created_at", "id")
            found = list(rows)
            logs = Log.objects.filter(tenant_id__in={row.tenant_id for row in found})
            tenants = {log.tenant_id: bytes(log.public_id) for log in logs}
        return [_entry(row, tenants[row.tenant_id]) for row in found]

    def save(self, sender: bytes, entry: Entry) -> None:
        with scope.across_tenants(Crossing.LEDGER_ANCHOR):
            Anchoring.objects.filter(id=uuid.UUID(entry.id), sender=sender).update(
                state=entry.state.value,
                versions=[_version_json(one) for one in entry.versions],
                sent_at_s=entry.sent_at_s,
                tx_hash=entry.tx_hash,
                block_number=entry.block_number,
                block_hash=entry.block_hash,
                gas_used=entry.gas_used,
                reason=entry.reason,
            )


def _entry(row: Anchoring, tenant: bytes) -> Entry:
    return Entry(
        id=str(row.id),
        tenant=tenant,
        epoch=row.epoch,
        old_size=row.old_size,
        new_size=row.new_size,
        root=bytes(row.root),
        proof=tuple(bytes.fromhex(node) for node in row.proof),
        state=State(row.state),
        versions=tuple(_version(one) for one in row.versions),
        sent_at_s=row.sent_at_s,
        tx_hash=bytes(row.tx_hash),
        block_number=row.block_number,
        block_hash=bytes(row.block_hash),
        gas_used=row.gas_used,
        reason=row.reason,
    )


def _version(one: dict[str, str]) -> Version:
    fees = Fees(int(one["max_wei"]), int(one["priority_wei"]))
    return Version(bytes.fromhex(one["hash"]), bytes.fromhex(one["raw"]), int(one["nonce"]), fees)


def _version_json(one: Version) -> dict[str, str]:
    return {
        "hash": one.hash.hex(),
        "raw": one.raw.hex(),
        "nonce": str(one.nonce),
        "max_wei": str(one.fees.max_wei),
        "priority_wei": str(one.fees.priority_wei),
    }
