"""Who performs, and how: two populations that share no body, no tempo and no arms."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.simulation.body import Body
from assessment.simulation.recipe import BodyRecipe

__all__ = ["Population", "Style", "style_draw"]

Population = Literal["train", "test"]

# Bands of the two populations: heights in metres, tempo, share of the full size of arms.
_HEIGHT_M = {"train": ((1.50, 1.62), (1.68, 1.80)), "test": ((1.62, 1.68), (1.80, 1.88))}
_TEMPO = {"train": ((0.80, 0.95), (1.05, 1.25)), "test": ((0.95, 1.05), (0.74, 0.80))}
_BREADTH = {"train": ((0.88, 0.97), (1.03, 1.12)), "test": ((0.97, 1.03), (1.12, 1.16))}
# What arms do where a shape says nothing: left [flexion, abduction, elbow], then right.
_ARMS = {
    "train": (
        (5, 12, 15, 5, 12, 15), (5, 88, 8, 5, 88, 8), (165, 14, 8, 165, 14, 8),
        (15, 42, 105, 15, 42, 105), (45, 10, 120, 45, 10, 120), (20, 30, 40, 20, 30, 40),
        (80, 15, 10, 10, 80, 10),
    ),
    "test": (
        (60, 35, 20, 60, 35, 20), (150, 30, 20, 10, 60, 15), (35, 15, 80, 35, 15, 80),
        (20, 60, 60, 20, 60, 60),
    ),
}  # fmt: skip
_AMPLITUDE = (0.9, 1.08)
# Degrees: how far one performance's shapes are from another's, and how unsteady a body is.
_SHAPE_JITTER, _TREMOR = 5.0, 1.2


@dataclass(frozen=True, kw_only=True)
class Style:
    """`arms`: the person's own, [6] degrees; `tempo` above 1 is quicker; jitters in degrees."""

    body: Body
    tempo: float
    arms: tuple[float, ...]
    amplitude: float
    jitter: float
    tremor: float


def style_draw(population: Population, random: np.random.Generator) -> Style:
    """A person. Same population and state of `random`: the same person."""
    height, breadth = _of(_HEIGHT_M[population], random), _of(_BREADTH[population], random)
    sets = _ARMS[population]
    return Style(
        body=Body.of(
            BodyRecipe(height_m=height, hip_width=breadth, head=random.uniform(0.95, 1.1))
        ),
        tempo=_of(_TEMPO[population], random),
        arms=tuple(map(float, sets[int(random.integers(len(sets)))])),
        amplitude=random.uniform(*_AMPLITUDE),
        jitter=_SHAPE_JITTER * random.uniform(0.5, 1.2),
        tremor=_TREMOR * random.uniform(0.5, 1.5),
    )


def _of(bands: tuple[tuple[float, float], ...], random: np.random.Generator) -> float:
    low, high = bands[int(random.integers(len(bands)))]
    return float(random.uniform(low, high))
