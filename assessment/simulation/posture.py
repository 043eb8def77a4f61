"""From key poses to every number of the posture over time, with planted faults blended in."""

from typing import Final

import numpy as np

from assessment.exercises.motion import FIELDS, Motion, Pose

from .rotations import Array
from .timeline import Cue

__all__ = ["Posture", "posture"]

# Every field of assessment.exercises.motion.FIELDS: (T,), or (T, 2) left and right where sided.
Posture = dict[str, Array]

# Fields that point to the working side: positive is the person's left while the left side works.
_SIGNED: Final = (
    "trunk.side",
    "trunk.turn",
    "pelvis.turn",
    "pelvis.tilt",
    "pelvis.aside",
    "head.turn",
    "head.tilt",
)


def posture(motion: Motion, cue: Cue) -> Posture:
    """The posture of each frame; a repetition of the right side mirrors one of the left."""
    shown = _of_side(motion, cue, cue.side_at[0])
    for side in sorted(set(cue.side_at[1:]) - {cue.side_at[0]}):
        here = np.array([name == side for name in cue.side_at])
        for name, values in _of_side(motion, cue, side).items():
            shown[name][here] = values[here]
    return shown


def _of_side(motion: Motion, cue: Cue, side: str) -> Posture:
    made: Posture = {}
    for name, field in FIELDS.items():
        start, middle, far = (_key(motion, cue, key, name, side) for key in _KEYS)
        values = _through(cue.drive, start, middle, far, motion.middle_at)
        if field.sided:
            made[name] = values
        else:
            larger = np.argmax(cue.drive, axis=1)
            made[name] = values[np.arange(larger.size), larger]
            if name in _SIGNED and side == "right":
                made[name] = -made[name]
    return made


_KEYS: Final = ("start", "middle", "far")


def _key(motion: Motion, cue: Cue, key: str, name: str, side: str) -> Array:
    """One field of one key pose over time, (T, 2): it moves while a fault's weight is not zero."""

    def pair(pose: Pose) -> Array:
        value = pose[name]
        if not FIELDS[name].sided:
            return np.array([value.first, value.first])
        return np.array(value.pair(side))

    plain = pair(getattr(motion, key))
    total = np.broadcast_to(plain, cue.drive.shape).copy()
    for fault in motion.faults:
        weight = cue.faults.get(fault.id)
        if weight is not None:
            total += weight[:, None] * (pair(getattr(fault, key)) - plain)
    return total


def _through(drive: Array, start: Array, middle: Array, far: Array, at: float) -> Array:
    """Monotone cubic through three values at drives 0, `at` and 1; straight on beyond 1.

    Source: Fritsch, Butland 1984, SIAM J. Sci. Stat. Comput. 5(2), the weighted harmonic mean.
    """
    first, second = at, 1.0 - at
    rise, fall = (middle - start) / first, (far - middle) / second
    one_way = rise * fall > 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = 3.0 / ((1.0 + second) / rise + (1.0 + first) / fall)
    slope = np.where(one_way, mean, 0.0)
    begin = _edge(rise, fall, first, second)
    end = _edge(fall, rise, second, first)
    low = _hermite(drive / first, (start, middle), (begin * first, slope * first))
    high = _hermite((drive - first) / second, (middle, far), (slope * second, end * second))
    beyond = far + (drive - 1.0) * end
    return np.where(drive <= at, low, np.where(drive <= 1.0, high, beyond))


def _edge(near: Array, next_on: Array, width: float, other: float) -> Array:
    """Slope at an outer knot that keeps the shape."""
    slope = ((2.0 * width + other) * near - width * next_on) / (width + other)
    slope = np.where(slope * near <= 0.0, 0.0, slope)
    return np.where((near * next_on <= 0.0) & (np.abs(slope) > 3.0 * np.abs(near)), 3 * near, slope)


def _hermite(u: Array, values: tuple[Array, Array], slopes: tuple[Array, Array]) -> Array:
    a, b = values
    return np.asarray(
        a * (2.0 * u**3 - 3.0 * u**2 + 1.0)
        + slopes[0] * (u**3 - 2.0 * u**2 + u)
        + b * (3.0 * u**2 - 2.0 * u**3)
        + slopes[1] * (u**3 - u**2)
    )
