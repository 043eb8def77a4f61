"""Body points out of the landmark network's raw numbers. Constants: docs/algorithms/pose.md."""

import math
from dataclasses import dataclass

import numpy as np

from assessment.core.units import F32, F64
from assessment.vision.pose.networks import LANDMARK_SIDE, Landmarked
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.region import Region

__all__ = ["Body", "bodies_found"]

_BODY_POINTS = 33
_CENTRE, _TOP = 33, 34
_LEAST_PRESENCE = 0.5
_WINDOW = np.arange(-4, 5)
_LEAST_PEAK = 0.5


@dataclass(frozen=True, kw_only=True)
class Body:
    """One person in one picture.

    xy_px [33,2], world_m [33,3], visibility [33]; `align` [2,2]: the middle of the hips and the
    top of the circle around the body, from which the next region follows.
    """

    xy_px: F32
    world_m: F32
    visibility: F32
    align: F64

    def found(self, people: int | None = None) -> PoseFound:
        return PoseFound(
            xy_px=self.xy_px, world_m=self.world_m, visibility=self.visibility, people=people
        )


def bodies_found(answer: Landmarked, regions: list[Region]) -> list[Body | None]:
    """One per tile; None where the network sees no body in it."""
    return [
        _body(answer, at, region) if answer.presence[at] > _LEAST_PRESENCE else None
        for at, region in enumerate(regions)
    ]


def _body(answer: Landmarked, at: int, region: Region) -> Body:
    points = answer.points[at].astype(np.float64)
    unit = _refined(points[:, :2] / LANDMARK_SIDE, answer.heatmap[at])
    cos, sin = math.cos(region.angle), math.sin(region.angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    xy_px = (unit - 0.5) @ turn * region.side + [region.cx, region.cy]
    world_m = answer.world[at, :_BODY_POINTS].astype(np.float64)
    world_m[:, :2] = world_m[:, :2] @ turn
    return Body(
        xy_px=xy_px[:_BODY_POINTS].astype(np.float32),
        world_m=world_m.astype(np.float32),
        visibility=_sigmoid(points[:_BODY_POINTS, 3]).astype(np.float32),
        align=xy_px[[_CENTRE, _TOP]],
    )


def _refined(unit: F64, heatmap: F32) -> F64:
    """Moves points [39,2] (shares of the tile) to the middle of mass of their heatmap nearby.

    Only where the heatmap [64,64,39] peaks at 0.5 or more within 9 x 9 cells. Like MediaPipe, a
    point below the tile is not left out.
    """
    cells = heatmap.shape[0]
    col, row = np.trunc(unit.T * cells).astype(int)
    inside = (col >= 0) & (col < cells) & (row >= 0)
    rows, cols = row[:, None] + _WINDOW, col[:, None] + _WINDOW
    r, c = rows.clip(0, cells - 1), cols.clip(0, cells - 1)
    valid = (rows == r)[:, :, None] & (cols == c)[:, None, :] & inside[:, None, None]
    point = np.arange(len(unit))[:, None, None]
    mass = np.where(valid, _sigmoid(heatmap[r[:, :, None], c[:, None, :], point]), 0.0)
    is_clear = mass.max((1, 2)) >= _LEAST_PEAK
    total = np.where(is_clear, mass.sum((1, 2)), 1.0) * cells
    middle = np.stack([(mass.sum(1) * c).sum(1), (mass.sum(2) * r).sum(1)], axis=1)
    return np.where(is_clear[:, None], middle / total[:, None], unit)


def _sigmoid(x: F32 | F64) -> F64:
    return np.asarray(1 / (1 + np.exp(-np.clip(x.astype(np.float64), -100, 100))), np.float64)
