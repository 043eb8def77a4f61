"""The exercises as data, one file each. Light: the web process imports it."""

from assessment.exercises.catalogue_load import (
    catalogue,
    exercise_find,
    exercise_get,
    exercise_load,
    exercise_sha256,
)
from assessment.exercises.element_schema import ROUTINE
from assessment.exercises.schema import Exercise, Principal, Rule

__all__ = [
    "ROUTINE",
    "Exercise",
    "Principal",
    "Rule",
    "catalogue",
    "exercise_find",
    "exercise_get",
    "exercise_load",
    "exercise_sha256",
]
