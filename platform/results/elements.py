"""Elements of a routine as people use them: the sheet, a coach's word, an athlete's progress.

The report keeps what was measured; a coach's word stands beside it and wins on the sheet. Values
are those of the element files, which hold none that no source prints.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from assessment.exercises.element_load import element_get, elements
from assessment.exercises.element_schema import Element
from audit.kinds import Kind
from audit.services import record
from base import clock
from base.errors import NotFound
from results.errors import NotARoutine, NotReviewable, UnknownElement
from results.models import Assessment, ElementReview, Report
from tenants.records import Actor

__all__ = ["element_overrule", "element_records", "overrule_withdraw", "progress", "sheet"]

# An element of a newer report is the one that a word was said of when it begins this near.
_SAME_START_S = 0.5
# Measures of a shape begin like this (elements/_fields.md).
_SHAPES = ("leg_split", "leg_below", "leading_", "free_", "body_")


def element_records() -> list[dict[str, Any]]:
    """The tables, without everyday movement."""
    return [_listed(one) for one in elements() if one.kind != "negative"]


def _listed(one: Element) -> dict[str, Any]:
    listing = one.listing
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "group": listing.group if listing else None,
        "family": listing.family if listing else None,
        "code": listing.code if listing else None,
        "value": listing.value if listing else None,
        "cycle": listing.cycle if listing else None,
    }


# --- a coach's word ---


@transaction.atomic
def element_overrule(
    row: Assessment, *, element: int, said: str, note: str, actor: Actor
) -> ElementReview:
    """Say which element number `element` of the report is; `said` empty: none.

    Raises NotReviewable without a report, NotARoutine, UnknownElement.
    """
    body = _routine(row)
    if actor.membership_id is None:
        raise NotReviewable
    found = next((one for one in body["elements"] if one["index"] == element), None)
    if found is None or (said and said not in {one["id"] for one in element_records()}):
        raise UnknownElement
    word = ElementReview.objects.create(
        assessment=row,
        start_s=found["start_s"],
        said=said,
        note=note,
        reviewer_id=actor.membership_id,
    )
    record(
        Kind.ELEMENT_OVERRULED,
        subject=("assessment", row.id),
        actor=actor.ref,
        person=row.participant_id,
        payload={"review": str(word.id), "element": element, "was": found["id"], "said": said},
    )
    return word


@transaction.atomic
def overrule_withdraw(row: Assessment, review_id: uuid.UUID, *, actor: Actor) -> None:
    """Take one's word back; it stays in the history. Raises NotFound for another's or none."""
    word = ElementReview.objects.filter(
        id=review_id, assessment=row, reviewer_id=actor.membership_id
    ).first()
    if word is None:
        raise NotFound
    if word.withdrawn_at is None:
        word.withdrawn_at = clock.now()
        word.save(update_fields=["withdrawn_at"])
        record(
            Kind.ELEMENT_OVERRULE_WITHDRAWN,
            subject=("assessment", row.id),
            actor=actor.ref,
            person=row.participant_id,
            payload={"review": str(word.id)},
        )


# --- the sheet ---


def sheet(row: Assessment) -> dict[str, Any]:
    """Rows in order of time, sums and counts. Raises NotReviewable, NotARoutine."""
    body = _routine(row)
    words = _words([row.id])
    rows = _rows(body, words)
    counted = [one for one in rows if one["counts"]]
    once = {one["element"]["id"]: one["element"] for one in counted}.values()
    known = [one["value"] for one in once if one["value"] is not None]
    return {
        "assessment": str(row.id),
        "participant": row.participant.user.name,
        "filmed_at": row.created_at.isoformat(),
        "rows": rows,
        "groups": {
            group: sum(one["element"]["group"] == group for one in counted)
            for group in ("A", "B", "C")
        },
        "counted": len(counted),
        "cannot_tell": sum(one["outcome"] == "unknown" for one in rows),
        "missed": sum(one["outcome"] == "missed" for one in rows),
        "downgraded": sum(one["downgrade"] is not None for one in rows),
        "known_sum": round(sum(known), 1),
        "known_values": len(known),
        "unknown_values": len(once) - len(known),
        "history": [_word_record(one) for one in words],
    }


def _routine(row: Assessment) -> dict[str, Any]:
    report = Report.objects.filter(assessment=row).first()
    if report is None:
        raise NotReviewable
    body: dict[str, Any] = report.body
    if body.get("kind") != "routine":
        raise NotARoutine
    return body


def _rows(body: Mapping[str, Any], words: list[ElementReview]) -> list[dict[str, Any]]:
    """One for each element of the report, as a coach's word leaves it."""
    rows: list[dict[str, Any]] = []
    first: dict[str, int] = {}
    for found in body["elements"]:
        word = next((one for one in reversed(words) if _is_of(one, found)), None)
        said = found["id"] if word is None else word.said
        outcome = found["outcome"] if word is None else "met" if said else "missed"
        counts = outcome == "met"
        repeats = first.get(said) if counts else None
        if counts:
            first.setdefault(said, found["index"])
        rows.append(
            {
                "index": found["index"],
                "start_s": found["start_s"],
                "end_s": found["end_s"],
                "at_s": found["at_s"],
                "side": found["side"],
                "confidence": found["confidence"],
                "measured_as": _listed(element_get(found["id"])),
                "element": _listed(element_get(said or found["id"])),
                "outcome": outcome,
                "counts": counts,
                "repeats": repeats,
                "checks": found["checks"],
                "measured": found["measured"],
                "downgrade": found["downgrade"]["sentence"] if found["downgrade"] else None,
                "word": None if word is None else _word_record(word),
            }
        )
    return rows


