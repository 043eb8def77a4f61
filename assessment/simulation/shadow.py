"""Soft shadows of the figure on the floor (compiled).

Imports numba: import where frames are drawn.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled

__all__ = ["CELL_M", "HALF_M", "ground_shade"]

# The grid of floor points: step and half extent around the person's spot, metres.
CELL_M: Final = 0.025
HALF_M: Final = 1.5
_KIND_BOX: Final = 1

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@compiled
def ground_shade(ends: F64, parts: F64, light: F64, shade: F32) -> None:
    """Light (0..1) that reaches a grid of floor points: soft cast shadow and contact shadow.

    ends, parts (P, 6); shade (N, N) is filled, rows along z and columns along x from -HALF_M.
    """
    for row in range(shade.shape[0]):
        for column in range(shade.shape[1]):
            x, z = column * CELL_M - HALF_M, row * CELL_M - HALF_M
            cast, touch = 0.0, 0.0
            for p in range(ends.shape[0]):
                if int(parts[p, 3]) == _KIND_BOX:
                    low = ends[p, 1] - ends[p, 4]
                    touch = max(touch, math.exp(-low / 0.25) * _fade(_outside(x, z, ends[p]), 0.10))
                    dx, dz = low * light[0] / light[1], low * light[2] / light[1]
                    cast = max(cast, _fade(_outside(x + dx, z + dz, ends[p]), 0.06 + 0.12 * low))
                    continue
                gap, lift = _beside((x, z), ends[p], parts[p], 0.0, light)
                touch = max(touch, math.exp(-max(0.0, lift) / 0.10) * _fade(gap, 0.07))
                gap, lift = _beside((x, z), ends[p], parts[p], 1.0, light)
                cast = max(cast, _fade(gap, 0.03 + 0.16 * max(0.0, lift)) / (1.0 + 0.6 * lift))
            shade[row, column] = (1.0 - 0.30 * cast) * (1.0 - 0.42 * touch)


@compiled
def _outside(x: float, z: float, end: F64) -> float:
    """How far a floor point lies outside an upright box's footprint."""
    return float(max(abs(x - end[0]) - end[3], abs(z - end[2]) - end[5]))


@compiled
def _fade(gap: float, soft: float) -> float:
    share = min(1.0, max(0.0, 0.5 - 0.5 * gap / soft))
    return share * share * (3.0 - 2.0 * share)


@compiled
def _beside(
    at: tuple[float, float], end: F64, part: F64, slant: float, light: F64
) -> tuple[float, float]:
    """Gap to a primitive dropped on the floor (along the light if slant is 1), and its height."""
    ax = end[0] - slant * light[0] * end[1] / light[1]
    az = end[2] - slant * light[2] * end[1] / light[1]
    dx = end[3] - slant * light[0] * end[4] / light[1] - ax
    dz = end[5] - slant * light[2] * end[4] / light[1] - az
    share = ((at[0] - ax) * dx + (at[1] - az) * dz) / (dx * dx + dz * dz + 1e-9)
    share = min(1.0, max(0.0, share))
    gap = math.sqrt((at[0] - ax - share * dx) ** 2 + (at[1] - az - share * dz) ** 2)
    radius = part[0] + share * (part[1] - part[0])
    return gap - radius, end[1] + share * (end[4] - end[1]) - radius
