"""The ray marcher: compiled loops that draw tapered capsules over a background.

Importing this module imports numba; import it only where frames are drawn. A primitive is a row of
`ends` (two points) and of `parts` (two radii, material, kind, group, blend), see figure.py.
"""

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .paint import albedo_at
from .surface import KIND_BOX, distance

__all__ = ["draw", "ground_shade"]

_TILE: Final = 16
_STEPS: Final = 48
_HIT_M: Final = 0.0012
# Room around a primitive's outline in which blending and occlusion still matter, metres.
_MARGIN_M: Final = 0.06
# Colour step (0..1) between neighbouring pixels above which a pixel is drawn four times.
_EDGE: Final = 0.055

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _march(origin: F64, ray: F64, near: float, far: float, ends: F64, parts: F64, chosen: Any, count: int) -> float:
    """Distance along a unit ray to the surface, or -1."""
    along = near
    for _ in range(_STEPS):
        gap, _material, _which = distance(
            origin[0] + along * ray[0], origin[1] + along * ray[1], origin[2] + along * ray[2],
            ends, parts, chosen, count,
        )
        if gap < _HIT_M:
            return along
        along += 0.92 * gap
        if along > far:
            return -1.0
    return -1.0


@njit(cache=True, nogil=True)
def _light(
    origin: F64, ray: F64, along: float, ends: F64, parts: F64, chosen: Any, count: int,
    frames: F64, palette: F64, light: F64, out: F64,
) -> None:
    """Colour of the surface met at `along`: wrapped key light, sky light, occlusion, sheen."""
    x, y, z = (origin[0] + along * ray[0], origin[1] + along * ray[1], origin[2] + along * ray[2])
    gap, material, _which = distance(x, y, z, ends, parts, chosen, count)
    nx, ny, nz = 0.0, 0.0, 0.0
    for corner in range(4):
        sx = 1.0 if corner == 0 or corner == 3 else -1.0
        sy = 1.0 if corner == 1 or corner == 3 else -1.0
        sz = 1.0 if corner == 2 or corner == 3 else -1.0
        d, _m, _w = distance(x + sx * 0.0012, y + sy * 0.0012, z + sz * 0.0012, ends, parts, chosen, count)
        nx += sx * d
        ny += sy * d
        nz += sz * d
    size = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    nx, ny, nz = nx / size, ny / size, nz / size
    dark = 0.0
    for step in range(1, 4):
        h = 0.035 * step
        d, _m, _w = distance(x + nx * h, y + ny * h, z + nz * h, ends, parts, chosen, count)
        dark += (h - d) * (1.3 - 0.3 * step)
    open_sky = min(1.0, max(0.0, 1.0 - 3.2 * dark))
    facing = 0.6 * (nx * light[0] + ny * light[1] + nz * light[2]) + 0.4
    key = max(0.0, facing) ** 1.3 * (0.45 + 0.55 * open_sky)
    sky = (0.27 + 0.27 * (0.5 + 0.5 * ny)) * (0.35 + 0.65 * open_sky)
    toward = max(0.0, -(nx * ray[0] + ny * ray[1] + nz * ray[2]))
    rim = (1.0 - toward) ** 3 * 0.10 * open_sky
    hx, hy, hz = light[0] - ray[0], light[1] - ray[1], light[2] - ray[2]
    half = np.sqrt(hx * hx + hy * hy + hz * hz)
    gloss = max(0.0, (nx * hx + ny * hy + nz * hz) / half) ** 25 * palette[material, 3] * open_sky
    albedo_at(x, y, z, material, frames, palette, out)
    tint = (1.0, 0.975, 0.94)
    cool = (0.97, 0.995, 1.03)
    for c in range(3):
        value = out[c] * (0.86 * key * tint[c] + sky * cool[c] + rim) + gloss
        out[c] = min(1.0, value)


