"""The mean absolute error beside each measure, as measured on rendered people.

The figures stand in errors.json, which `python -m assessment evaluate errors` writes. What was not
measured, as all of a new exercise, keeps the known error of its curve.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from assessment.core.records import Measure

__all__ = ["ERRORS", "Kind", "sideless", "with_errors"]

ERRORS: Final = Path(__file__).with_name("errors.json")
# Of a repetition, or of the whole clip.
Kind = Literal["repetition", "clip"]


def with_errors(
    exercise_id: str, kind: Kind, measures: Sequence[tuple[str, Measure]]
) -> list[tuple[str, Measure]]:
    """The measures, those with a measured error carrying it."""
    known = _measured().get(exercise_id, {}).get(kind, {})
    return [
        (name, replace(measure, error=known.get(sideless(name), measure.error)))
        for name, measure in measures
    ]


def sideless(name: str) -> str:
    """`knee_left_range` -> `knee_range`: both sides have one error."""
    return re.sub(r"_(left|right)(?=_)", "", name)


@cache
def _measured() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    errors: dict[str, dict[str, dict[str, float]]] = json.loads(ERRORS.read_text(encoding="utf-8"))[
        "errors"
    ]
    return errors
