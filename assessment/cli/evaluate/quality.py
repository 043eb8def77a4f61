"""`evaluate quality`: reasons of the gate against defects that a label file names.

What counts as a named defect: docs/algorithms/quality.md.
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.watched import kept_in, runtime, told
from assessment.core.errors import AssessmentError
from assessment.core.units import JSON
from assessment.exercises import exercise_find
from assessment.pipeline import Plan, ReportEvent, assess

__all__ = ["run_quality"]

# Defect -> what names it in the notes, and the reasons that answer it.
_NOTED = {
    "dark": (re.compile(r"dark|dusk|silhouette", re.IGNORECASE), {"too_dark"}),
    "body_cut": (
        re.compile(
            r"out of (the )?frame|leaves the frame|head cut|without the head|upper body only"
        ),
        {"feet_out", "head_out", "too_near"},
    ),
}
_SEVERAL = {"several_people"}
# Whether these are right depends on the exercise's advice and not on the recording.
_NO_DEFECT = frozenset({"wrong_view", "other_view"})
_PROTOCOL = (
    "defects by the rule of docs/algorithms/quality.md from the columns people and notes; a clip "
    "without one is clean, and any warning or blocking reason on it (views apart) is false; "
    "thresholds come from the capture gate and from rendered people, and the clips were looked "
    "at while the gate was written; pose: "
)


@dataclass(frozen=True, kw_only=True)
class _Labelled:
    file: str
    row: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class _Gated:
    """One clip: defects its label names, and reason -> severity as found."""

    file: str
    view: str
    defects: tuple[str, ...]
    reasons: dict[str, str]
    found_view: str | None
    refusal: str | None

    def answers(self, defect: str) -> set[str]:
        """Reasons found that answer this defect."""
        meant = _SEVERAL if defect == "several_people" else _NOTED[defect][1]
        return meant & self.reasons.keys()

    @property
    def false_reasons(self) -> list[str]:
        return sorted(
            reason
            for reason, severity in self.reasons.items()
            if severity != "note" and reason not in _NO_DEFECT
        )


def run_quality(arguments: argparse.Namespace) -> int:
    path = arguments.data / "labels.csv"
    if not path.is_file():
        raise AssessmentError(
            "labels_missing", "This folder has no labels.csv. Give the folder of labelled clips."
        )
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with kept_in(arguments.cache) as kept:
        labelled = [_Labelled(file=row["file"], row=row) for row in rows]
        gated = [_gated(clip.row, arguments.data, kept) for clip in told(labelled)]
    json_write(_record(arguments.data, gated), arguments.json)
    return 0


def _defects(row: dict[str, str]) -> tuple[str, ...]:
    noted = tuple(name for name, (words, _) in _NOTED.items() if words.search(row["notes"]))
    return (*noted, "several_people") if int(row["people"] or 1) > 1 else noted


def _gated(row: dict[str, str], data: Path, kept: Path) -> _Gated:
    refusal, report = None, None
    try:
        report = _report(row, data, kept)
    except AssessmentError as error:
        refusal = error.sentence
    quality = report["quality"] if report else []
    view = report["view"] if report else None
    return _Gated(
        file=row["file"],
        view=row["view"],
        defects=_defects(row),
        reasons={one["reason"]: one["severity"] for one in quality},
        found_view=view["name"] if view else None,
        refusal=refusal,
    )


def _report(row: dict[str, str], data: Path, kept: Path) -> dict[str, Any]:
    """From `kept` when it is there already."""
    place = kept / (row["file"].replace("/", "_") + ".report.json")
    if place.is_file():
        found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return found
    exercise = exercise_find(row["exercise"])
    plan = Plan(exercise=exercise.id if exercise else None)
    with closing(assess(data / row["file"], plan)) as events:
        payloads = [event.payload() for event in events if isinstance(event, ReportEvent)]
    place.write_text(json.dumps(payloads[0], allow_nan=False), encoding="utf-8")
    return dict(payloads[0])


def _record(data: Path, gated: Sequence[_Gated]) -> dict[str, JSON]:
    named = [(one, defect) for one in gated for defect in one.defects]
    clean = [one for one in gated if not one.defects and one.refusal is None]
    kinds = sorted({defect for _, defect in named})
    by_kind: dict[str, JSON] = {
        kind: {
            "n": sum(defect == kind for _, defect in named),
            "answered": sum(bool(one.answers(kind)) for one, defect in named if defect == kind),
        }
        for kind in kinds
    }
    by_clip: dict[str, JSON] = {
        one.file: {
            "defects": list(one.defects),
            "reasons": dict(one.reasons),
            "false": [] if one.defects else list(one.false_reasons),
            "view": one.view,
            "found_view": one.found_view,
            "refusal": one.refusal,
        }
        for one in gated
    }
    return {
        "task": "quality",
        "data": data.name,
        "protocol": _PROTOCOL + runtime(),
        "n": len(gated),
        "metrics": {
            "defect_recall": _share([bool(one.answers(defect)) for one, defect in named]),
            "false_reason_rate": _share([bool(one.false_reasons) for one in clean]),
            "view_agrees": _share([_same_view(one) for one in gated if one.found_view]),
        },
        "baselines": {
            "never_a_reason": {"defect_recall": 0.0, "false_reason_rate": 0.0},
            "always_every_reason": {"defect_recall": 1.0, "false_reason_rate": 1.0},
        },
        "by": {
            "defect": by_kind,
            "reason": _by_reason(named, clean),
            "view": _by_view(gated),
            "clip": by_clip,
        },
    }


def _by_reason(named: Sequence[tuple[_Gated, str]], clean: Sequence[_Gated]) -> dict[str, JSON]:
    """Of each reason: defects it answers, clean clips on which it is false, and their share."""
    answers = Counter(reason for one, defect in named for reason in one.answers(defect))
    false = Counter(reason for one in clean for reason in one.false_reasons)
    return {
        reason: {
            "answers": answers[reason],
            "false": false[reason],
            "false_reason_rate": _share([reason in one.false_reasons for one in clean]),
        }
        for reason in sorted(answers.keys() | false.keys())
    }


def _share(facts: Sequence[bool]) -> float:
    return round(sum(facts) / len(facts), 4) if facts else 0.0


def _same_view(one: _Gated) -> bool:
    return one.found_view == one.view.replace("-", "_")


def _by_view(gated: Sequence[_Gated]) -> dict[str, JSON]:
    names = sorted({one.view for one in gated})
    return {
        name: {
            "n": sum(one.view == name for one in gated),
            "agrees": sum(_same_view(one) for one in gated if one.view == name),
        }
        for name in names
    }
