"""One person's way through the pictures in which the detector ran."""

from dataclasses import dataclass

from assessment.vision.pose.detection import Seen
from assessment.vision.pose.following import distance, may_be_same
from assessment.vision.pose.region import Region

__all__ = ["cheapest_path"]

# Chosen, in regions: leaving a picture out costs more than the bottom of a fast squat there and
# back (0.6), and less than two people side by side (0.9), so that a neighbour is not taken for the
# person who was missed once.
_NOBODY_COST = 0.75
# Chosen: a sure person counts little against one who is near.
_SCORE_COST = 0.25


@dataclass(frozen=True, kw_only=True)
class _Way:
    """The cheapest way that ends with this person in this picture."""

    cost: float
    picture: int
    t_s: float
    region: Region
    before: "_Way | None"


def cheapest_path(
    pictures: list[tuple[float, list[Seen]]], before: tuple[float, Region]
) -> list[Region | None]:
    """The region of ONE person in each picture, None where that person was not seen.

    `pictures`: times and persons seen; `before`: when and where the person was. Dynamic
    programming over all persons: a step costs the distance between two regions and must be within
    reach, a picture without the person costs `_NOBODY_COST`, a person `_SCORE_COST` of what the
    score lacks.
    """
    begin = _Way(cost=0.0, picture=-1, t_s=before[0], region=before[1], before=None)
    ways = [begin]
    for at, (t_s, seen) in enumerate(pictures):
        earlier = list(ways)
        for one in seen:
            found = [
                (
                    way.cost
                    + (at - way.picture - 1) * _NOBODY_COST
                    + distance(way.region, one.region),
                    way,
                )
                for way in earlier
                if may_be_same(way.region, one.region, t_s - way.t_s)
            ]
            if found:
                cost, way = min(found, key=lambda pair: pair[0])
                cost += _SCORE_COST * (1 - one.score)
                ways.append(_Way(cost=cost, picture=at, t_s=t_s, region=one.region, before=way))
    way = min(ways, key=lambda way: way.cost + (len(pictures) - 1 - way.picture) * _NOBODY_COST)
    path: list[Region | None] = [None] * len(pictures)
    while way.before is not None:
        path[way.picture] = way.region
        way = way.before
    return path