def _words(ids: Iterable[uuid.UUID]) -> list[ElementReview]:
    """All of them, oldest first, the withdrawn ones included."""
    found = ElementReview.objects.select_related("reviewer__user").filter(assessment_id__in=ids)
    return list(found.order_by("created_at", "id"))


def _is_of(word: ElementReview, found: Mapping[str, Any]) -> bool:
    near = abs(word.start_s - found["start_s"]) <= _SAME_START_S
    return near and word.withdrawn_at is None


def _word_record(word: ElementReview) -> dict[str, Any]:
    return {
        "id": str(word.id),
        "start_s": word.start_s,
        "said": _listed(element_get(word.said)) if word.said else None,
        "note": word.note,
        "reviewer_name": word.reviewer.user.name,
        "created_at": word.created_at.isoformat(),
        "withdrawn_at": word.withdrawn_at.isoformat() if word.withdrawn_at else None,
    }


# --- an athlete's progress ---


def progress(rows: Iterable[Assessment]) -> list[dict[str, Any]]:
    """Each element that was seen in these routines, with every time it was done, oldest first."""
    by_id = {row.id: row for row in rows}
    words: dict[uuid.UUID, list[ElementReview]] = {}
    for word in _words(by_id):
        words.setdefault(word.assessment_id, []).append(word)
    found: dict[str, dict[str, Any]] = {}
    reports = Report.objects.filter(assessment_id__in=by_id, body__kind="routine")
    for report in sorted(reports, key=lambda one: by_id[one.assessment_id].created_at):
        row = by_id[report.assessment_id]
        for one in _rows(report.body, words.get(row.id, [])):
            if one["word"] is not None and one["word"]["said"] is None:
                continue
            listed = one["element"]
            entry = found.setdefault(
                listed["id"], {"element": listed, "measure": _telling(listed["id"]), "done": []}
            )
            entry["done"].append(
                {
                    "assessment": str(row.id),
                    "filmed_at": row.created_at.isoformat(),
                    **{name: one[name] for name in ("index", "start_s", "outcome", "measured")},
                    "downgrade": one["downgrade"],
                }
            )
    return sorted(found.values(), key=lambda one: one["element"]["name"])


def _telling(element_id: str) -> str:
    """The first requirement on a shape, else the first."""
    asked = [one.measure for one in element_get(element_id).requirements]
    return next((one for one in asked if one.startswith(_SHAPES)), asked[0])
