"""A process of the drill: `python -m tests.drills.traceability.child ROLE NUMBER PLAN`.

Roles: `devices` posts for its share of the devices, `sequencer` makes leaves and heads, `anchorer`
brings heads onto the chain. The parent kills the last two whenever it likes.
"""

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from tests.drills.traceability.plan import Plan

STOP = "stop"
BEAT_S = 0.5  # of the sequencer; the product's own wait (anchors.limits.WAKE_AFTER_S)


def main(role: str, number: str, plan_path: str) -> None:
    plan = Plan.read(Path(plan_path))
    sys.path.append("platform")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    logging.disable(logging.WARNING)
    connection.settings_dict["NAME"] = plan.database
    settings.LEDGER_CHAIN, settings.LEDGER_CHAIN_ID = plan.chain, plan.chain_id
    settings.LEDGER_CONTRACT = plan.contract
    settings.LEDGER_ANCHOR_S = 2.0
    if role == "devices":
        from tests.drills.traceability.devices import post_all

        post_all(plan, int(number))
    else:
        turns = {"sequencer": _sequence, "anchorer": _anchor}
        _loop(plan, role, int(number), turns[role])


def _loop(plan: Plan, role: str, number: int, turn: Any) -> None:
    """A turn each beat until the stop file is there; a database that is away costs the turn."""
    import uuid

    from django.db import Error, connection

    from base import scope

    with (plan.path / f"{role}-{number}.jsonl").open("a", encoding="utf-8") as out:
        while not (plan.path / STOP).exists():
            try:
                with scope.tenant(uuid.UUID(plan.tenant)):
                    sample = turn(plan)
                out.write(json.dumps({"at": time.time(), **sample}) + "\n")
                out.flush()
            except Error:
                connection.close()
            time.sleep(BEAT_S)


def _sequence(_: Plan) -> dict[str, int]:
    from anchors.models import Log
    from anchors.selectors import cosigned_size
    from anchors.services import log_advance

    log_advance()
    return {"logged": Log.objects.get().size, "cosigned": cosigned_size()}


def _anchor(_: Plan) -> dict[str, int]:
    from anchors.selectors import anchored_size
    from anchors.services import anchors_advance

    anchors_advance()
    return {"anchored": anchored_size()}


if __name__ == "__main__":
    main(*sys.argv[1:])
