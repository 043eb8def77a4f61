"""The ray marcher: compiled loops that draw tapered capsules over a background.

Importing this module imports numba; import it only where frames are drawn. A primitive is a row of
`ends` (two points) and of `parts` (two radii, material, kind, group, blend), see surface.py.
Everything `draw` calls stands in this one file, because numba's cache on disk notices a change of
the file a function stands in, not of the files it calls.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled

__all__ = ["Surface", "draw"]

_TILE: Final = 8
_STEPS: Final = 64
_HIT_M: Final = 0.0010
# A ray that runs out of steps this near to the surface grazes it and counts as a hit.
_GRAZE_M: Final = 0.004
# Room around a tile, beyond the outlines, from which surfaces can take its light away.
_SHADE_M: Final = 0.04
# Colour step (0..1) between neighbouring pixels above which a pixel is drawn four times.
_EDGE: Final = 0.055
# Kinds of primitive, see surface.Kind.
_KIND_BOX: Final = 1
_KIND_DISC: Final = 2
# How far limbs melt into the trunk, metres; things (blend under _HARD_M) do not melt at all.
_BETWEEN_GROUPS_M: Final = 0.010
_HARD_M: Final = 0.003
_DISC_EDGE_M: Final = 0.008
# Materials with paint on them, see surface.Material; the accent is the palette's last row.
_FACE: Final = 1
_SHIRT: Final = 2
_HAIR: Final = 7
_ACCENT: Final = 13
# Materials of the second person are those of the first plus this, see surface.PERSON.
_PERSON: Final = 16

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Rows = NDArray[np.int64]
Point = tuple[float, float, float]


class Surface(NamedTuple):
    """One frame of the figure and how it is lit and seen.

    ends, parts (P, 6); frames (2 a person, 5, 3): centre, left, up, forward and (scale, 0, 0) of
    head and trunk; palette (16 a person, 4): colour and sheen; light (3,) unit; eye (5, 3): camera
    position, right, up, ahead, (focal, centre x, centre y) in pixels.
    """

    ends: F64
    parts: F64
    frames: F64
    palette: F64
    light: F64
    eye: F64


class _Tile(NamedTuple):
    """What a tile's rays can meet, what can shade it, and the range to look in, metres."""

    rows: Rows
    rows_count: int
    shade_rows: Rows
    shade_count: int
    near: float
    far: float


@compiled
def draw(surface: Surface, boxes: F64, picture: F32, draft: bool) -> None:
    """Draw the figure over `picture` (H, W, 3), colours 0..1, in place.

    boxes (P, 6): tiles.outlines. Pixels on an edge are drawn again from four rays, unless draft.
    """
    behind = picture.copy()
    rows = np.empty(boxes.shape[0], np.int64)
    shade_rows = np.empty(boxes.shape[0], np.int64)
    for redo in range(1 if draft else 2):
        first = picture.copy()
        for y0 in range(0, picture.shape[0], _TILE):
            for x0 in range(0, picture.shape[1], _TILE):
                count, near, far = _gather(x0, y0, 0.0, boxes, rows)
                if count > 0:
                    room_px = surface.eye[4, 0] * _SHADE_M / near
                    shade_count, _near, _far = _gather(x0, y0, room_px, boxes, shade_rows)
                    tile = _Tile(rows, count, shade_rows, shade_count, near, far)
                    if redo == 0:
                        _fill(x0, y0, surface, tile, picture)
                    else:
                        _smooth(x0, y0, surface, tile, (first, behind, picture))


@compiled
def _gather(x0: int, y0: int, room_px: float, boxes: F64, rows: Rows) -> tuple[int, float, float]:
    """Primitives that touch a tile with some room around it, and the range they span."""
    count, near, far = 0, 1e9, 0.0
    low_x, high_x = x0 - room_px, x0 + _TILE + room_px
    low_y, high_y = y0 - room_px, y0 + _TILE + room_px
    for p in range(boxes.shape[0]):
        across = boxes[p, 0] < high_x and boxes[p, 2] > low_x
        if across and boxes[p, 1] < high_y and boxes[p, 3] > low_y:
            rows[count] = p
            count += 1
            near = min(near, boxes[p, 4])
            far = max(far, boxes[p, 5])
    return count, max(near, 0.05), far


