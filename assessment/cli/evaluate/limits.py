"""What rendered people are held to, and where a row of figures falls short of it."""

from collections.abc import Mapping
from typing import Any, Final

from assessment.exercises import exercise_get

__all__ = [
    "ANGLE_DEG",
    "CORRELATION",
    "DETECTION",
    "FAST_TIMES",
    "FINDINGS_FALSE",
    "FINDINGS_FOUND",
    "SWAPS_PER_1000",
    "angle_limit",
    "landmark_limit",
    "reported",
    "short",
]

# Source: docs/ACCEPTANCE.md, engine, lines 1 and 4.
DETECTION: Final = 0.99
CORRELATION: Final = 0.97
SWAPS_PER_1000: Final = 1.0
FAST_TIMES: Final = 1.5
FINDINGS_FOUND: Final = 0.90
FINDINGS_FALSE: Final = 0.10
ANGLE_DEG: Final = {"knee": 5.0, "hip": 5.0, "shoulder": 6.0, "elbow": 8.0}
_LANDMARK_TORSO: Final = 0.06
# The two movements for which a study of rendered people found 7 to 8 %, and their own bounds.
_LANDMARK_OF: Final = {"push_up": 0.08, "arm_lift": 0.08}
_ANGLE_OF: Final = {("push_up", "elbow"): 10.0}


def landmark_limit(exercise: str) -> float:
    return _LANDMARK_OF.get(exercise, _LANDMARK_TORSO)


def angle_limit(exercise: str, angle: str) -> float:
    return _ANGLE_OF.get((exercise, angle), ANGLE_DEG[angle])


def reported(exercise: str, angle: str) -> bool:
    """Whether reports of this exercise give the angle; any other may lie out of the picture."""
    return angle in exercise_get(exercise).curves


def short(exercise: str, row: Mapping[str, Any], times: float = 1.0) -> list[str]:
    """Figures of an exercise in one view that miss their limit, `times` the limit for errors."""
    missed = []
    if row["detection_rate"] < DETECTION:
        missed.append("detection")
    if row["landmark_error_torso"] > times * landmark_limit(exercise):
        missed.append("landmarks")
    missed += [
        name
        for name, error in row["angle"].items()
        if error is not None
        and reported(exercise, name)
        and error > times * angle_limit(exercise, name)
    ]
    correlation = row["principal_correlation"]
    if correlation is not None and correlation < CORRELATION:
        missed.append("correlation")
    if row["swaps_per_1000"] > SWAPS_PER_1000:
        missed.append("swaps")
    return missed
