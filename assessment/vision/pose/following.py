"""Which of the persons in a picture is the one followed. Constants: docs/algorithms/pose.md."""

import math

from assessment.vision.pose.detection import Seen
from assessment.vision.pose.region import Region

__all__ = ["Place", "distance", "first_person", "people_count", "reach"]

# A place in the upright picture, x and y as shares of its width and height.
Place = tuple[float, float]

# Chosen: a region is about as wide as a person is tall with the arms up, so half of it is a step.
_STEP = 0.5
# Chosen: somebody out of sight may have moved at half a region (about a metre) a second.
_PACE_PER_S = 0.5
# Chosen: anybody smaller than a third of the person followed stands far behind.
_SMALLEST = 1 / 3


def distance(one: Region, other: Region) -> float:
    """How far apart two regions are, in sides of the smaller one, plus their change of size."""
    smaller = max(min(one.side, other.side), 1e-6)
    larger = max(one.side, other.side)
    return math.dist(one[:2], other[:2]) / smaller + math.log(max(larger, 1e-6) / smaller)


def reach(elapsed_s: float) -> float:
    """The largest distance at which somebody seen `elapsed_s` later can be the same person."""
    return _STEP + _PACE_PER_S * elapsed_s


def first_person(
    seen: list[Seen], person: Place | None, *, width_px: int, height_px: int
) -> Region | None:
    """Whom to follow from here on: the person named, else the biggest; None if there is nobody."""
    regions = [one.region for one in seen]
    if person is None:
        return max(regions, key=lambda region: region.side, default=None)
    place = (person[0] * width_px, person[1] * height_px)
    return min(regions, key=lambda region: math.dist(region[:2], place), default=None)


def people_count(seen: list[Seen], followed: Region) -> int:
    """The person followed, whether seen or not, and all others of at least a third of the size."""
    others = [one.region for one in seen if one.region.side >= _SMALLEST * followed.side]
    is_seen = any(distance(one, followed) <= reach(0.0) for one in others)
    return len(others) + (not is_seen)
