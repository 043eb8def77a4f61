"""Colour of a point on the figure: plain cloth, and the painted face and chest stripe (compiled)."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["albedo_at"]

F64 = NDArray[np.float64]

_FACE: Final = 1
_SHIRT: Final = 2
_HAIR: Final = 7
# Row of the palette that holds the accent colour, after the materials of figure.Material.
_ACCENT: Final = 12


@njit(cache=True, nogil=True)
def albedo_at(x: float, y: float, z: float, material: int, frames: F64, palette: F64, out: F64) -> None:
    """Albedo (0..1) into out. frames (2, 5, 3): head and trunk, see kernel.draw."""
    for c in range(3):
        out[c] = palette[material, c]
    if material == _FACE:
        _face(_local(x, y, z, frames[0], 1), _local(x, y, z, frames[0], 2), _local(x, y, z, frames[0], 3), palette, out)
    elif material == _HAIR:
        _hair(_local(x, y, z, frames[0], 1), _local(x, y, z, frames[0], 2), _local(x, y, z, frames[0], 3), out)
    elif material == _SHIRT:
        up = _local(x, y, z, frames[1], 2)
        stripe = _ramp(up, 0.318, 0.322) * (1.0 - _ramp(up, 0.352, 0.356))
        _mix(out, palette[_ACCENT, 0], palette[_ACCENT, 1], palette[_ACCENT, 2], 0.9 * stripe * _near_trunk(x, y, z, frames[1]))


@njit(cache=True, nogil=True)
def _near_trunk(x: float, y: float, z: float, frame: F64) -> float:
    """1 on the trunk, 0 on sleeves."""
    across = abs(_local(x, y, z, frame, 1))
    return 1.0 - _ramp(across, 0.178, 0.184)


@njit(cache=True, nogil=True)
def _local(x: float, y: float, z: float, frame: F64, axis: int) -> float:
    """Coordinate of a point along a frame's axis, in metres of the reference body."""
    along = (x - frame[0, 0]) * frame[axis, 0] + (y - frame[0, 1]) * frame[axis, 1] + (z - frame[0, 2]) * frame[axis, 2]
    return along / frame[4, 0]


@njit(cache=True, nogil=True)
def _ramp(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3.0 - 2.0 * share)


@njit(cache=True, nogil=True)
def _mix(out: F64, r: float, g: float, b: float, share: float) -> None:
    out[0] += share * (r - out[0])
    out[1] += share * (g - out[1])
    out[2] += share * (b - out[2])


@njit(cache=True, nogil=True)
def _face(x: float, y: float, z: float, palette: F64, out: F64) -> None:
    """Eyes, brows, a quiet smile and a little colour on the cheeks; metres from the head's centre."""
    if z < 0.02:
        return
    side = abs(x)
    cheek = np.exp(-((side - 0.046) ** 2 + (y + 0.032) ** 2) / 0.00042)
    _mix(out, 0.86, 0.36, 0.30, 0.22 * cheek)
    ex, ey = (side - 0.033) / 0.0150, (y - 0.006) / 0.0100
    eye = ex * ex + ey * ey
    socket = np.exp(-(((side - 0.033) / 0.022) ** 2 + ((y - 0.010) / 0.016) ** 2))
    _mix(out, out[0] * 0.72, out[1] * 0.64, out[2] * 0.62, 0.35 * socket)
    white = 1.0 - _ramp(eye, 0.75, 1.05)
    _mix(out, 0.95, 0.94, 0.92, white)
    iris = ((side - 0.0325) ** 2 + (y - 0.0065) ** 2) / 0.0078**2
    _mix(out, 0.16, 0.10, 0.07, white * (1.0 - _ramp(iris, 0.7, 1.15)))
    glint = ((x - (0.035 if x > 0 else -0.030)) ** 2 + (y - 0.0095) ** 2) / 0.0024**2
    _mix(out, 1.0, 1.0, 1.0, 0.8 * white * (1.0 - _ramp(glint, 0.6, 1.3)))
    lid = abs(y - (0.0158 - 26.0 * (side - 0.033) ** 2))
    _mix(out, 0.14, 0.09, 0.07, 0.85 * (1.0 - _ramp(lid, 0.0012, 0.0030)) * (1.0 - _ramp(abs(side - 0.033), 0.013, 0.017)))
    brow = abs(y - (0.0325 - 9.0 * (side - 0.030) ** 2))
    shape = (1.0 - _ramp(brow, 0.0018, 0.0044)) * (1.0 - _ramp(abs(side - 0.034), 0.016, 0.021))
    _mix(out, palette[7, 0] * 0.9, palette[7, 1] * 0.9, palette[7, 2] * 0.9, 0.85 * shape)
    curve = y + 0.0665 - 11.0 * side * side
    lips = (1.0 - _ramp(abs(curve), 0.0030, 0.0062)) * (1.0 - _ramp(side, 0.022, 0.028))
    _mix(out, 0.66, 0.26, 0.24, 0.80 * lips)
    line = (1.0 - _ramp(abs(curve), 0.0006, 0.0018)) * (1.0 - _ramp(side, 0.024, 0.029))
    _mix(out, 0.36, 0.13, 0.12, 0.75 * line)


@njit(cache=True, nogil=True)
def _hair(x: float, y: float, z: float, out: F64) -> None:
    """Strands from a side parting, lighter and darker by turns."""
    around = np.arctan2(x - 0.02, y + 0.03)
    strand = np.sin(around * 46.0 + 5.0 * z / 0.1) + 0.6 * np.sin(around * 83.0 - 7.0 * z / 0.1)
    for c in range(3):
        out[c] = out[c] * (1.0 + 0.10 * strand) + 0.012