@compiled
def _fill(x0: int, y0: int, surface: Surface, tile: _Tile, picture: F32) -> None:
    """One ray through the middle of each pixel of a tile."""
    colour = np.empty(3)
    for y in range(y0, min(y0 + _TILE, picture.shape[0])):
        for x in range(x0, min(x0 + _TILE, picture.shape[1])):
            if _look(x + 0.5, y + 0.5, surface, tile, colour):
                for c in range(3):
                    picture[y, x, c] = colour[c]


@compiled
def _smooth(x0: int, y0: int, surface: Surface, tile: _Tile, layers: tuple[F32, F32, F32]) -> None:
    """Four rays for each edge pixel of a tile. layers: first pass, background, result."""
    first, behind, picture = layers
    colour, mixed = np.empty(3), np.empty(3)
    for y in range(y0, min(y0 + _TILE, picture.shape[0])):
        for x in range(x0, min(x0 + _TILE, picture.shape[1])):
            if not _is_edge(first, behind, x, y):
                continue
            mixed[:] = 0.0
            for sub in range(4):
                right = (0.375, 0.875, 0.125, 0.625)[sub]
                if not _look(x + right, y + 0.125 + 0.25 * sub, surface, tile, colour):
                    for c in range(3):
                        colour[c] = behind[y, x, c]
                mixed += 0.25 * colour
            for c in range(3):
                picture[y, x, c] = mixed[c]


@compiled
def _is_edge(first: F32, behind: F32, x: int, y: int) -> bool:
    """Whether a drawn pixel, or one beside it, steps away from a neighbour in colour."""
    touched, step = False, 0.0
    for v in range(max(0, y - 1), min(first.shape[0], y + 2)):
        for u in range(max(0, x - 1), min(first.shape[1], x + 2)):
            for c in range(3):
                step = max(step, abs(first[v, u, c] - first[y, x, c]))
                touched = touched or first[v, u, c] != behind[v, u, c]
    return touched and step > _EDGE


@compiled
def _look(x: float, y: float, surface: Surface, tile: _Tile, colour: F64) -> bool:
    """Colour seen through a screen position; False where the ray meets nothing."""
    view = surface.eye
    across = (x - view[4, 1]) / view[4, 0]
    down = (y - view[4, 2]) / view[4, 0]
    rx = view[3, 0] + across * view[1, 0] - down * view[2, 0]
    ry = view[3, 1] + across * view[1, 1] - down * view[2, 1]
    rz = view[3, 2] + across * view[1, 2] - down * view[2, 2]
    size = math.sqrt(rx * rx + ry * ry + rz * rz)
    rx, ry, rz = rx / size, ry / size, rz / size
    along, gap = tile.near, 1.0
    for _ in range(_STEPS):
        point = (view[0, 0] + along * rx, view[0, 1] + along * ry, view[0, 2] + along * rz)
        gap, _material = _distance(point, surface, tile.rows, tile.rows_count)
        if gap < _HIT_M:
            break
        along += 0.92 * gap
        if along > tile.far:
            return False
    if gap >= _GRAZE_M:
        return False
    point = (view[0, 0] + along * rx, view[0, 1] + along * ry, view[0, 2] + along * rz)
    _light(point, (rx, ry, rz), surface, tile, colour)
    return True


@compiled
def _light(point: Point, ray: Point, surface: Surface, tile: _Tile, out: F64) -> None:
    """Colour of a surface point: wrapped key light, sky light, occlusion, sheen and rim."""
    light = surface.light
    _gap_here, material = _distance(point, surface, tile.rows, tile.rows_count)
    nx, ny, nz = _normal(point, surface, tile)
    dark = 0.0
    for step in range(1, 4):
        h = 0.035 * step
        ahead = (point[0] + nx * h, point[1] + ny * h, point[2] + nz * h)
        d, _m = _distance(ahead, surface, tile.shade_rows, tile.shade_count)
        dark += (h - d) * (1.3 - 0.3 * step)
    open_sky = min(1.0, max(0.0, 1.0 - 3.2 * dark))
    facing = 0.6 * (nx * light[0] + ny * light[1] + nz * light[2]) + 0.4
    key = 0.86 * max(0.0, facing) ** 1.3 * (0.45 + 0.55 * open_sky)
    sky = (0.27 + 0.27 * (0.5 + 0.5 * ny)) * (0.35 + 0.65 * open_sky)
    toward = max(0.0, -(nx * ray[0] + ny * ray[1] + nz * ray[2]))
    rim = (1.0 - toward) ** 3 * 0.10 * open_sky
    hx, hy, hz = light[0] - ray[0], light[1] - ray[1], light[2] - ray[2]
    half = math.sqrt(hx * hx + hy * hy + hz * hz)
    gloss = max(0.0, (nx * hx + ny * hy + nz * hz) / half) ** 25
    gloss *= surface.palette[material, 3] * open_sky
    _albedo(point, material, surface, out)
    warm, cool = (1.0, 0.975, 0.94), (0.97, 0.995, 1.03)
    for c in range(3):
        out[c] = min(1.0, out[c] * (key * warm[c] + sky * cool[c] + rim) + gloss)


