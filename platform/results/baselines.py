"""A person's own baseline: set from accepted repetitions, withdrawn, loaded for a new analysis."""

import uuid
from typing import Any, cast

import numpy as np
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks, landmarks_load
from assessment.exercises import exercise_find, exercise_get
from assessment.exercises.schema import View
from assessment.report.judges import verdict_source
from assessment.scoring.repetitions import Repetition, RepetitionSide
from assessment.scoring.technique.own import (
    BASELINE,
    OwnBaseline,
    can_have_own,
    is_current,
    own_baseline,
)
from audit.kinds import Kind
from audit.records import SYSTEM
from audit.services import record
from base import clock
from base.ids import uuid7
from media.store import local_copy
from results.errors import BaselineRefused, BaselineTaken, NoBaseline, NotReviewable, TooFewAccepted
from results.judging import exercise_of, weights_folder
from results.models import Assessment, Baseline, Report
from results.selectors import standing_labels
from tenants.records import Actor

FEWEST = BASELINE

Span = tuple[float, float, RepetitionSide]  # seconds, and the side that worked


def accepted(row: Assessment) -> list[int]:
    """Repetitions whose standing label, the last one not taken back, is "correct"."""
    labels = standing_labels().filter(assessment=row)
    standing = dict(labels.values_list("repetition", "label"))
    return sorted(one for one, label in standing.items() if one and label == "correct")


@transaction.atomic
def baseline_set(row: Assessment, *, actor: Actor) -> Baseline:
    """From the accepted repetitions of a clip; the one in force before is withdrawn.

    Raises NotReviewable without a report, TooFewAccepted, BaselineTaken, and BaselineRefused with
    the engine's sentence (exercise, view, too little seen).
    """
    Assessment.objects.select_for_update().get(id=row.id)
    report = Report.objects.filter(assessment=row).first()
    if report is None or actor.membership_id is None:
        raise NotReviewable
    spans = {
        one["index"]: (one["start_s"], one["end_s"], one["side"])
        for one in report.body["repetitions"]
    }
    numbers = [one for one in accepted(row) if one in spans]
    own = _made(report, [spans[one] for one in numbers], uuid7())
    for one in _in_force(row.participant_id, own.exercise_id).filter(view=own.view):
        _end(one, actor)
    try:
        with transaction.atomic():
            kept = Baseline.objects.create(
                id=uuid.UUID(own.id),
                participant_id=row.participant_id,
                exercise=own.exercise_id,
                view=own.view,
                assessment=row,
                repetitions=numbers,
                spans=[spans[one] for one in numbers],
                rows=_stored(own),
                feature_set=own.feature_set,
                weights_sha256=own.weights_sha256,
                set_by_id=actor.membership_id,
            )
    except IntegrityError as taken:  # another clip of the person at the same moment
        raise BaselineTaken from taken
    record(
        Kind.BASELINE_SET,
        subject=("assessment", row.id),
        actor=actor.ref,
        person=row.participant_id,
        payload=_told(kept) | {"repetitions": numbers, "weights_sha256": own.weights_sha256},
    )
    return kept


@transaction.atomic
def baseline_withdraw(row: Assessment, *, actor: Actor) -> None:
    """End the one in force for the person and exercise of this clip. Raises NoBaseline."""
    found = baseline_of_clip(row)
    if found is None:
        raise NoBaseline
    _end(Baseline.objects.select_for_update().get(id=found.id), actor)


def baselines_of_clip(row: Assessment) -> QuerySet[Baseline]:
    """All of the person and exercise of a clip, newest first."""
    rows = Baseline.objects.select_related("assessment", "set_by__user", "withdrawn_by__user")
    own = rows.filter(participant_id=row.participant_id, exercise=_exercise(row))
    return own.order_by("-created_at", "-id")


def baseline_of_clip(row: Assessment) -> Baseline | None:
    """The one in force for the person and exercise of a clip."""
    return _in_force(row.participant_id, _exercise(row)).first()


def baseline_against(row: Assessment) -> Baseline | None:
    """The one that a new analysis of this clip is held against: never that of its own repetitions,
    which would be compared with themselves.
    """
    found = baseline_of_clip(row)
    return None if found is None or found.assessment_id == row.id else found


def own_for(row: Assessment) -> OwnBaseline | None:
    """What a new analysis of this clip is held against: the baseline in force.

    One that other code or weights made is made again from the landmarks of its repetitions; None
    where that is not possible any more (its page says so).
    """
    found = baseline_against(row)
    if found is None:
        return None
    own = _kept(found)
    return own if is_current(own, weights_folder()) else _renewed(found)


def is_usable(one: Baseline) -> bool:
    """Whether a new analysis can be held against it."""
    return is_current(_kept(one), weights_folder()) or _source(one) is not None


