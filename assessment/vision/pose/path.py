"""One person's way through the pictures in which the detector ran."""

from collections.abc import Callable
from dataclasses import dataclass

from assessment.vision.pose.detection import Seen
from assessment.vision.pose.following import distance, reach
from assessment.vision.pose.region import Region

__all__ = ["cheapest_path"]

# Chosen: a jump of a quarter of a region costs as much as one picture in which nobody is taken, so
# that a passer-by is not taken for the person who was missed.
_STEP_COST = 4.0
_NOBODY_COST = 1.0


@dataclass(frozen=True, kw_only=True)
class _Way:
    """The cheapest way that ends with this person in this picture."""

    cost: float
    picture: int
    region: Region
    before: "_Way | None"


def cheapest_path(
    pictures: list[tuple[float, list[Seen]]],
    *,
    start: Callable[[float, Region], float | None],
    may_be_nobody: bool,
) -> list[Region | None]:
    """The region of ONE person in each picture, None where that person was not seen.

    Dynamic programming over the persons seen in all `pictures` (time, persons). Each step costs
    the distance between two regions, each picture without the person `_NOBODY_COST`, and each
    person what its score lacks. `start`: what it costs to begin with this region at this time,
    None if it can't be. `may_be_nobody`: a path without anybody is allowed too.
    """
    ways: list[_Way] = []
    for at, (t_s, seen) in enumerate(pictures):
        earlier = list(ways)
        for one in seen:
            begun = start(t_s, one.region)
            found: list[tuple[float, _Way | None]] = [
                (way.cost + (at - way.picture - 1) * _NOBODY_COST + _STEP_COST * gone, way)
                for way in earlier
                if (gone := distance(way.region, one.region))
                <= reach(t_s - pictures[way.picture][0])
            ]
            if begun is not None:
                found.append((at * _NOBODY_COST + _STEP_COST * begun, None))
            if found:
                cost, before = min(found, key=lambda way: way[0])
                ways.append(
                    _Way(cost=cost + 1 - one.score, picture=at, region=one.region, before=before)
                )
    return _followed(ways, len(pictures), may_be_nobody=may_be_nobody)


def _followed(ways: list[_Way], count: int, *, may_be_nobody: bool) -> list[Region | None]:
    """Back from the cheapest end."""
    path: list[Region | None] = [None] * count

    def whole(way: _Way) -> float:
        return way.cost + (count - 1 - way.picture) * _NOBODY_COST

    way = min(ways, key=whole, default=None)
    if way is not None and may_be_nobody and whole(way) > count * _NOBODY_COST:
        way = None
    while way is not None:
        path[way.picture] = way.region
        way = way.before
    return path
