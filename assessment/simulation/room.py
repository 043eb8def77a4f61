"""The room behind the person: wall, floor boards, a mat, wall bars, pictures and a plant."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .camera import Camera
from .recipe import Look
from .rotations import Array

__all__ = ["Backdrop", "colour", "paint_plain", "paint_room"]

# Distance from the person's spot to the wall, metres; the room turns with the camera.
_WALL_M: Final = 2.1
_MAT_HALF_M: Final = (0.60, 0.98)

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Backdrop:
    """The empty room (H, W, 3), 0..1, and each pixel's floor x, z (H, W, 2), NaN on the wall."""

    picture: F32
    floor_xz: F32


def colour(code: str) -> Array:
    """'#rrggbb' as three numbers 0..1."""
    return np.array([int(code[i : i + 2], 16) / 255.0 for i in (1, 3, 5)])


def paint_plain(camera: Camera, look: Look) -> Backdrop:
    """A seamless light backdrop in the wall's colour, brightest around the person."""
    rows, columns = np.mgrid[0 : camera.height_px, 0 : camera.width_px]
    rays = camera.rays(columns + 0.5, rows + 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.where(rays[..., 1] < -1e-3, -camera.position[1] / rays[..., 1], np.nan)
    floor = (camera.position + along[..., None] * rays)[..., [0, 2]]
    x = (columns + 0.5) / camera.width_px - 0.5
    y = (rows + 0.5) / camera.height_px - 0.45
    tone = 1.0 - 0.14 * _ramp(np.hypot(x, 0.8 * y), 0.15, 0.75)
    picture = np.clip((0.35 * colour(look.wall) + 0.65) * tone[..., None], 0.0, 1.0)
    return Backdrop(picture.astype(np.float32), floor.astype(np.float32))


def paint_room(camera: Camera, look: Look, *, samples: int = 3) -> Backdrop:
    """Paint the room as one camera sees it, samples squared a pixel."""
    total = np.zeros((camera.height_px, camera.width_px, 3))
    offsets = (np.arange(samples) + 0.5) / samples
    for dy in offsets:
        for dx in offsets:
            total += _sample(camera, look, dx, dy)[0]
    picture = total / samples**2
    x = (np.arange(camera.width_px) + 0.5) / camera.width_px - 0.5
    y = (np.arange(camera.height_px) + 0.5) / camera.height_px - 0.5
    picture *= (1.0 - 0.22 * (x[None, :] ** 2 + y[:, None] ** 2))[..., None]
    floor = _sample(camera, look, 0.5, 0.5)[1]
    return Backdrop(np.clip(picture, 0.0, 1.0).astype(np.float32), floor.astype(np.float32))


def _sample(camera: Camera, look: Look, dx: float, dy: float) -> tuple[Array, Array]:
    rows, columns = np.mgrid[0 : camera.height_px, 0 : camera.width_px]
    rays = camera.rays(columns + dx, rows + dy)
    right = camera.right
    back = np.array([camera.ahead[0], 0.0, camera.ahead[2]])
    back /= np.linalg.norm(back)
    eye = camera.position
    with np.errstate(divide="ignore", invalid="ignore"):
        to_floor = np.where(rays[..., 1] < 0, -eye[1] / rays[..., 1], np.inf)
        to_wall = (_WALL_M - eye @ back) / (rays @ back)
    on_floor = to_floor < to_wall
    hit = eye + np.minimum(to_floor, to_wall)[..., None] * rays
    across, depth = hit @ right, hit @ back
    picture = np.where(
        on_floor[..., None], _floor(hit, across, depth, look), _wall(across, hit[..., 1], look)
    )
    _plant(picture, eye, rays, right, back)
    floor = np.where(on_floor[..., None], hit[..., [0, 2]], np.nan)
    return picture, floor


def _hash(a: Array, b: Array) -> Array:
    """A repeatable number 0..1 for each pair of whole numbers."""
    value: Array = np.sin(a * 127.1 + b * 311.7) * 43758.5453
    return np.mod(value, 1.0)


def _noise(a: Array, b: Array) -> Array:
    """Value noise 0..1."""
    i: Array = np.floor(a)
    j: Array = np.floor(b)
    u, v = a - i, b - j
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    low = _hash(i, j) * (1 - u) + _hash(i + 1, j) * u
    high = _hash(i, j + 1) * (1 - u) + _hash(i + 1, j + 1) * u
    noise: Array = low * (1 - v) + high * v
    return noise


def _ramp(value: Array, low: float, high: float) -> Array:
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return share * share * (3 - 2 * share)


def _over(base: Array, paint: Array, share: Array) -> Array:
    return base + share[..., None] * (paint - base)


def _floor(hit: Array, across: Array, depth: Array, look: Look) -> Array:
    width, length = 0.16, 1.5
    row = np.floor(across / width)
    along = depth / length + _hash(row, row * 0.0 + 3.0)
    board = np.floor(along)
    tone = 0.93 + 0.10 * _hash(row, board)
    grain = _noise(across * 60.0 + 7.0 * _hash(row, board), depth * 3.0) - 0.5
    wood = colour("#cfae86") * (tone + 0.045 * grain)[..., None]
    seam = np.minimum(np.abs(across / width - row - 0.5), 0.5)
    gap = 1.0 - 0.16 * _ramp(seam, 0.478, 0.496)
    ends = np.abs(along - board - 0.5)
    gap *= 1.0 - 0.14 * _ramp(ends, 0.4965, 0.4995)
    wood *= gap[..., None]
    wood *= (1.0 - 0.20 * _ramp(depth, _WALL_M - 0.35, _WALL_M))[..., None]
    light = np.exp(-(((across + 0.5) / 1.6) ** 2 + ((depth - 0.2) / 1.7) ** 2))
    wood *= (0.94 + 0.10 * light)[..., None]
    qx = np.abs(hit[..., 0]) - _MAT_HALF_M[0] + 0.04
    qz = np.abs(hit[..., 2] - 0.05) - _MAT_HALF_M[1] + 0.04
    out = np.hypot(np.maximum(qx, 0), np.maximum(qz, 0)) + np.minimum(np.maximum(qx, qz), 0) - 0.04
    wood *= (1.0 - 0.22 * np.exp(-np.maximum(out, 0) / 0.025))[..., None]
    mat = colour(look.mat) * (0.97 + 0.07 * light)[..., None]
    mat = _over(
        mat, colour(look.mat) * 1.18, _ramp(-out, 0.035, 0.040) * (1 - _ramp(-out, 0.048, 0.053))
    )
    return _over(wood, mat, _ramp(-out, -0.002, 0.002))


def _wall(across: Array, y: Array, look: Look) -> Array:
    base = colour(look.wall)
    glow = np.exp(-(((across + 1.1) / 1.9) ** 2 + ((y - 1.7) / 1.5) ** 2))
    wall = base * (0.90 + 0.11 * glow)[..., None] * np.ones((*y.shape, 1))
    lean = across - 0.25 * (y - 1.3)
    for left in (-0.62, -0.14):
        for low in (1.18, 1.72):
            pane = (1 - _ramp(np.abs(lean - left - 0.21), 0.19, 0.23)) * (
                1 - _ramp(np.abs(y - low - 0.24), 0.22, 0.26)
            )
            wall = wall * (1.0 + 0.045 * pane)[..., None]
    wall = _pictures(wall, across, y)
    wall = _bars(wall, across, y)
    skirting = colour("#f4f1ea") * (0.93 + 0.05 * _ramp(y, 0.0, 0.11))[..., None]
    wall = wall * (1.0 - 0.10 * np.exp(-np.maximum(y - 0.11, 0) / 0.015))[..., None]
    return _over(wall, skirting, 1 - _ramp(y, 0.108, 0.112))


def _rectangle(across: Array, y: Array, box: tuple[float, float, float, float]) -> Array:
    """Signed distance to an upright rectangle (centre across and up, half width, half height)."""
    qx, qy = np.abs(across - box[0]) - box[2], np.abs(y - box[1]) - box[3]
    outside: Array = np.hypot(np.maximum(qx, 0), np.maximum(qy, 0))
    outside += np.minimum(np.maximum(qx, qy), 0)
    return outside


def _inside(gap: Array) -> Array:
    return 1 - _ramp(gap, -0.002, 0.002)


def _pictures(wall: Array, across: Array, y: Array) -> Array:
    for number, box in enumerate(((-1.62, 1.62, 0.21, 0.28), (-1.08, 1.62, 0.21, 0.28))):
        fall = _rectangle(across - 0.015, y + 0.025, box)
        wall = wall * (1 - 0.16 * np.exp(-np.maximum(fall, 0) / 0.03))[..., None]
        gap = _rectangle(across, y, box)
        wall = _over(wall, colour("#c9a87c"), _inside(gap))
        wall = _over(wall, colour("#fbf9f4"), _inside(gap + 0.018))
        u, v = across - box[0], y - box[1]
        art = gap + 0.055
        if number == 0:
            sun = np.hypot(u - 0.03, v - 0.07) - 0.065
            hill = v + 0.05 - 0.05 * np.sin(u * 16.0)
            wall = _over(wall, colour("#e2725b"), _inside(np.maximum(sun, art)))
            wall = _over(wall, colour("#0e5a53"), _inside(np.maximum(hill, art)))
        else:
            arc = np.abs(np.hypot(u, v + 0.10) - 0.11) - 0.028
            inner = np.hypot(u, v + 0.10) - 0.045
            wall = _over(
                wall, colour("#8fb9ad"), _inside(np.maximum(np.maximum(arc, -v - 0.10), art))
            )
            wall = _over(
                wall, colour("#e8b04a"), _inside(np.maximum(np.maximum(inner, -v - 0.10), art))
            )
    return wall


def _bars(wall: Array, across: Array, y: Array) -> Array:
    """Wall bars as in a gymnasium, with the shadow of each rung."""
    left, right, top = 0.92, 1.72, 2.35
    wood, dark = colour("#d3ab78"), colour("#b98f5e")
    span = _inside(
        _rectangle(
            across, y, ((left + right) / 2, (top + 0.1) / 2, (right - left) / 2, (top - 0.1) / 2)
        )
    )
    phase = np.mod(y - 0.22, 0.15)
    wall = (
        wall
        * (1 - span * 0.13 * _ramp(phase, 0.085, 0.105) * (1 - _ramp(phase, 0.115, 0.135)))[
            ..., None
        ]
    )
    rung = span * (1 - _ramp(np.abs(phase - 0.02), 0.016, 0.019))
    wall = _over(wall, wood * (0.86 + 0.22 * _ramp(phase, 0.004, 0.036))[..., None], rung)
    for post in (left, right):
        fall = _rectangle(across - 0.03, y, (post, (top + 0.1) / 2, 0.03, (top - 0.1) / 2))
        wall = wall * (1 - 0.14 * np.exp(-np.maximum(fall, 0) / 0.03))[..., None]
        gap = _rectangle(across, y, (post, (top + 0.1) / 2, 0.03, (top - 0.1) / 2))
        side = _ramp(across - post, -0.03, 0.03)
        wall = _over(wall, wood + side[..., None] * (dark - wood), _inside(gap))
    return wall


def _plant(picture: Array, eye: Array, rays: Array, right: Array, back: Array) -> None:
    """A potted plant in front of the wall, painted into the picture in place."""
    stand = _WALL_M - 0.28
    hit = eye + ((stand - eye @ back) / (rays @ back))[..., None] * rays
    u, y = hit @ right + 1.42, hit[..., 1]
    near = (np.abs(u) < 0.6) & (y > -0.05) & (y < 1.3)
    if not near.any():
        return
    u, y = u[near], y[near]
    paint = picture[near]
    shadow = np.exp(-((u / 0.16) ** 2 + ((y - 0.0) / 0.035) ** 2))
    paint = paint * (1 - 0.35 * shadow)[..., None]
    for number in range(13):
        angle = np.radians(-72 + 144 * number / 12 + 9 * np.sin(number * 2.3))
        length = 0.30 + 0.12 * np.cos(angle) + 0.05 * np.sin(number * 1.7)
        along = u * np.sin(angle) + (y - 0.34) * np.cos(angle)
        aside = u * np.cos(angle) - (y - 0.34) * np.sin(angle) + 0.35 * along**2 * np.sin(angle)
        share = np.clip(along / (2 * length), 0, 1)
        leaf = np.abs(aside) - 0.075 * np.sin(np.pi * share**0.8) * (along > 0)
        tone = (
            colour("#4d8b63") * (0.72 + 0.30 * np.sin(number * 4.1) ** 2 + 0.25 * share)[..., None]
        )
        tone = tone * (1 + 0.12 * np.sign(aside))[..., None]
        paint = _over(
            paint, np.clip(tone, 0, 1), _inside(leaf + 0.002) * (share < 0.999) * (along > 0)
        )
    taper = 0.115 + 0.10 * (y - 0.0)
    pot = np.maximum(np.abs(u) - taper, np.maximum(y - 0.30, -y))
    clay = colour("#e9e4da") * (0.98 - 0.28 * _ramp(u, -0.12, 0.16))[..., None]
    paint = _over(paint, clay, _inside(pot))
    picture[near] = paint