@compiled
def _normal(point: Point, surface: Surface, tile: _Tile) -> Point:
    nx, ny, nz = 0.0, 0.0, 0.0
    for corner in range(4):
        sx = 1.0 if corner % 3 == 0 else -1.0
        sy = 1.0 if corner % 2 == 1 else -1.0
        sz = 1.0 if corner > 1 else -1.0
        near = (point[0] + sx * 0.0012, point[1] + sy * 0.0012, point[2] + sz * 0.0012)
        d, _m = _distance(near, surface, tile.rows, tile.rows_count)
        nx, ny, nz = nx + sx * d, ny + sy * d, nz + sz * d
    size = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    return nx / size, ny / size, nz / size


@compiled
def _distance(point: Point, surface: Surface, rows: Rows, count: int) -> tuple[float, int]:
    """Signed distance in metres to some primitives, and the material of the nearest."""
    total, melted, nearest = 1e9, 1e9, 1e9
    material, group = 0, -1.0
    between = _BETWEEN_GROUPS_M
    for i in range(count):
        part = surface.parts[rows[i]]
        if part[4] != group:
            total = _melt(total, melted, between)
            melted, group = 1e9, part[4]
            between = 0.0 if part[5] < _HARD_M else _BETWEEN_GROUPS_M
        gap = _gap(point, surface.ends[rows[i]], part)
        if gap < nearest:
            nearest, material = gap, int(part[2])
        melted = _melt(melted, gap, part[5])
    return _melt(total, melted, between), material


@compiled
def _melt(a: float, b: float, k: float) -> float:
    """Polynomial smooth minimum; k is the width of the blend."""
    if k <= 0.0:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@compiled
def _gap(point: Point, end: F64, part: F64) -> float:
    px, py, pz = point[0] - end[0], point[1] - end[1], point[2] - end[2]
    if int(part[3]) == _KIND_BOX:
        edge = part[0]
        qx, qy, qz = abs(px) - end[3] + edge, abs(py) - end[4] + edge, abs(pz) - end[5] + edge
        out = math.sqrt(max(qx, 0.0) ** 2 + max(qy, 0.0) ** 2 + max(qz, 0.0) ** 2)
        return float(out + min(max(qx, qy, qz), 0.0) - edge)
    bx, by, bz = end[3] - end[0], end[4] - end[1], end[5] - end[2]
    length = math.sqrt(bx * bx + by * by + bz * bz + 1e-12)
    along = (px * bx + py * by + pz * bz) / length
    aside = math.sqrt(max(0.0, px * px + py * py + pz * pz - along * along))
    if int(part[3]) == _KIND_DISC:
        over = abs(along - 0.5 * length) - 0.5 * length + _DISC_EDGE_M
        wide = aside - part[0] + _DISC_EDGE_M
        corner = math.sqrt(max(over, 0.0) ** 2 + max(wide, 0.0) ** 2)
        return float(min(max(over, wide), 0.0) + corner - _DISC_EDGE_M)
    # A round cone: its flank leans by asin(taper / length); its normal meets the axis at foot.
    sine = min(0.999, max(-0.999, (part[0] - part[1]) / length))
    cosine = math.sqrt(1.0 - sine * sine)
    foot = along - aside * sine / cosine
    if foot <= 0.0:
        return float(math.sqrt(aside * aside + along * along) - part[0])
    if foot >= length:
        return float(math.sqrt(aside * aside + (along - length) ** 2) - part[1])
    return float(aside * cosine + along * sine - part[0])


