"""What judges an exercise today: the one place that says where its verdict comes from.

The engine writes these records into a report, the product compares a report with them and shows
them with their cards.
"""

from pathlib import Path
from typing import Literal

from assessment.exercises import Exercise, exercise_sha256
from assessment.report.record import SOFTWARE, ModelRecord
from assessment.scoring.difficulty.recognise import shipped
from assessment.scoring.technique.own import weights_digest
from assessment.scoring.technique.report import CARD, speaks_for
from assessment.scoring.technique.weights import FOLDER

__all__ = [
    "DIFFICULTY",
    "RUBRIC",
    "TECHNIQUE",
    "VerdictSource",
    "element_models",
    "made_by",
    "verdict_models",
    "verdict_source",
]

VerdictSource = Literal["learned", "rubric", "none"]

RUBRIC = "rubric"
TECHNIQUE = "technique"
DIFFICULTY = "difficulty"
_DIFFICULTY_CARD = "docs/cards/difficulty.md"
_RUBRIC_CARD = "docs/cards/rubric.md"


def verdict_source(exercise: Exercise, folder: Path = FOLDER) -> VerdictSource:
    """Learned where trained and evaluated on a pose network's landmarks, else by rules, or none.

    A clip in which the learned verdict may not speak (another view, a joint not seen) is judged by
    the rules.
    """
    if speaks_for(exercise, folder):
        return "learned"
    return "rubric" if exercise.rules else "none"


def verdict_models(exercise: Exercise | None, folder: Path = FOLDER) -> tuple[ModelRecord, ...]:
    """What is asked for a verdict on this exercise: its rules (by the sha256 of their file) and,
    where it may speak, the learned verdict.
    """
    if exercise is None:
        return ()
    found = []
    if exercise.rules:
        rules = exercise_sha256(exercise.id)
        found.append(ModelRecord(name=RUBRIC, weights_sha256=rules, card=_RUBRIC_CARD))
    if speaks_for(exercise, folder):
        weights = weights_digest(folder)
        found.append(ModelRecord(name=TECHNIQUE, weights_sha256=weights, card=CARD))
    return tuple(found)


def element_models() -> tuple[ModelRecord, ...]:
    """The network that has a say in a routine; none where no weights are shipped."""
    kept = shipped()
    if kept is None:
        return ()
    return (ModelRecord(name=DIFFICULTY, weights_sha256=kept.sha256, card=_DIFFICULTY_CARD),)


def made_by(software: str) -> bool:
    """Whether this code is the one that a report's `software` names."""
    return software.partition(";")[0] == SOFTWARE
