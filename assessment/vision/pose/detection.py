"""Persons out of the detector's raw numbers. Constants: docs/algorithms/pose.md."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from assessment.core.units import F32, F64
from assessment.vision.pose.networks import DETECTOR_SIDE
from assessment.vision.pose.region import Region, region_from_points

__all__ = ["Seen", "persons_seen"]

_LEAST_SCORE = 0.5
_LEAST_LOGIT = math.log(_LEAST_SCORE / (1 - _LEAST_SCORE))
_SAME_PERSON_OVERLAP = 0.3
# Chosen: a room of more people than this is no place for an assessment.
_MOST_PERSONS = 8


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A person the detector saw: how surely (0.5 to 1), and the region around the body."""

    score: float
    region: Region


def persons_seen(boxes: F32, logits: F32, *, width_px: int, height_px: int) -> list[Seen]:
    """Persons in one letterboxed picture, surest first, from boxes [2254,12] and logits [2254].

    Boxes that overlap the surest one are merged with it, weighted by their scores.
    """
    kept = np.flatnonzero(logits >= _LEAST_LOGIT)
    score = 1 / (1 + np.exp(-np.clip(logits[kept].astype(np.float64), -100, 100)))
    raw, anchor = boxes[kept].astype(np.float64) / DETECTOR_SIDE, _anchors()[kept]
    centre, half = raw[:, :2] + anchor, raw[:, 2:4] / 2
    corners = np.concatenate([centre - half, centre + half], axis=1)
    # Of four points the first two matter: the middle of the hips and the top of the circle.
    points = raw[:, 4:8].reshape(-1, 2, 2) + anchor[:, None]
    side = max(width_px, height_px)
    margin = np.array([(side - width_px) / 2, (side - height_px) / 2])
    rest = np.arange(len(kept))
    seen: list[Seen] = []
    while len(rest) and len(seen) < _MOST_PERSONS:
        best = rest[np.argmax(score[rest])]
        same = _overlap(corners[rest], corners[best]) > _SAME_PERSON_OVERLAP
        same |= rest == best
        merged = np.average(points[rest[same]], axis=0, weights=score[rest[same]]) * side - margin
        region = region_from_points(merged[0], merged[1])
        seen.append(Seen(score=float(score[best]), region=region))
        rest = rest[~same]
    return seen


@cache
def _anchors() -> F64:
    """Centres [2254,2] as shares of the tile: 2 a cell at 28 x 28 and 14 x 14, 6 at 7 x 7."""
    rows = []
    for cells, in_each in ((28, 2), (14, 2), (7, 6)):
        middle = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(middle, middle, indexing="ij")
        rows.append(np.repeat(np.stack([x, y], -1).reshape(-1, 2), in_each, axis=0))
    return np.concatenate(rows)


def _overlap(corners: F64, one: F64) -> F64:
    """Intersection over union [N] of boxes [N,4] (x0, y0, x1, y1) with one box [4]."""
    shared = np.clip(
        np.minimum(corners[:, 2:], one[2:]) - np.maximum(corners[:, :2], one[:2]), 0, None
    ).prod(1)
    areas, area = (corners[:, 2:] - corners[:, :2]).prod(1), (one[2:] - one[:2]).prod()
    return np.asarray(shared / np.maximum(areas + area - shared, 1e-12), np.float64)
