"""A person's own baseline as it is kept between clips, and what the verdict is given of it.

Kept are the mean features of accepted repetitions of one exercise and view, with the code that
made the features and the weights that read them. Other code or other weights: made again from the
landmarks of the same repetitions, or refused; never compared.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.core.units import F64, JSON
from assessment.exercises import Exercise
from assessment.exercises.schema import View
from assessment.scoring.limbs import Clip
from assessment.scoring.repetitions import Repetition
from assessment.scoring.technique.bridge import movement_of, picture_rows, works_near
from assessment.scoring.technique.verdict import BASELINE, PersonalBaseline, baseline_of
from assessment.scoring.technique.weights import FOLDER, manifest
from assessment.vision.view import view_estimate

__all__ = [
    "BASELINE",
    "INPUT",
    "VIEW",
    "OwnBaseline",
    "TechniqueOptions",
    "can_have_own",
    "feature_set",
    "is_current",
    "own_baseline",
    "weights_digest",
]

# The model of the weights that reads what a pose network saw, and the view it was trained on.
INPUT = "phone"
VIEW: View = "three_quarter"
# The modules that make a feature; a change in any of them makes another figure of the same name.
_MAKERS = ("bridge", "channels", "features", "frame", "movements", "side", "skeleton")


@dataclass(frozen=True, kw_only=True)
class OwnBaseline:
    """`rows` [1, F]: mean features of `repetitions` accepted repetitions; `id`: whatever the caller
    knows it by; it stands in the report.
    """

    id: str
    exercise_id: str
    view: View
    repetitions: int
    rows: F64
    feature_set: str
    weights_sha256: str

    def payload(self) -> dict[str, JSON]:
        return {"id": self.id, "view": self.view, "repetitions": self.repetitions}


@dataclass(frozen=True, kw_only=True)
class TechniqueOptions:
    """What the learned verdict is given: where its weights lie, and the person's own baseline."""

    folder: Path = FOLDER
    own: OwnBaseline | None = None

    def baseline(self, exercise: Exercise, view: View | None) -> PersonalBaseline | None:
        """The baseline for a repetition seen from `view`. Raises AssessmentError for one that other
        code or other weights made.
        """
        movement = movement_of(exercise.id)
        if self.own is None or movement is None or self.own.exercise_id != exercise.id:
            return None
        if self.own.view != view:
            return None
        if not is_current(self.own, self.folder):
            raise AssessmentError(
                "baseline_outdated",
                "The own baseline was made for other weights: make it again from its clip.",
            )
        return PersonalBaseline(movement=movement, rows=self.own.rows)


def can_have_own(exercise_id: str) -> bool:
    """Whether the learned verdict knows the exercise."""
    return movement_of(exercise_id) is not None


def is_current(own: OwnBaseline, folder: Path = FOLDER) -> bool:
    """Whether its figures mean today what they meant when it was made."""
    return (own.feature_set, own.weights_sha256) == (feature_set(), weights_digest(folder))


def own_baseline(
    landmarks: Landmarks,
    exercise: Exercise,
    repetitions: Sequence[Repetition],
    *,
    id_: str,
    folder: Path = FOLDER,
) -> OwnBaseline:
    """From the landmarks of a clip and its accepted repetitions, of which span and side count.

    Raises AssessmentError: another exercise, fewer than three repetitions, one that was not filmed
    from three quarters, that the far side did, or of which too little was seen.
    """
    movement = movement_of(exercise.id)
    if movement is None:
        raise AssessmentError(
            "baseline_unknown", "This exercise has no learned verdict, so nothing to compare with."
        )
    clip = Clip(landmarks, view_estimate(landmarks))
    accepted = [_row(clip, one, movement) for one in repetitions]
    kept = baseline_of(accepted, movement)
    return OwnBaseline(
        id=id_,
        exercise_id=exercise.id,
        view=VIEW,
        repetitions=len(accepted),
        rows=kept.rows,
        feature_set=feature_set(),
        weights_sha256=weights_digest(folder),
    )


def weights_digest(folder: Path = FOLDER) -> str:
    """sha256 of the weights that read what a pose network saw, as their manifest names it."""
    found: str = manifest(folder)["files"][INPUT]["sha256"]
    return found


@cache
def feature_set() -> str:
    """sha256 of the code that makes features out of landmarks."""
    here = Path(__file__).parent
    code = b"".join((here / f"{name}.py").read_bytes() for name in _MAKERS)
    return hashlib.sha256(code).hexdigest()


def _row(clip: Clip, repetition: Repetition, movement: int) -> F64:
    """[1, F] of one repetition."""
    seen = clip.of(repetition)
    if seen.view != VIEW or seen.near is None:
        raise AssessmentError(
            "baseline_view",
            "An own baseline needs a clip that is filmed from three quarters, between the front "
            "and the side.",
        )
    if not works_near(repetition.side, seen.near, movement):
        raise AssessmentError(
            "baseline_far_side",
            "The side towards the camera must be the one that works. Film from the other side.",
        )
    span = (repetition.start_s, repetition.end_s)
    row = picture_rows(clip.landmarks, span, movement, near=seen.near)
    if row is None or bool(np.isnan(row).all()):
        raise AssessmentError(
            "baseline_hidden",
            "Too little of the body was seen in one of these repetitions: accept others.",
        )
    return row
