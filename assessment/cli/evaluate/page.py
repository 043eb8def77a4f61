"""`evaluate page`: docs/results/pose.md from the records of rendered suites, never by hand."""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assessment.cli.evaluate import limits
from assessment.cli.evaluate.compare import ANGLES, JOINTS
from assessment.core.errors import AssessmentError
from assessment.simulation.suite import suite_clips

__all__ = ["page", "run_page"]

Record = Mapping[str, Any]
_VIEWS = ("front", "side", "three_quarter")

_HEAD = """# Rendered people: what the engine sees of them

Written by `python -m assessment evaluate page`; do not edit it. How the people are made and what
they can't show: [simulation](../algorithms/simulation.md), where the causes of what falls short
stand too. A rendered person is no substitute for a real clip: these figures say how exactly joints
are placed, not how often a real room, real clothes or bad light lead astray.
"""
_COMMANDS = """## How it was measured

```
python -m assessment render --suite NAME --out suites/NAME
python -m assessment evaluate pose --half-rate --data suites/views --json views.json
python -m assessment evaluate pose --data suites/fast --json fast.json
python -m assessment evaluate pose --data suites/off_view --json off_view.json
python -m assessment evaluate rubric --data suites/faults --json faults.json
python -m assessment evaluate page views.json fast.json off_view.json faults.json --out FILE
```
"""


def run_page(arguments: argparse.Namespace) -> int:
    records = {}
    for path in arguments.records:
        record = json.loads(path.read_text(encoding="utf-8"))
        records[record["data"]] = record
    arguments.out.write_text(page(records), encoding="utf-8")
    return 0


def page(records: Mapping[str, Record]) -> str:
    """The page of records by the name of their suite. Raises AssessmentError without `views`."""
    if "views" not in records:
        raise AssessmentError(
            "record_missing", "The page needs the record of the suite `views`; give it first."
        )
    views = records["views"]
    parts = [_HEAD, _COMMANDS, _protocols(records.values()), _summary(records)]
    parts += [_joints(views), _exercises(views)]
    if "fast" in records:
        parts.append(_fast(records["fast"]))
    if "off_view" in records:
        parts.append(_off_view(records["off_view"]))
    if "faults" in records:
        parts.append(_faults(records["faults"]))
    return "\n".join(parts)


def _protocols(records: Iterable[Record]) -> str:
    rows = [f"* `{one['data']}`, {_clips(one)}: {one['protocol']}." for one in records]
    return "\n".join(rows) + "\n"


def _clips(record: Record) -> str:
    """How many of the suite's clips were measured."""
    whole = sum(1 for _ in suite_clips(record["data"]))
    return f"{record['n']} of {whole} clips"


def _summary(records: Mapping[str, Record]) -> str:
    rows = [*_views_rows(records["views"])]
    if "fast" in records:
        rows += _fast_rows(records["fast"])
    if "off_view" in records:
        figures = records["off_view"]["metrics"]
        quiet = figures["n"] - figures["clips_with_angles"]
        rows.append(
            ("30 degrees off: clips without an angle", "all", f"{quiet} of {figures['n']}",
             quiet == figures["n"])
        )  # fmt: skip
    if "faults" in records:
        rows += _fault_rows(records["faults"])
    body = [(name, limit, value, "yes" if met else "**no**") for name, limit, value, met in rows]
    return "## Against the acceptance\n\n" + _table(("figure", "limit", "measured", "met"), body)


Row = tuple[str, str, str, bool]


def _views_rows(record: Record) -> Iterator[Row]:
    for label, figures in (
        ("accepted views", record["by"]["accepted"]["yes"]),
        ("all views", record["metrics"]),
    ):
        yield _row(f"detection, {label}", figures["detection_rate"], at_least=limits.DETECTION)
        error = figures["landmark_error_torso"]
        yield f"median landmark error, {label}", "6 %", _percent(error), error <= 0.06
        swaps = figures["swaps_per_1000"]
        yield f"swaps left in 1000 frames, {label}", "1", f"{swaps:g}", swaps <= 1.0
    rows = _rows(record)
    for name, limit in limits.ANGLE_DEG.items():
        mean = _mean(record, name)
        yield f"{name}, mean error, recommended view", f"{limit:g}°", f"{mean:.1f}°", mean <= limit
    correlation = record["metrics"]["principal_correlation"]
    yield _row("lowest correlation of a principal curve", correlation, at_least=limits.CORRELATION)
    accepted = [(e, row) for e, _, row in rows if row["accepted"]]
    whole = sum(not limits.short(e, row) for e, row in accepted)
    yield (
        "exercises and accepted views that meet every limit",
        "all",
        f"{whole} of {len(accepted)}",
        whole == len(accepted),
    )
    figures = record["metrics"]
    if figures["half_rate_ranges"]:
        kept, n = figures["half_rate_within"], figures["half_rate_ranges"]
        yield (
            "half the frame rate: ranges that change by no more than their error",
            "all",
            f"{kept} of {n}",
            kept == n,
        )


def _fast_rows(record: Record) -> Iterator[Row]:
    for name, limit in limits.ANGLE_DEG.items():
        mean, most = _mean(record, name), limits.FAST_TIMES * limit
        yield f"{name}, fast repetitions", f"{most:g}°", f"{mean:.1f}°", mean <= most
    rows = _rows(record)
    whole = sum(not _fast_short(e, row) for e, _, row in rows)
    yield (
        "exercises that meet 1.5 times every limit in fast repetitions",
        "all",
        f"{whole} of {len(rows)}",
        whole == len(rows),
    )


