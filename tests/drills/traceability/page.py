"""docs/results/traceability.md from the figures, and nothing by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.bench.machine import machine
from tests.drills.traceability.measure import Measured

TITLE = """# Traceability and consistency

The two measures of the aerobics paper, which it claims and does not define; defined here, and taken on the running ledger by one command:

```
make traceability
```

Everything is the product's: events go through `audit.services.record` and `base.idempotency`, leaves and heads through `anchors`, proofs through its bundles and `ledger.verify`, heads through witnesses over HTTP. What the devices send is made up: a result is four posts (clip taken, clip prepared, report, and a guest's look with the proof's export) and six events.
"""
DEFINED = """## What is measured

| | |
|---|---|
| T1 lineage | reports for which somebody with the bundle and the trust file alone (chain heads pinned in it) follows clip, preparation, report and every look: each line in the log, in this order, each made of the one before by its fingerprint. That a guest's grant was in force at each look is checked by the audit pass, not by the bundle |
| T2 detection | alterations that one audit pass (`ledger_audit`, with a copy of the log that somebody else keeps) names, 10 classes; alarms about what was not altered |
| T3 time | from a device's acknowledgement until the event is a line, cosigned by two of three witnesses, in a final block |
| C1 exactly once | events acknowledged against lines of the log |
| C2 order | posts of a device whose lines come after those of its post before |
| C3 one history | pairs of different heads held by devices, log, chain and witnesses with a consistency proof |
| C4 convergence | from the last acknowledgement until every device holds a head over all; goal: two intervals between heads |
| C5 fork | other histories signed with the log's own key, shown to a device that holds a head |
| C6 load | acknowledged events a second; time of a post that was not repeated |

Not found by anything: what was never recorded. An administrator who holds back an event before it is a line leaves no trace in the log; the device, which has an acknowledgement and no line, is the witness of that (C1).
"""


def page(runs: Sequence[Measured], notes: Sequence[str]) -> str:
    """The largest run comes last and is told in full."""
    main = runs[-1]
    day = datetime.now(tz=UTC).date().isoformat()
    parts = [
        TITLE,
        f"Machine: {machine()}, {day}.",
        "",
        *notes,
        "",
        DEFINED,
        _summary(main),
        _faults(main),
    ]
    parts += [_detected(main), _rivals(main), _devices(runs)]
    return "\n".join(parts) + "\n"


def _summary(one: Measured) -> str:
    found, injected = sum(t.found for t in one.t2), sum(t.injected for t in one.t2)
    rows = [
        ("results, devices, lines", f"{one.plan.results:,}, {one.plan.devices}, {one.lines:,}", ""),
        ("T1 lineage", str(one.t1), "1.000"),
        ("T2 found", f"{found:,} of {injected:,}", "all"),
        (
            "T2 false alarms",
            f"{one.false_alarms} in {one.looked_at:,} clean checks",
            "0 in 1,000,000",
        ),
        *((f"T3 {name}, s: p50, p95, p99", _three(told), "") for name, told in one.t3.items()),
        ("C1 acknowledged, lines", f"{one.c1['acknowledged']:,}, {one.c1['leaves']:,}", "the same"),
        ("C1 doubled, lost", f"{one.c1['doubled']}, {one.c1['lost']}", "0, 0"),
        ("C2 order", str(one.c2), "1.000"),
        (f"C3 one history, {one.heads} heads", str(one.c3), "1.000"),
        (
            "C4 convergence, s: p95, largest",
            f"{one.c4[0]:.1f}, {one.c4[1]:.1f}; a head every {one.interval_s:.1f}",
            "two intervals",
        ),
        ("C5 forks seen", f"{one.c5.found:,} of {one.c5.injected:,}" if one.c5 else "", "all"),
        ("C6 events a second", f"{one.c6['a second']:,.0f}", "2,000"),
        ("C6 ms: p50, p95, p99", _three(one.c6["ms"]), "p99 at most 100"),
    ]
    lines = [f"| {what} | {told} | {goal} |" for what, told, goal in rows]
    return "\n".join(["## Figures", "", "| measure | figure | goal |", "|---|---|---|", *lines])


def _faults(one: Measured) -> str:
    chosen, acks = one.plan.faults, one.told.acks
    again = sum(ack["tries"] - 1 for ack in acks)
    rows = [
        ("posts", f"{len(acks):,}"),
        ("sent again, since request or reply was lost", f"{again:,}"),
        ("late copies, out of order", f"about {chosen.late_copy * len(acks):,.0f}"),
        ("clocks of device processes", f"off by up to {chosen.skew_s / 60:.0f} minutes"),
        *((what, str(count)) for what, count in sorted(one.told.faults.items())),
        ("witnesses", "three, of which one lies"),
        ("chain", "embedded" if one.plan.chain == "embedded" else "a node, blocks undone"),
    ]
    lines = [f"| {what} | {told} |" for what, told in rows]
    return "\n".join(["", "## Faults", "", "| fault | how often |", "|---|---|", *lines])


def _detected(one: Measured) -> str:
    lines = [f"| {t.name} | {t.found:,} of {t.injected:,} |" for t in one.t2]
    head = ["", "## Detection by class", "", "| alteration | found |", "|---|---|"]
    return "\n".join([*head, *lines])


def _rivals(one: Measured) -> str:
    names = ("plain", "plain, made anew", "chain", "chain, made anew", "witnessed, made anew")
    head = [
        "",
        "## Beside a plain table and a hash chain",
        "",
        "The same classes against 64 rows a trial: a plain audit table with numbers, a hash chain that nobody else keeps, and this log. “Made anew”: the administrator also makes numbers, hashes and signatures anew, as whoever has the database and the server can.",
        "",
        f"| alteration | {' | '.join(names)} |",
        "|---|---|---|---|---|---|",
    ]
    lines = [
        f"| {name} | {' | '.join(f'{told[which]:,}' for which in names)} |"
        for name, told in one.rivals.items()
    ]
    return "\n".join([*head, *lines])


def _devices(runs: Sequence[Measured]) -> str:
    head = [
        "",
        "## By number of devices",
        "",
        "| devices | results | T1 | lost, doubled | C2 | C3 | C4 p95, s | C6 events a second |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines = [
        f"| {one.plan.devices} | {one.plan.results:,} | {one.t1} | {one.c1['lost']}, "
        f"{one.c1['doubled']} | {one.c2} | {one.c3} | {one.c4[0]:.1f} | {one.c6['a second']:,.0f} |"
        for one in runs
    ]
    return "\n".join([*head, *lines])


def _three(values: Sequence[float]) -> str:
    return ", ".join(f"{one:,.1f}" for one in values)
