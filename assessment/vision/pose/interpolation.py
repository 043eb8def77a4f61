"""Regions between regions, and steadier ones."""

import math

import numpy as np

from assessment.core.units import F64
from assessment.vision.pose.region import Region

__all__ = ["SMOOTH_RADIUS", "regions_between", "regions_smoothed"]

# Two pictures on either side: of the schemes tried it had the least error and jitter.
SMOOTH_RADIUS = 2


def regions_between(known: list[tuple[float, Region]], times_s: list[float]) -> list[Region]:
    """At each time: linear in the centre and in the logarithm of the side, angles the short way.

    `known`: at least one (time, region), in order; before the first and after the last it stands.
    """
    at = [t_s for t_s, _ in known]
    table = np.array([region for _, region in known], np.float64)
    return _regions(
        np.interp(times_s, at, table[:, 0]),
        np.interp(times_s, at, table[:, 1]),
        np.exp(np.interp(times_s, at, np.log(np.maximum(table[:, 2], 1.0)))),
        np.interp(times_s, at, np.unwrap(table[:, 3])),
    )


def regions_smoothed(regions: list[Region]) -> list[Region]:
    """Weighted means over five pictures (a Hann window), fewer at the ends."""
    window = np.hanning(2 * SMOOTH_RADIUS + 3)[1:-1]
    table = np.array(regions, np.float64)
    table[:, 3] = np.unwrap(table[:, 3])
    padded = np.pad(table, ((SMOOTH_RADIUS, SMOOTH_RADIUS), (0, 0)), mode="edge")
    columns = [np.convolve(column, window / window.sum(), mode="valid") for column in padded.T]
    return _regions(*columns)


def _regions(cx: F64, cy: F64, side: F64, angle: F64) -> list[Region]:
    turned = np.remainder(angle + math.pi, 2 * math.pi) - math.pi
    return [Region(*map(float, row)) for row in zip(cx, cy, side, turned, strict=True)]