@njit(cache=True, nogil=True)
def _outline(ends: F64, parts: F64, view: F64, boxes: F64) -> None:
    """Screen rectangle and depth range of every primitive. view rows: position, right, up, ahead, lens."""
    focal, cx, cy = view[4, 0], view[4, 1], view[4, 2]
    for p in range(ends.shape[0]):
        boxes[p, 0] = boxes[p, 1] = 1e9
        boxes[p, 2] = boxes[p, 3] = -1e9
        boxes[p, 4], boxes[p, 5] = 1e9, -1e9
        is_box = int(parts[p, 3]) == KIND_BOX
        for end in range(1 if is_box else 2):
            radius = parts[p, end] + _MARGIN_M
            if is_box:
                radius += np.sqrt(ends[p, 3] ** 2 + ends[p, 4] ** 2 + ends[p, 5] ** 2)
            px = ends[p, 3 * end] - view[0, 0]
            py = ends[p, 3 * end + 1] - view[0, 1]
            pz = ends[p, 3 * end + 2] - view[0, 2]
            depth = px * view[3, 0] + py * view[3, 1] + pz * view[3, 2]
            reach = np.sqrt(px * px + py * py + pz * pz)
            sx = cx + focal * (px * view[1, 0] + py * view[1, 1] + pz * view[1, 2]) / depth
            sy = cy - focal * (px * view[2, 0] + py * view[2, 1] + pz * view[2, 2]) / depth
            span = 1.15 * focal * radius / max(0.1, depth - radius)
            boxes[p, 0] = min(boxes[p, 0], sx - span)
            boxes[p, 1] = min(boxes[p, 1], sy - span)
            boxes[p, 2] = max(boxes[p, 2], sx + span)
            boxes[p, 3] = max(boxes[p, 3], sy + span)
            boxes[p, 4] = min(boxes[p, 4], reach - radius)
            boxes[p, 5] = max(boxes[p, 5], reach + radius)


@njit(cache=True, nogil=True)
def _ray(view: F64, x: float, y: float, ray: F64) -> None:
    across = (x - view[4, 1]) / view[4, 0]
    down = (y - view[4, 2]) / view[4, 0]
    size = 0.0
    for c in range(3):
        ray[c] = view[3, c] + across * view[1, c] - down * view[2, c]
        size += ray[c] * ray[c]
    size = np.sqrt(size)
    for c in range(3):
        ray[c] /= size


@njit(cache=True, nogil=True)
def _gather(x0: int, y0: int, boxes: F64, chosen: Any) -> tuple[int, float, float]:
    """Primitives that touch a tile, and the depth range they span."""
    count, near, far = 0, 1e9, 0.0
    for p in range(boxes.shape[0]):
        if boxes[p, 0] < x0 + _TILE and boxes[p, 2] > x0 and boxes[p, 1] < y0 + _TILE and boxes[p, 3] > y0:
            chosen[count] = p
            count += 1
            near = min(near, boxes[p, 4])
            far = max(far, boxes[p, 5])
    return count, max(near, 0.05), far


@njit(cache=True, nogil=True)
def draw(view: F64, ends: F64, parts: F64, frames: F64, palette: F64, light: F64, picture: F32) -> None:
    """Draw the primitives over `picture` (H, W, 3), colours 0..1, in place.

    view (5, 3): camera position, right, up, ahead, (focal, centre x, centre y) in pixels;
    frames (2, 5, 3): centre, left, up, forward and (scale, 0, 0) of head and trunk.
    """
    height, width = picture.shape[0], picture.shape[1]
    boxes = np.empty((ends.shape[0], 6))
    _outline(ends, parts, view, boxes)
    chosen = np.empty(ends.shape[0], np.int64)
    ray, colour, mixed = np.empty(3), np.empty(3), np.empty(3)
    behind = picture.copy()
    origin = view[0]
    for pass_number in range(2):
        first = picture if pass_number == 0 else picture.copy()
        for y0 in range(0, height, _TILE):
            for x0 in range(0, width, _TILE):
                count, near, far = _gather(x0, y0, boxes, chosen)
                if count == 0:
                    continue
                for y in range(y0, min(y0 + _TILE, height)):
                    for x in range(x0, min(x0 + _TILE, width)):
                        if pass_number == 0:
                            _ray(view, x + 0.5, y + 0.5, ray)
                            along = _march(origin, ray, near, far, ends, parts, chosen, count)
                            if along >= 0.0:
                                _light(origin, ray, along, ends, parts, chosen, count, frames, palette, light, colour)
                                for c in range(3):
                                    picture[y, x, c] = colour[c]
                        elif _is_edge(first, behind, x, y):
                            mixed[:] = 0.0
                            for sub in range(4):
                                _ray(view, x + (0.375, 0.875, 0.125, 0.625)[sub], y + (0.125, 0.375, 0.625, 0.875)[sub], ray)
                                along = _march(origin, ray, near, far, ends, parts, chosen, count)
                                if along >= 0.0:
                                    _light(origin, ray, along, ends, parts, chosen, count, frames, palette, light, colour)
                                    mixed += 0.25 * colour
                                else:
                                    for c in range(3):
                                        mixed[c] += 0.25 * behind[y, x, c]
                            for c in range(3):
                                picture[y, x, c] = mixed[c]