def _fault_rows(record: Record) -> Iterator[Row]:
    figures, spread = record["metrics"], record["by"]["interval"]
    for name, label, limit in (
        ("finding_recall", "planted faults found", limits.FINDINGS_FOUND),
        ("false_findings", "correct repetitions blamed", limits.FINDINGS_FALSE),
    ):
        value, (low, high) = figures[name], spread[name]
        met = value >= limit if name == "finding_recall" else value <= limit
        shown = f"{value:.3f} ({low:.2f} to {high:.2f}), {len(record['by']['exercise'])} exercises"
        yield label, f"{limit:.2f}", shown, met


def _row(name: str, value: float, *, at_least: float) -> Row:
    return name, f"{at_least:g}", f"{value:.3f}", value >= at_least


def _mean(record: Record, name: str) -> float:
    """Over the exercises that report it, in their recommended view, each counting once."""
    values = [
        row["angle"][name]
        for exercise, _, row in _rows(record)
        if row["angle"][name] is not None and limits.reported(exercise, name)
    ]
    return sum(values) / len(values) if values else 0.0


def _rows(record: Record) -> list[tuple[str, str, Mapping[str, Any]]]:
    return [(*key.split("/"), row) for key, row in record["by"]["exercise_view"].items()]


def _joints(record: Record) -> str:
    head = ("joint", "all: median", "95th percentile", *(f"{v}" for v in _VIEWS))
    body = []
    for joint in JOINTS:
        row = record["by"]["joint"][joint]
        by_view = [row["view"].get(view, {}).get("landmark_error_torso") for view in _VIEWS]
        body.append(
            (
                joint,
                _percent(row["landmark_error_torso"]),
                _percent(row["landmark_error_torso_p95"]),
                *(_percent(one) for one in by_view),
            )
        )
    title = (
        "## By joint\n\nError in share of the torso square to the camera; by view the median.\n\n"
    )
    return title + _table(head, body)


def _exercises(record: Record) -> str:
    title = (
        "## By exercise and view\n\n"
        "Hidden: share of the joints that the network does not see, which no figure is taken of. "
        "Median error in share of the torso, also by joint; mean absolute error of the planar "
        "angles in degrees, in the recommended view (bold); r: lowest correlation of the principal "
        "curve. A view in brackets is not accepted: the report says so and gives no angle. An "
        "angle in brackets is not in the report of the exercise, and has no limit.\n\n"
    )
    head = (
        "exercise", "view", "clips", "found", "hidden", "error", "p95", *JOINTS,
        *(f"{name}°" for name in ANGLES), "r", "swaps", "falls short",
    )  # fmt: skip
    return title + _table(head, [_exercise(*row) for row in _rows(record)])


def _exercise(exercise: str, view: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    shown = f"**{view}**" if row["recommended"] else view if row["accepted"] else f"({view})"
    missed = limits.short(exercise, row)
    return (
        exercise,
        shown,
        str(row["n"]),
        f"{row['detection_rate']:.3f}",
        _percent(row["joints_hidden"]),
        _percent(row["landmark_error_torso"]),
        _percent(row["landmark_error_torso_p95"]),
        *(_percent(row["joint"][joint]) for joint in JOINTS),
        *(_angle(exercise, name, row) for name in ANGLES),
        _one(row["principal_correlation"], 3),
        f"{row['swaps_per_1000']:g}",
        ", ".join(missed) or "none",
    )


def _angle(exercise: str, name: str, row: Mapping[str, Any]) -> str:
    value = _one(row["angle"][name])
    return value if not value or limits.reported(exercise, name) else f"({value})"


def _fast(record: Record) -> str:
    title = (
        "## Fast repetitions\n\nRepetitions of 0.7 s, recommended view. Limits are "
        "1.5 times those above; the correlation has none.\n\n"
    )
    head = ("exercise", "view", "found", "error", *(f"{n}°" for n in ANGLES), "r", "falls short")
    body = [
        (
            exercise,
            view,
            f"{row['detection_rate']:.3f}",
            _percent(row["landmark_error_torso"]),
            *(_angle(exercise, name, row) for name in ANGLES),
            _one(row["principal_correlation"], 3),
            ", ".join(_fast_short(exercise, row)) or "none",
        )
        for exercise, view, row in _rows(record)
    ]
    return title + _table(head, body)


def _fast_short(exercise: str, row: Mapping[str, Any]) -> list[str]:
    missed = limits.short(exercise, row, limits.FAST_TIMES)
    return [one for one in missed if one != "correlation"]


def _off_view(record: Record) -> str:
    title = (
        "## Thirty degrees off\n\nThe recommended view, turned by 30 degrees to both sides; every "
        "movement is correct. An angle would be wrong by more than its error, and a rule could not "
        "be judged, so neither should be given.\n\n"
    )
    head = ("exercise", "from", "views seen", "clips with an angle", "rules called broken")
    body = [
        (
            exercise,
            view,
            ", ".join(row["found_view"]),
            f"{row['clips_with_angles']} of {row['n']}",
            ", ".join(row["rules"]) or "none",
        )
        for exercise, view, row in _rows(record)
    ]
    return title + _table(head, body)


def _faults(record: Record) -> str:
    head = ("exercise", "planted", "found", "correct repetitions", "blamed", "missed")
    body = []
    for exercise, row in record["by"]["exercise"].items():
        clips = {n: c for n, c in record["by"]["clip"].items() if n.split("-")[0] == exercise}
        missed = sorted({code for clip in clips.values() for code in clip["missed"]})
        found = sum(clip["found"] for clip in clips.values())
        blamed = sum(clip["blamed"] for clip in clips.values())
        body.append(
            (exercise, f"{row['planted']:g}", str(found), f"{row['correct']:g}", str(blamed),
             ", ".join(missed) or "none")
        )  # fmt: skip
    title = "## Planted faults\n\nRight rule, joint and phase, in the very repetition.\n\n"
    return title + _table(head, body)


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _one(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:.{digits}f}"
