"""Elements and everyday movement performed by made bodies: joints over time with their truth.

docs/algorithms/difficulty.md, "Made performances".
"""

from assessment.simulation.elements.routine import Marked, Routine, element_made, routine_made
from assessment.simulation.elements.style import Population, Style, style_draw
from assessment.simulation.elements.vocabulary import fillers, kinds

__all__ = [
    "Marked",
    "Population",
    "Routine",
    "Style",
    "element_made",
    "fillers",
    "kinds",
    "routine_made",
    "style_draw",
]
