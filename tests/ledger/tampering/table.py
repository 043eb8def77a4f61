"""All forgeries as one table."""

from typing import Any

from tests.ledger.tampering import around, form, head, record
from tests.ledger.vectors import NOW_S


def table() -> dict[str, Any]:
    cases = [
        *form.format_cases(),
        *form.checkpoint_cases(),
        *head.log_cases(),
        *head.witness_cases(),
        *head.tenant_cases(),
        *record.record_cases(),
        *record.inclusion_cases(),
        *record.content_cases(),
        *around.history_cases(),
        *around.anchor_cases(),
    ]
    return {"trust": "public-test-keys.trust.json", "now_s": NOW_S, "cases": cases}