def _in_force(participant_id: uuid.UUID, exercise: str) -> QuerySet[Baseline]:
    return Baseline.objects.filter(
        participant_id=participant_id, exercise=exercise, withdrawn_at__isnull=True
    )


def _exercise(row: Assessment) -> str:
    """As the report says, else as it was given."""
    report = Report.objects.filter(assessment=row).values_list("body__exercise__id", flat=True)
    return report.first() or row.exercise


def _made(report: Report, spans: list[Span], id_: uuid.UUID) -> OwnBaseline:
    if len(spans) < FEWEST:
        raise TooFewAccepted
    exercise = exercise_of(report.body)
    if exercise is None:
        raise BaselineRefused
    try:
        return own_baseline(
            _landmarks(report), exercise, _of(spans), id_=str(id_), folder=weights_folder()
        )
    except AssessmentError as error:
        raise BaselineRefused(error.sentence) from error


def _stored(own: OwnBaseline) -> list[list[float | None]]:
    """As JSON: a figure that was never seen is null there and NaN here."""
    return [[None if np.isnan(one) else float(one) for one in row] for row in own.rows]


def _of(spans: list[Span]) -> list[Repetition]:
    return [
        Repetition(index=number, start_s=start_s, end_s=end_s, side=side)
        for number, (start_s, end_s, side) in enumerate(spans, 1)
    ]


def _landmarks(report: Report) -> Landmarks:
    with local_copy(report.landmarks_key) as path:
        return landmarks_load(path)


def _kept(one: Baseline) -> OwnBaseline:
    return OwnBaseline(
        id=str(one.id),
        exercise_id=one.exercise,
        view=cast("View", one.view),
        repetitions=len(one.repetitions),
        rows=np.array(one.rows, np.float64),
        feature_set=one.feature_set,
        weights_sha256=one.weights_sha256,
    )


def _source(one: Baseline) -> Report | None:
    """The report whose landmarks hold its repetitions, while they are there."""
    report = Report.objects.filter(assessment_id=one.assessment_id).first()
    return report if report is not None and default_storage.exists(report.landmarks_key) else None


def _renewed(one: Baseline) -> OwnBaseline | None:
    report = _source(one)
    if report is None:
        return None
    try:
        own = own_baseline(
            _landmarks(report),
            exercise_get(one.exercise),
            _of(one.spans),
            id_=str(one.id),
            folder=weights_folder(),
        )
    except AssessmentError:
        return None
    with transaction.atomic():
        Baseline.objects.filter(id=one.id).update(
            rows=_stored(own), feature_set=own.feature_set, weights_sha256=own.weights_sha256
        )
        record(
            Kind.BASELINE_RENEWED,
            subject=("assessment", one.assessment_id),
            actor=SYSTEM,
            person=one.participant_id,
            payload=_told(one) | {"weights_sha256": own.weights_sha256},
        )
    return own


def _end(one: Baseline, actor: Actor) -> None:
    one.withdrawn_at, one.withdrawn_by_id = clock.now(), actor.membership_id
    one.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        Kind.BASELINE_WITHDRAWN,
        subject=("assessment", one.assessment_id),
        actor=actor.ref,
        person=one.participant_id,
        payload=_told(one),
    )


def _told(one: Baseline) -> dict[str, Any]:
    return {"baseline": str(one.id), "exercise": one.exercise, "view": one.view}


def baseline_record(row: Assessment) -> dict[str, Any]:
    """What the page of a clip shows of the person's own baseline."""
    body = Report.objects.filter(assessment=row).values_list("body", flat=True).first()
    exercise = exercise_find(_exercise(row))
    rows = [_shown(one) for one in baselines_of_clip(row)]
    compared = ((body or {}).get("baseline") or {}).get("id")
    force = baseline_of_clip(row)
    return {
        "known": exercise is not None and can_have_own(exercise.id),
        "speaks": exercise is not None and verdict_source(exercise, weights_folder()) == "learned",
        "accepted": accepted(row),
        "fewest": FEWEST,
        "in_force": next((one for one in rows if force and one["id"] == force.id), None),
        "usable": force is None or is_usable(force),
        "compared": next((one for one in rows if str(one["id"]) == compared), None),
        "history": rows,
    }


def _shown(one: Baseline) -> dict[str, Any]:
    return {
        "id": one.id,
        "view": one.view,
        "assessment": one.assessment_id,
        "filmed_at": one.assessment.created_at,
        "repetitions": one.repetitions,
        "set_at": one.created_at,
        "set_by": one.set_by.user.name,
        "withdrawn_at": one.withdrawn_at,
        "withdrawn_by": one.withdrawn_by.user.name if one.withdrawn_by else None,
    }
