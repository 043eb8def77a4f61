"""Difficulty elements of a clip: which, from when to when, what was measured and what was asked.

Pure: landmarks in, records out. Source of the tables: assessment/exercises/elements.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import erf, sqrt

import numpy as np

from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.core.units import Mask
from assessment.scoring.difficulty.elements_measure import Scene, measured_of
from assessment.scoring.difficulty.elements_record import Check, Downgrade, Element, Measured
from assessment.scoring.difficulty.elements_rules import Ruling, ruling, ruling_among
from assessment.scoring.difficulty.elements_shape import shape_of
from assessment.scoring.difficulty.motion import body_motion
from assessment.scoring.difficulty.recognise import recognise
from assessment.scoring.difficulty.spots import (
    AIRBORNE,
    THREE_QUARTERS,
    TURNED,
    Spot,
    flies,
    spot_of,
    spots,
)
from assessment.scoring.difficulty.timeline import Recognised
from assessment.scoring.difficulty.witness import agreed, alone, listed_as

__all__ = ["Check", "Downgrade", "Element", "Measured", "find"]

# Of a spot's frames; under this most of it is a guess between two poses.
_SEEN_SHARE = 0.5
_FEWEST_FRAMES = 5


def find(landmarks: Landmarks) -> list[Element]:
    """In order of time; nothing reaches across a camera cut. Twenty pictures a second or more
    count every turn (difficulty.md, "Heading").
    """
    return [one for shot in _shots(landmarks) for one in _found(shot)]


def _shots(landmarks: Landmarks) -> Iterator[Landmarks]:
    cuts = np.flatnonzero(landmarks.flags & FLAG_CUT)
    edges = sorted({0, *(int(at) for at in cuts), len(landmarks)})
    for start, stop in pairwise(edges):
        if stop - start >= _FEWEST_FRAMES:
            yield landmarks.part(start, stop)


def _found(landmarks: Landmarks) -> list[Element]:
    """What is measured; where weights are shipped, with the network as a second witness."""
    motion = body_motion(landmarks)
    posed = (landmarks.flags & FLAG_NO_POSE) == 0
    scene = Scene(motion=motion, shape=shape_of(landmarks))
    measured = list(_measured(scene, posed))
    named = recognise(landmarks)
    learned = (_learned(scene, posed, one) for one in alone(named, measured))
    found = [agreed(one, named) for one in measured] + [one for one in learned if one is not None]
    return sorted(found, key=lambda one: one.start_s)


def _measured(scene: Scene, posed: Mask) -> Iterator[Element]:
    for spot in spots(scene.motion):
        seen = float(posed[scene.span(spot)].mean())
        if seen < _SEEN_SHARE:
            continue
        measured = measured_of(scene, spot)
        ruled = ruling(spot.kind, measured)
        if ruled is not None:
            yield _element(spot, measured, ruled, seen)


def _learned(scene: Scene, posed: Mask, named: Recognised) -> Element | None:
    """What the network alone names: None where the measurements refuse it."""
    listed = listed_as(named.id)
    movement = listed[0].movement if listed else None
    if movement is None:
        return None
    if movement in AIRBORNE and not flies(scene.motion, named.start_s, named.end_s):
        return None
    part = scene.motion.frames(named.start_s, named.end_s)
    last = min(part.stop, len(posed)) - 1
    spot = spot_of(scene.motion, movement, part.start, last)
    seen = float(posed[scene.span(spot)].mean())
    measured = measured_of(scene, spot)
    ruled = ruling_among(listed, measured)
    if ruled is None or ruled.outcome == "missed" or seen < _SEEN_SHARE:
        return None
    found = _element(spot, measured, ruled, seen)
    return replace(found, confidence=seen * named.confidence, source="learned")


def _element(spot: Spot, measured: dict[str, Measured], ruled: Ruling, seen: float) -> Element:
    turns = spot.kind in TURNED
    moments = [one.measured.at_s for one in ruled.checks if one.measured is not None]
    middle = (spot.start_s + spot.end_s) / 2
    return Element(
        id=ruled.listed.id,
        start_s=spot.start_s,
        end_s=spot.end_s,
        at_s=min(max(moments[-1] if moments else middle, spot.start_s), spot.end_s),
        side=("left" if spot.turns > 0 else "right") if turns else None,
        confidence=seen * (_likely(spot) if turns else 1.0),
        outcome=ruled.outcome,
        measured=measured,
        checks=ruled.checks,
        downgrade=ruled.downgrade,
    )


def _likely(spot: Spot) -> float:
    """That the turn is at least three quarters, from its standard deviation."""
    over = abs(spot.turns) - THREE_QUARTERS
    return 0.5 * (1.0 + erf(over / (sqrt(2.0) * max(spot.turns_error, 1e-3))))
