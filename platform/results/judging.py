"""What judges an exercise here and today, and which reports others made."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from assessment.exercises import Exercise, exercise_find
from assessment.report.judges import made_by, verdict_models
from assessment.scoring.technique.weights import FOLDER
from assessment.vision.pinned import POSE_NETWORKS

__all__ = ["exercise_of", "outdated", "weights_folder"]

# Reasons in the order in which a page tells them.
POSE, RULES, TECHNIQUE, SOFTWARE, BASELINE = "pose", "rules", "technique", "software", "baseline"
REASONS = [POSE, RULES, TECHNIQUE, SOFTWARE, BASELINE]
_REASON_OF = {"rubric": RULES, "technique": TECHNIQUE}


def weights_folder() -> Path:
    """Where the weights of the learned verdict lie."""
    return Path(settings.TECHNIQUE_WEIGHTS) if settings.TECHNIQUE_WEIGHTS else FOLDER


def exercise_of(report: Mapping[str, Any]) -> Exercise | None:
    """The catalogue's exercise of a report; None where it names none, or one that is gone."""
    name = report["exercise"]["id"]
    return exercise_find(name) if name else None


def outdated(report: Mapping[str, Any], baseline: str | None) -> list[str]:
    """Why a report would be another today: REASONS, none of them when it would not.

    `report` needs `exercise`, `models`, `software` and `baseline` of a body; `baseline` is the id
    of the one that its clip would be held against.
    """
    exercise = exercise_of(report)
    made, today = _named(report["models"]), _today(exercise)
    reasons = {
        _REASON_OF.get(name, POSE)
        for name in {*made, *today}
        if name in _KNOWN and made.get(name) != today.get(name)
    }
    if not made_by(str(report["software"])):
        reasons.add(SOFTWARE)
    if exercise is not None and ((report.get("baseline") or {}).get("id") != baseline):
        reasons.add(BASELINE)
    return [reason for reason in REASONS if reason in reasons]


# Of other models that stand in a report (difficulty, sensing) nothing is said here.
_KNOWN = {*POSE_NETWORKS, *_REASON_OF}


def _today(exercise: Exercise | None) -> dict[str, str]:
    judges = verdict_models(exercise, weights_folder())
    return POSE_NETWORKS | {one.name: one.weights_sha256 for one in judges}


def _named(models: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {str(one["name"]): str(one["weights_sha256"]) for one in models}
