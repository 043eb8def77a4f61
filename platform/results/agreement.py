"""How far the verdicts and the people who reviewed them agree, exercise by exercise."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from assessment.scoring.agreement import agreement
from results.models import Report
from results.selectors import standing_labels

DECIDED = {"correct", "incorrect"}


@dataclass
class _Told:
    """Of one exercise and one source of its verdicts."""

    pairs: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    undecided: int = 0


def agreement_records() -> list[dict[str, Any]]:
    """One record an exercise and source, those with most reviewed repetitions first.

    A pair is the verdict on a repetition and the last label a person gave it. Where either could
    not tell, or nothing was judged, it is counted apart.
    """
    told: dict[tuple[str, str], _Told] = defaultdict(_Told)
    labels = _standing_labels()
    reports = Report.objects.filter(assessment_id__in={one for one, _ in labels})
    verdicts = {
        (report.assessment_id, one["index"]): (report, one["verdict"])
        for report in reports.select_related("assessment")
        for one in report.body["repetitions"]
    }
    for key, label in labels.items():
        if key not in verdicts:
            continue
        report, verdict = verdicts[key]
        one = told[report.body["exercise"]["id"] or "", verdict["source"]]
        if {label, verdict["label"]} <= DECIDED:
            person = str(report.assessment.participant_id)
            one.pairs[person].append((verdict["label"], label))
        else:
            one.undecided += 1
    found = [_record(exercise, source, one) for (exercise, source), one in told.items()]
    return sorted(found, key=lambda one: (-one["pairs"], one["exercise"], one["source"]))


def _standing_labels() -> dict[tuple[Any, int], str]:
    """The last label not taken back, by assessment and repetition."""
    found = standing_labels().values_list("assessment_id", "repetition", "label")
    return {(key, repetition or 0): label for key, repetition, label in found}


def _record(exercise: str, source: str, one: _Told) -> dict[str, Any]:
    found = agreement(one.pairs)
    low, high = found.interval or (None, None)
    return {
        "exercise": exercise,
        "source": source,
        "pairs": found.pairs,
        "people": found.people,
        "same": found.same,
        "undecided": one.undecided,
        "kappa": found.kappa,
        "low": low,
        "high": high,
    }
