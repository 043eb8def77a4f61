"""Under which conditions a made routine is filmed and heard; two populations share no camera."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from assessment.core.records import Landmarks
from assessment.core.units import F64
from assessment.simulation.elements import Marked, Population
from assessment.training.difficulty.phone import PHONE, Errors, Stand

__all__ = ["DARK", "NOMINAL", "Half", "Occlusion", "errors_draw", "hidden", "occlusions",
           "occlusions_draw", "stand_draw"]  # fmt: skip

Half = Literal["upper", "lower", "left", "right"]
Occlusion = tuple[Half, float, float]
_LEFT, _RIGHT = range(1, 33, 2), range(2, 33, 2)
_OF: dict[Half, tuple[int, ...]] = {
    "upper": tuple(range(23)),
    "lower": tuple(range(23, 33)),
    "left": tuple(at for at in (*_LEFT,) if at > 10),
    "right": tuple(at for at in (*_RIGHT,) if at > 10),
}

# Errors of the test films: noise and drift give a median of 3.8 % of the torso, which the pose
# network showed on rendered people (docs/results/pose.md).
NOMINAL = replace(PHONE, noise=0.02, drift=0.03, depth=0.12, blur=0.05)
# A dark or blurred picture: chosen, twice the noise, smeared by a quarter of each frame's movement,
# one frame in eight lost. Not measured.
DARK = replace(NOMINAL, noise=0.04, drift=0.05, depth=0.2, blur=0.25, lost=0.12)
# The camera sees twelve sectors of 30 degrees; every second one belongs to each population.
_SECTOR_DEG = 30.0
_HEIGHT_M = {"train": ((0.7, 1.0), (1.3, 1.8)), "test": ((1.0, 1.3),)}
_NEAREST_M = (3.2, 6.0)
# A point that is hidden is guessed: this far off in torso lengths, and little trusted.
_GUESS, _TRUST = 0.25, (0.1, 0.45)


def stand_draw(population: Population, random: np.random.Generator) -> Stand:
    sector = 2 * int(random.integers(6)) + (population == "test")
    low, high = _HEIGHT_M[population][int(random.integers(len(_HEIGHT_M[population])))]
    return Stand(
        azimuth_deg=float(_SECTOR_DEG * (sector + random.random())),
        height_m=float(random.uniform(low, high)),
        nearest_m=float(random.uniform(*_NEAREST_M)),
    )


def errors_draw(random: np.random.Generator) -> Errors:
    """From a good film to a dark one, for training."""
    size = float(np.exp(random.uniform(np.log(0.7), np.log(5.0))))
    return Errors(
        noise=PHONE.noise * size,
        drift=PHONE.drift * size,
        depth=float(random.uniform(0.05, 0.22)),
        swap=float(random.uniform(0.0, 0.2)),
        lost=float(random.choice([0.0, 0.01, random.uniform(0, 0.15)])),
        blur=float(random.uniform(0.0, 0.25)),
    )


def occlusions_draw(seconds: float, random: np.random.Generator) -> list[Occlusion]:
    """For training: none in half of the films, else several a minute."""
    if random.random() < 0.5:
        return []
    count = int(random.poisson(seconds / 6.0))
    starts = random.uniform(0, seconds, count)
    return [
        (_half(random), float(start), float(start + random.uniform(0.4, 2.0))) for start in starts
    ]


def occlusions(marked: Sequence[Marked], random: np.random.Generator) -> list[Occlusion]:
    """Half the body for half of every element, the first or the second half of its time."""
    found: list[Occlusion] = []
    for one in marked:
        middle = (one.start_s + one.end_s) / 2
        first = random.random() < 0.5
        span = (one.start_s, middle) if first else (middle, one.end_s)
        found.append((_half(random), *span))
    return found


def hidden(
    landmarks: Landmarks, spans: Sequence[Occlusion], random: np.random.Generator
) -> Landmarks:
    """The film with parts of the body behind something, as a pose network guesses them."""
    xy, world = landmarks.xy_px.copy(), landmarks.world_m.copy()
    visibility = landmarks.visibility.copy()
    torso = np.linalg.norm(xy[:, 11:13].mean(1) - xy[:, 23:25].mean(1), axis=-1)
    torso_px = float(np.nanmedian(torso)) if np.isfinite(torso).any() else 1.0
    for half, start, end in spans:
        rows = np.flatnonzero((landmarks.t_s >= start) & (landmarks.t_s < end))
        if not len(rows):
            continue
        part = np.ix_(rows, np.array(_OF[half]))
        xy[part] += _GUESS * torso_px * _wandering(random, (*xy[part].shape,))
        world[part] += 0.5 * _GUESS * _wandering(random, (*world[part].shape,))
        visibility[part] = np.minimum(visibility[part], random.uniform(*_TRUST))
    return replace(landmarks, xy_px=xy, world_m=world, visibility=visibility)


def _wandering(random: np.random.Generator, shape: tuple[int, ...]) -> F64:
    """One offset for the span and as much that changes, together of size one."""
    steady = random.standard_normal((1, *shape[1:]))
    return np.asarray(0.8 * steady + 0.6 * random.standard_normal(shape))


def _half(random: np.random.Generator) -> Half:
    return get_args(Half)[int(random.integers(4))]  # type: ignore[no-any-return]
