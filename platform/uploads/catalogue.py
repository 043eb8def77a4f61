"""The one question that uploads ask of the exercises."""

from functools import cache

from assessment.exercises import ROUTINE, catalogue


def is_exercise(exercise_id: str) -> bool:
    """Whether `exercise_id` is in the catalogue, or a routine; empty means not said: fine."""
    return exercise_id in ("", ROUTINE) or exercise_id in _ids()


@cache
def _ids() -> frozenset[str]:
    return frozenset(exercise.id for exercise in catalogue())
