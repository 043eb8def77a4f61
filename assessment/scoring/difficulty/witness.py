"""The network beside the measurements: where both name a movement it is surer; where the network
alone does, it is a candidate that the measurements may still refuse.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assessment.exercises.element_load import elements
from assessment.exercises.element_schema import Element as Listed
from assessment.scoring.difficulty.elements_record import Element
from assessment.scoring.difficulty.recognise import is_kind
from assessment.scoring.difficulty.timeline import Recognised

__all__ = ["agreed", "alone", "listed_as"]


def agreed(element: Element, named: Sequence[Recognised]) -> Element:
    """The element, surer where the network names the same kind at the same time."""
    sure = max(
        (one.confidence for one in named if _meet(element, one) and is_kind(element.id, one.id)),
        default=0.0,
    )
    # Two witnesses who know nothing of each other.
    return replace(element, confidence=1.0 - (1.0 - element.confidence) * (1.0 - sure))


def alone(named: Sequence[Recognised], measured: Sequence[Element]) -> list[Recognised]:
    """What the network names where nothing was measured."""
    return [one for one in named if not any(_meet(element, one) for element in measured)]


@cache
def listed_as(kind: str) -> tuple[Listed, ...]:
    """Elements of the files that are of a kind of the network."""
    return tuple(one for one in elements() if is_kind(one.id, kind))


def _meet(element: Element, one: Recognised) -> bool:
    return element.start_s < one.end_s and one.start_s < element.end_s
