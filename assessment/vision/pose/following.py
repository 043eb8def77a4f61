"""Which of the persons in a picture is the one followed. Constants: docs/algorithms/pose.md."""

import math

from assessment.vision.pose.detection import Seen
from assessment.vision.pose.region import Region

__all__ = ["Place", "distance", "first_person", "may_be_same", "people_count"]

# A place in the upright picture, x and y as shares of its width and height.
Place = tuple[float, float]

# Chosen: a region is about as wide as a person is tall with the arms up, two metres. Somebody out
# of sight may be a quarter of it away, and half of it (a slow walk) more for each second.
_STEP = 0.25
_PACE_PER_S = 0.5
# Chosen: anybody smaller than a third of the person followed stands far behind.
_SMALLEST = 1 / 3


def distance(one: Region, other: Region) -> float:
    """How far apart two regions are, in sides of the larger one, plus their change of size."""
    return _apart(one, other) + abs(math.log(max(one.side, 1e-6) / max(other.side, 1e-6)))


def may_be_same(before: Region, now: Region, elapsed_s: float) -> bool:
    """Whether somebody seen `elapsed_s` later can be the same person.

    The size may grow at will, as the region before may have held a part of the body only.
    """
    is_near = _apart(before, now) <= _STEP + _PACE_PER_S * elapsed_s
    return is_near and now.side >= _SMALLEST * before.side


def _apart(one: Region, other: Region) -> float:
    return math.dist(one[:2], other[:2]) / max(one.side, other.side, 1e-6)


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
    # The detector's region and that of the landmarks differ more in lying people: half a second's.
    is_seen = any(may_be_same(followed, one, 0.5) for one in others)
    return len(others) + (not is_seen)
