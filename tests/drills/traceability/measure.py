"""All measures of one run, as figures."""

import random
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anchors.auditing import audit
from anchors.models import Checkpoint
from anchors.services import checkpoint_now, sequence
from base import scope
from ledger.checkpoint import checkpoint_parse
from ledger.mirror import Mirror
from ledger.note import note_parse
from tests.contracts.anvil import Anvil
from tests.drills.traceability import detection, measures, rivals
from tests.drills.traceability.plan import Plan
from tests.drills.traceability.run import Run, Told
from tests.drills.traceability.street import Witnesses, witnesses

SETTLE_S = 120.0  # chosen: four times the rest of a witness that failed
MANY = 1000  # alterations of each class, by definition


@dataclass
class Measured:
    """Figures of T1 to T3 and C1 to C6; see page.py for their words."""

    plan: Plan
    told: Told
    lines: int = 0
    t1: measures.Share = field(default_factory=measures.Share)
    clean_checks: int = 0
    clean_alarms: int = 0
    t2: list[detection.Found] = field(default_factory=list)
    t3: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    c1: dict[str, int] = field(default_factory=dict)
    c2: measures.Share = field(default_factory=measures.Share)
    c3: measures.Share = field(default_factory=measures.Share)
    heads: int = 0
    c4: tuple[float, float] = (0.0, 0.0)
    interval_s: float = 0.0
    c5: detection.Found | None = None
    c6: dict[str, Any] = field(default_factory=dict)
    rivals: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def looked_at(self) -> int:
        return self.clean_checks + sum(one.clean_checks for one in self.t2)

    @property
    def false_alarms(self) -> int:
        return self.clean_alarms + sum(one.alarms_elsewhere for one in self.t2)


def measured(
    plan: Plan,
    folder: Path,
    *,
    node: Anvil | None = None,
    crash: Callable[[], None] | None = None,
    many: int = MANY,
    kill_every_s: float = 4.0,
    say: Callable[[str], None] = lambda _: None,
) -> Measured:
    """Run it, and take everything from what it left."""
    with witnesses(plan) as watching:
        say("devices post")
        told = Run(plan, watching, node=node, crash=crash, kill_every_s=kill_every_s).go()
        found = Measured(plan, told)
        with scope.tenant(uuid.UUID(plan.tenant)):
            sequence()
            _settled()
            say("consistency")
            _consistency(found, watching)
            say("lineage")
            found.t1 = measures.lineage(lambda count: _add(found, count))
            say("detection")
            _detection(found, watching, folder, many)
        say("a plain table and a hash chain")
        found.rivals = rivals.compared(many, plan.seed)
    return found


def _settled() -> None:
    """Until the head over everything has its quorum: a witness that failed is asked later again."""
    until = time.monotonic() + SETTLE_S
    while not checkpoint_now().is_cosigned:
        if time.monotonic() > until:
            raise RuntimeError("The witnesses did not come back.")
        time.sleep(1.0)


def _add(found: Measured, count: int) -> None:
    found.clean_checks += count


def _consistency(found: Measured, watching: Witnesses) -> None:
    told = found.told
    found.t3 = measures.times(told)
    found.c1 = measures.exactly_once(told)
    found.c2 = measures.in_order(told)
    found.c3, found.heads = measures.one_history(told, list(_cosigned(watching)))
    found.c4, found.interval_s = measures.converged_s(told), measures.interval_s()
    found.c6 = measures.load(told)


def _cosigned(watching: Witnesses) -> Iterable[tuple[int, bytes]]:
    """What the honest witnesses hold."""
    origin = checkpoint_parse(note_parse(Checkpoint.objects.order_by("-size")[0].note).text).origin
    for name in ("honest", "away"):
        head = watching.last(name, origin)
        if head is not None:
            yield head.size, head.root


def _clean(found: Measured, mirror: Mirror) -> None:
    done = audit(mirror)
    found.lines = done.lines
    found.clean_checks += done.checks
    found.clean_alarms += len(done.alarms)


def _detection(found: Measured, watching: Witnesses, folder: Path, many: int) -> None:
    rng = random.Random(found.plan.seed)
    mirror = detection.mirror_of(folder)
    _clean(found, mirror)
    found.t2 = detection.altered(many, mirror, rng)
    _clean(found, mirror)  # everything is back in its place
    found.t2.append(detection.restored(many, rng))
    forked, found.c5 = detection.forked(many, watching.made["honest"], mirror, rng)
    found.t2.append(forked)
