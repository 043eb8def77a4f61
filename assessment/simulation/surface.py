"""Distance to the figure's surface: primitives melted together by a smooth minimum (compiled)."""

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["KIND_BOX", "distance"]

F64 = NDArray[np.float64]

KIND_BOX: Final = 1
_KIND_DISC: Final = 2
# How far limbs melt into the trunk, metres; things (blend under _HARD_M) do not melt at all.
_BETWEEN_GROUPS_M: Final = 0.010
_HARD_M: Final = 0.003
_DISC_EDGE_M: Final = 0.008


@njit(cache=True, nogil=True)
def distance(x: float, y: float, z: float, ends: F64, parts: F64, chosen: Any, count: int) -> tuple[float, int, int]:
    """Signed distance in metres of a point to the chosen primitives, with the nearest one's material and row."""
    total, melted, nearest = 1e9, 1e9, 1e9
    material, which, group = 0, -1, -1.0
    between = _BETWEEN_GROUPS_M
    for i in range(count):
        p = chosen[i]
        part = parts[p]
        if part[4] != group:
            total = _melt(total, melted, between)
            melted, group = 1e9, part[4]
            between = 0.0 if part[5] < _HARD_M else _BETWEEN_GROUPS_M
        gap = _gap(x, y, z, ends[p], part)
        if gap < nearest:
            nearest, material, which = gap, int(part[2]), p
        melted = _melt(melted, gap, part[5])
    return _melt(total, melted, between), material, which


@njit(cache=True, nogil=True, inline="always")
def _melt(a: float, b: float, k: float) -> float:
    """Polynomial smooth minimum; k is the width of the blend."""
    if k <= 0.0:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@njit(cache=True, nogil=True)
def _gap(x: float, y: float, z: float, end: F64, part: F64) -> float:
    kind = int(part[3])
    px, py, pz = x - end[0], y - end[1], z - end[2]
    if kind == KIND_BOX:
        edge = part[0]
        qx = abs(px) - end[3] + edge
        qy = abs(py) - end[4] + edge
        qz = abs(pz) - end[5] + edge
        outside = np.sqrt(max(qx, 0.0) ** 2 + max(qy, 0.0) ** 2 + max(qz, 0.0) ** 2)
        return outside + min(max(qx, max(qy, qz)), 0.0) - edge
    bx, by, bz = end[3] - end[0], end[4] - end[1], end[5] - end[2]
    square = bx * bx + by * by + bz * bz + 1e-12
    share = (px * bx + py * by + pz * bz) / square
    if kind == _KIND_DISC:
        length = np.sqrt(square)
        rx, ry, rz = px - share * bx, py - share * by, pz - share * bz
        over = abs(share - 0.5) * length - 0.5 * length + _DISC_EDGE_M
        out = np.sqrt(rx * rx + ry * ry + rz * rz) - part[0] + _DISC_EDGE_M
        return min(max(over, out), 0.0) + np.sqrt(max(over, 0.0) ** 2 + max(out, 0.0) ** 2) - _DISC_EDGE_M
    share = min(1.0, max(0.0, share))
    rx, ry, rz = px - share * bx, py - share * by, pz - share * bz
    return np.sqrt(rx * rx + ry * ry + rz * rz) - (part[0] + share * (part[1] - part[0]))
