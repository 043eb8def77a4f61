"""T1, T3 and C1 to C5 of one run, as defined in docs/results/traceability.md."""

import bisect
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from anchors.bundles import bundle_under, trust_of
from anchors.keys import log_open
from anchors.models import Anchoring, Checkpoint, Leaf
from anchors.services import checkpoint_now
from anchors.store import Tree, entries_read
from audit.kinds import Kind
from audit.selectors import events
from ledger.bundle import Bundle, bundle_parse
from ledger.chain.outbox import State
from ledger.encoding import base64_decode
from ledger.merkle import ProofError, leaf_hash, verify_consistency
from ledger.tree import MemoryTree
from ledger.trust import Trust, trust_parse
from ledger.verify import STEPS, verify
from tests.drills.traceability.run import Told

LINEAGE = ("upload_finished", "clip_prepared", "report_recorded")
CHECKS_OF_A_LINE = 3  # opening, inclusion, content


@dataclass
class Share:
    held: int = 0
    of: int = 0

    def add(self, holds: bool) -> None:
        self.held += holds
        self.of += 1

    def __str__(self) -> str:
        return f"{self.held / self.of:.3f} ({self.held:,} of {self.of:,})" if self.of else "none"


def whole_tree() -> MemoryTree:
    """The log rebuilt from nothing but its entries."""
    size = log_open().size
    return MemoryTree(leaf_hash(entry) for entry in entries_read(0, size))


def lineage(checks: Callable[[int], None]) -> Share:
    """T1 over every report that was published; `checks` counts what was found in order."""
    trust = trust_parse(trust_of(log_open(), "pinned" if _is_anchored() else "none"))
    head, tree, found = checkpoint_now(), Tree(), Share()
    reports = events().filter(kind=int(Kind.REPORT_RECORDED)).values_list("id", flat=True)
    for event_id in reports.iterator(chunk_size=1000):
        data = bundle_under(head, event_id, tree)
        found.add(is_traced(data, trust))
        checks(len(STEPS) + CHECKS_OF_A_LINE * len(bundle_parse(data).history))
    return found


def is_traced(data: bytes, trust: Trust) -> bool:
    """Whether a holder of these two files can follow the video to the report and to every look."""
    return verify(data, trust, now_s=int(time.time())).is_ok and is_linked(bundle_parse(data))


def is_linked(bundle: Bundle) -> bool:
    """Each step after the one that it was made of, by the fingerprint of what was handed on."""
    lines = sorted((bundle.entry, *bundle.history), key=lambda one: one.index)
    kinds = [str(one.opening.value("/kind")) for one in lines]
    if tuple(kinds[: len(LINEAGE)]) != LINEAGE or "report_seen" not in kinds:
        return False
    capture, pose, report = (one.opening for one in lines[: len(LINEAGE)])
    videos = {
        capture.value("/payload/sha256"),
        pose.value("/payload/sha256"),
        report.value("/payload/video_sha256"),
        report.value("/report/video/sha256"),
    }
    return len(videos) == 1


def _is_anchored() -> bool:
    return Anchoring.objects.filter(state=State.FINAL).exists()


# --- T3, C4, C6 ---


def quantiles(values: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95, p99."""
    order = sorted(values)
    return tuple(order[min(len(order) - 1, int(q * len(order)))] for q in (0.5, 0.95, 0.99))  # type: ignore[return-value]


def times(told: Told) -> dict[str, tuple[float, float, float]]:
    """T3 in seconds: from an event's acknowledgement until it was seen to be so far."""
    places = {str(one): index for one, index in Leaf.objects.values_list("id", "index")}
    found = {}
    for state in ("logged", "cosigned", "anchored"):
        reached = sorted((one["at"], one[state]) for one in told.samples if one.get(state))
        ats, sizes = (
            [at for at, _ in reached],
            list(itertools.accumulate((size for _, size in reached), max)),
        )
        late = []
        for ack in told.acks:
            for event in ack["events"]:
                at = bisect.bisect_right(sizes, places[event])
                if at < len(ats):
                    late.append(max(0.0, ats[at] - ack["at"]))
        if late:
            found[state] = quantiles(late)
    return found


def interval_s() -> float:
    """The median time between two heads."""
    ats = list(Checkpoint.objects.order_by("size").values_list("created_at", flat=True))
    gaps = [(new - old).total_seconds() for old, new in itertools.pairwise(ats)]
    return quantiles(gaps)[0] if gaps else 0.0


def converged_s(told: Told) -> tuple[float, float]:
    """C4: p95 and largest, over the devices, from the last acknowledgement of all."""
    last = max(ack["at"] for ack in told.acks)
    late = [head["at"] - last for head in told.heads if head.get("home")]
    return quantiles(late)[1], max(late)


# --- C1, C2, C3 ---


def exactly_once(told: Told) -> dict[str, int]:
    """C1: distinct acknowledged events, leaves of devices' events, doubled, lost."""
    sent = [event for ack in told.acks for event in ack["events"]]
    kinds = [Kind[name.upper()] for name in LINEAGE]
    kinds += [Kind.ACCESS_USED, Kind.REPORT_SEEN, Kind.PROOF_EXPORTED]
    rows = events().filter(kind__in=[int(one) for one in kinds])
    journal = {str(one) for one in rows.values_list("id", flat=True)}
    leaves = Counter(str(one) for one in Leaf.objects.values_list("id", flat=True))
    keys = Counter((ack["device"], ack["key"]) for ack in told.acks)
    return {
        "acknowledged": len(set(sent)),
        "leaves": sum(leaves[one] for one in journal),
        "doubled": len(sent) - len(set(sent)) + sum(n - 1 for n in keys.values()),
        "never acknowledged, yet there": len(journal - set(sent)),
        "lost": sum(1 for one in sent if not leaves[one]),
    }


def in_order(told: Told) -> Share:
    """C2: posts of a device whose lines come after those of the post before it, none missing."""
    places = {str(one): index for one, index in Leaf.objects.values_list("id", "index")}
    found = Share()
    last: dict[int, int] = {}  # device -> place of its last line
    for ack in told.acks:  # a device writes them in its own order
        lines = [places.get(event, -1) for event in ack["events"]]
        found.add(lines == sorted(lines) and lines[0] > last.get(ack["device"], -1))
        last[ack["device"]] = lines[-1]
    return found


def one_history(told: Told, cosigned: Sequence[tuple[int, bytes]]) -> tuple[Share, int]:
    """C3 over all pairs of different heads that anybody holds: devices, the log, the chain, and
    witnesses (`cosigned`); and how many heads those are.
    """
    held = {(one["size"], base64_decode(one["root"])) for one in told.heads}
    held |= {(head.size, bytes(head.root)) for head in Checkpoint.objects.all()}
    held |= {(row.new_size, bytes(row.root)) for row in Anchoring.objects.all()}
    held |= set(cosigned)
    tree, found = whole_tree(), Share()
    for (old, old_root), (new, new_root) in itertools.combinations(sorted(held), 2):
        try:
            verify_consistency(old, new, old_root, new_root, tree.consistency(old, new))
        except ProofError:
            found.add(False)
        else:
            found.add(True)
    return found, len(held)


def load(told: Told) -> dict[str, Any]:
    """C6 of the run itself, faults included."""
    count = sum(len(ack["events"]) for ack in told.acks)
    first = [ack["ms"] for ack in told.acks if ack["tries"] == 1]
    span = max(ack["at"] for ack in told.acks) - min(ack["at"] for ack in told.acks)
    return {"events": count, "a second": count / span, "ms": quantiles(first)}
