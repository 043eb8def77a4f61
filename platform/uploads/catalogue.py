"""The one question that uploads ask of the exercises."""

from functools import cache

from assessment.exercises import catalogue


def is_exercise(exercise_id: str) -> bool:
    """Whether `exercise_id` is in the catalogue; empty means not said, which is fine."""
    return exercise_id == "" or exercise_id in _ids()


@cache
def _ids() -> frozenset[str]:
    return frozenset(exercise.id for exercise in catalogue())