@njit(cache=True, nogil=True)
def _is_edge(first: F32, behind: F32, x: int, y: int) -> bool:
    """Whether a drawn pixel, or one beside it, steps away from a neighbour in colour."""
    height, width = first.shape[0], first.shape[1]
    touched = False
    step = 0.0
    for dy in range(-1, 2):
        for dx in range(-1, 2):
            v, u = y + dy, x + dx
            if 0 <= v < height and 0 <= u < width:
                for c in range(3):
                    step = max(step, abs(first[v, u, c] - first[y, x, c]))
                    touched = touched or first[v, u, c] != behind[v, u, c]
    return touched and step > _EDGE


@njit(cache=True, nogil=True)
def ground_shade(ends: F64, parts: F64, light: F64, low: F64, cell_m: float, shade: F32) -> None:
    """Light (0..1) that reaches a grid of floor points under the figure: soft cast and contact shadow.

    shade (N, M) filled; low: x and z of its first cell; rows run along z.
    """
    for row in range(shade.shape[0]):
        for column in range(shade.shape[1]):
            x, z = low[0] + column * cell_m, low[1] + row * cell_m
            cast, touch = 0.0, 0.0
            for p in range(ends.shape[0]):
                if int(parts[p, 3]) == KIND_BOX:
                    base_y = ends[p, 1] - ends[p, 4]
                    d = max(abs(x - ends[p, 0]) - ends[p, 3], abs(z - ends[p, 2]) - ends[p, 5])
                    touch = max(touch, np.exp(-base_y / 0.25) * _fade(d, 0.10))
                    slide = -base_y / light[1]
                    d = max(
                        abs(x - ends[p, 0] - slide * light[0]) - ends[p, 3],
                        abs(z - ends[p, 2] - slide * light[2]) - ends[p, 5],
                    )
                    cast = max(cast, _fade(d, 0.06 + 0.12 * base_y))
                    continue
                d, lift = _beside(x, z, ends[p], parts[p], 0.0, light)
                touch = max(touch, np.exp(-max(0.0, lift) / 0.10) * _fade(d, 0.07))
                d, lift = _beside(x, z, ends[p], parts[p], 1.0, light)
                cast = max(cast, _fade(d, 0.03 + 0.16 * max(0.0, lift)) / (1.0 + 0.6 * lift))
            shade[row, column] = (1.0 - 0.30 * cast) * (1.0 - 0.42 * touch)


@njit(cache=True, nogil=True)
def _fade(gap: float, soft: float) -> float:
    share = min(1.0, max(0.0, 0.5 - 0.5 * gap / soft))
    return share * share * (3.0 - 2.0 * share)


@njit(cache=True, nogil=True)
def _beside(x: float, z: float, end: F64, part: F64, slant: float, light: F64) -> tuple[float, float]:
    """Gap to a primitive's outline dropped on the floor (along the light if slant is 1), its height."""
    ax = end[0] - slant * light[0] * end[1] / light[1]
    az = end[2] - slant * light[2] * end[1] / light[1]
    bx = end[3] - slant * light[0] * end[4] / light[1]
    bz = end[5] - slant * light[2] * end[4] / light[1]
    dx, dz = bx - ax, bz - az
    share = ((x - ax) * dx + (z - az) * dz) / (dx * dx + dz * dz + 1e-9)
    share = min(1.0, max(0.0, share))
    gap = np.sqrt((x - ax - share * dx) ** 2 + (z - az - share * dz) ** 2)
    radius = part[0] + share * (part[1] - part[0])
    return gap - radius, end[1] + share * (end[4] - end[1]) - radius
