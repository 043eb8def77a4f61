"""What pages show of results that other models made, and of analysing them again."""

import uuid
from collections import defaultdict
from typing import Any

from base.errors import NotFound
from results.again import under_way
from results.baselines import baseline_against
from results.judging import outdated
from results.models import Assessment, Baseline, Reanalysis, Report

_PARTS = ("exercise", "models", "software", "baseline")


def again_record(row: Assessment) -> dict[str, Any]:
    """Whether and why a clip would be judged otherwise today, what is being done, what was done."""
    report = Report.objects.filter(assessment=row).first()
    if report is None:
        raise NotFound
    against = baseline_against(row)
    rows = Reanalysis.objects.select_related("job", "asked_by__user").filter(assessment=row)
    newest = rows.order_by("-created_at", "-id").first()
    return {
        "outdated": outdated(report.body, str(against.id) if against else None),
        "now": _state(newest),
        "percent": newest.job.percent if newest and newest.job and not newest.ended_at else None,
        "sentence": (newest.job.reason_sentence or None) if newest and newest.job else None,
        "history": [
            _ended(one) for one in rows.filter(changes__isnull=False).order_by("-ended_at")
        ],
    }


def outdated_rows(exercise: str) -> list[Assessment]:
    """Finished assessments of an exercise whose report others made."""
    ids = [key for key, name, reasons in _looked_at() if name == exercise and reasons]
    return list(Assessment.objects.select_related("job").filter(id__in=ids).order_by("id"))


def standing_records() -> list[dict[str, Any]]:
    """By exercise: how many reports, how many others made, how many are being made again."""
    busy = set(under_way().values_list("assessment_id", flat=True))
    found: dict[str, dict[str, Any]] = {}
    for key, name, reasons in _looked_at():
        one = found.setdefault(
            name,
            {"exercise": name, "reports": 0, "outdated": 0, "under_way": 0, "reasons": set()},
        )
        one["reports"] += 1
        one["outdated"] += bool(reasons)
        one["under_way"] += key in busy
        one["reasons"] |= set(reasons)
    changed = _changed()
    return [
        {**one, "reasons": sorted(one["reasons"]), **changed[name]}
        for name, one in sorted(found.items())
    ]


def _looked_at() -> list[tuple[uuid.UUID, str, list[str]]]:
    """Assessment, exercise and reasons of every report that names an exercise."""
    force = {
        (one.participant_id, one.exercise): one
        for one in Baseline.objects.filter(withdrawn_at__isnull=True)
    }
    rows = Report.objects.values_list(
        "assessment_id", "assessment__participant_id", *(f"body__{part}" for part in _PARTS)
    )
    found = []
    for key, person, *parts in rows:
        body = dict(zip(_PARTS, parts, strict=True))
        name = body["exercise"]["id"]
        if not name:
            continue
        own = force.get((person, name))
        against = str(own.id) if own is not None and own.assessment_id != key else None
        found.append((key, name, outdated(body, against)))
    return found


def _changed() -> dict[str, dict[str, int]]:
    """By exercise: repetitions of all analyses done again, and how many of them changed."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"repetitions": 0, "changed": 0})
    done = Reanalysis.objects.filter(changes__isnull=False)
    for name, changes in done.values_list("body__exercise__id", "changes"):
        if name and changes:
            counts[name]["repetitions"] += changes["before"]
            counts[name]["changed"] += len(changes["changes"])
    return counts


def _state(one: Reanalysis | None) -> str | None:
    """waiting, working, failed; None when nothing is being done."""
    if one is None or one.ended_at is not None:
        return None
    if one.job is None or one.job.state == "queued":
        return "waiting"
    return "working" if one.job.state == "running" else "failed"


def _ended(one: Reanalysis) -> dict[str, Any]:
    body, changes = one.body or {}, one.changes or {}
    return {
        "id": one.id,
        "ended_at": one.ended_at,
        "asked_by": one.asked_by.user.name,
        "recorded_at": one.recorded_at,
        "models": body["models"],
        **changes,
    }