@compiled
def _albedo(point: Point, material: int, surface: Surface, out: F64) -> None:
    """Colour (0..1) of the material, with the painted face, hair and chest stripe, into out."""
    for c in range(3):
        out[c] = surface.palette[material, c]
    person, kind = material // _PERSON, material % _PERSON
    if kind not in (_FACE, _HAIR, _SHIRT):
        return
    palette = surface.palette[person * _PERSON : (person + 1) * _PERSON]
    frame = surface.frames[2 * person + (1 if kind == _SHIRT else 0)]
    x, y, z = _local(point, frame, 1), _local(point, frame, 2), _local(point, frame, 3)
    if kind == _FACE:
        _face(x, y, z, palette, out)
    elif kind == _HAIR:
        _hair(x, y, z, out)
    else:
        stripe = _ramp(y, 0.318, 0.322) * (1.0 - _ramp(y, 0.352, 0.356))
        stripe *= 1.0 - _ramp(abs(x), 0.178, 0.184)
        accent = palette[_ACCENT]
        _mix(out, (accent[0], accent[1], accent[2]), 0.9 * stripe)


@compiled
def _local(point: Point, frame: F64, axis: int) -> float:
    """Coordinate of a point along a frame's axis, in metres of the reference body."""
    along = 0.0
    for c in range(3):
        along += (point[c] - frame[0, c]) * frame[axis, c]
    return along / float(frame[4, 0])


@compiled
def _ramp(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3.0 - 2.0 * share)


@compiled
def _mix(out: F64, paint: Point, share: float) -> None:
    for c in range(3):
        out[c] += share * (paint[c] - out[c])


@compiled
def _face(x: float, y: float, z: float, palette: F64, out: F64) -> None:
    """Eyes, brows, a quiet smile, a little colour on the cheeks; metres from the head's centre."""
    if z < 0.02:
        return
    side = abs(x)
    cheek = math.exp(-((side - 0.046) ** 2 + (y + 0.032) ** 2) / 0.00042)
    _mix(out, (0.92, 0.42, 0.34), 0.16 * cheek)
    socket = math.exp(-(((side - 0.033) / 0.022) ** 2) - ((y - 0.010) / 0.016) ** 2)
    _mix(out, (out[0] * 0.72, out[1] * 0.64, out[2] * 0.62), 0.35 * socket)
    eye = ((side - 0.033) / 0.0150) ** 2 + ((y - 0.006) / 0.0100) ** 2
    white = 1.0 - _ramp(eye, 0.75, 1.05)
    _mix(out, (0.95, 0.94, 0.92), white)
    iris = ((side - 0.0325) ** 2 + (y - 0.0065) ** 2) / 0.0078**2
    _mix(out, (0.16, 0.10, 0.07), white * (1.0 - _ramp(iris, 0.7, 1.15)))
    glint = ((x - (0.035 if x > 0 else -0.030)) ** 2 + (y - 0.0095) ** 2) / 0.0024**2
    _mix(out, (1.0, 1.0, 1.0), 0.8 * white * (1.0 - _ramp(glint, 0.6, 1.3)))
    lid = 1.0 - _ramp(abs(y - 0.0158 + 26.0 * (side - 0.033) ** 2), 0.0012, 0.0030)
    _mix(out, (0.14, 0.09, 0.07), 0.85 * lid * (1.0 - _ramp(abs(side - 0.033), 0.013, 0.017)))
    brow = 1.0 - _ramp(abs(y - 0.0325 + 9.0 * (side - 0.030) ** 2), 0.0018, 0.0044)
    hair = (palette[_HAIR, 0] * 0.9, palette[_HAIR, 1] * 0.9, palette[_HAIR, 2] * 0.9)
    _mix(out, hair, 0.85 * brow * (1.0 - _ramp(abs(side - 0.034), 0.016, 0.021)))
    smile = abs(y + 0.0665 - 11.0 * side * side)
    lips = (1.0 - _ramp(smile, 0.0030, 0.0062)) * (1.0 - _ramp(side, 0.022, 0.028))
    _mix(out, (0.66, 0.26, 0.24), 0.80 * lips)
    line = (1.0 - _ramp(smile, 0.0006, 0.0018)) * (1.0 - _ramp(side, 0.024, 0.029))
    _mix(out, (0.36, 0.13, 0.12), 0.75 * line)


@compiled
def _hair(x: float, y: float, z: float, out: F64) -> None:
    """Strands from a side parting, lighter and darker by turns."""
    around = math.atan2(x - 0.02, y + 0.03)
    strand = math.sin(around * 46.0 + 50.0 * z) + 0.6 * math.sin(around * 83.0 - 70.0 * z)
    for c in range(3):
        out[c] = out[c] * (1.0 + 0.08 * strand) + 0.015 + 0.012 * strand
