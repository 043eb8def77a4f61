"""One performance as numbers over time: the shape's row, rotations of the whole body, flights."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from assessment.simulation.elements.style import Style
from assessment.simulation.elements.vocabulary import (
    ARMS,
    LEGS,
    Error,
    Performance,
    shapes,
)
from assessment.simulation.rotations import Array

__all__ = ["Tracks", "tracks_made"]

# How often one of an element's errors is made; sizes of the errors.
_ERROR_SHARE = 0.2
_UNDER_TURN, _LOW_LEG, _BENT_DEG = (0.6, 0.88), (0.55, 0.85), (30.0, 65.0)
_STRAIGHT_DEG = 30.0
# A foot passes this much less through the same movement of another tempo (chosen).
_KEY_JITTER = 0.04
_TREMOR_S = 0.12
# Of what is missing of an under-turned somersault, this much is seen at the landing.
_SHORT = 0.35
# Places in a row: flexion and abduction of the legs, their knees, knees and elbows.
_LIFTED, _KNEES, _HINGES = np.array([2, 3, 5, 6]), np.array([4, 7]), np.array([4, 7, 12, 15])


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """rows [T, 16]; yaw, pitch, roll, twist [T] degrees; flights and element in seconds from the
    start; `travel` metres a second in flight.
    """

    id: str
    rows: Array
    yaw: Array
    pitch: Array
    roll: Array
    twist: Array
    flights: tuple[tuple[float, float], ...]
    element: tuple[float, float] | None
    travel: float
    errors: tuple[Error, ...]


def tracks_made(
    performance: Performance, style: Style, random: np.random.Generator, *, fps: float
) -> Tracks:
    """Drawn anew each time: sides, choices, errors, tempo, jitter."""
    drawn = _Drawn(performance, style, random)
    keys_s, rows = drawn.keys()
    times = np.arange(max(round(keys_s[-1] * fps), 2)) / fps
    shown = PchipInterpolator(keys_s, rows, axis=0)(np.minimum(times, keys_s[-1]))
    tremor = gaussian_filter1d(random.standard_normal(shown.shape), _TREMOR_S * fps, axis=0)
    # A Gaussian of that width leaves so much of white noise.
    shown = shown + style.tremor * tremor * np.sqrt(_TREMOR_S * fps * 2 * np.sqrt(np.pi))
    yaw, pitch, roll, twist = drawn.turned(times)
    clock = drawn.clock
    tracks = Tracks(
        id=performance.id,
        rows=shown,
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        twist=twist,
        flights=tuple(
            (clock(a) + at * clock.end, clock(b) + at * clock.end)
            for at in range(drawn.cycles)
            for a, b in performance.flight
        ),
        element=performance.element
        and (
            clock(performance.element[0]),
            clock(performance.element[1]),
        ),
        travel=performance.travel * random.uniform(0.4, 1.3),
        errors=drawn.errors,
    )
    return _mirrored(tracks) if random.random() < 0.5 else tracks


class _Drawn:
    """What this performance is to be: errors, tempo, how many cycles."""

    def __init__(self, performance: Performance, style: Style, random: np.random.Generator) -> None:
        self._performance, self._style, self._random = performance, style, random
        self.errors: tuple[Error, ...] = tuple(
            one for one in performance.errors if random.random() < _ERROR_SHARE
        )
        self._repeat = float(random.choice(performance.turns))
        self.clock = _Clock(performance, style.tempo * random.uniform(0.94, 1.06), self._repeat)
        self.cycles = int(random.integers(performance.cycles[0], performance.cycles[1] + 1))

    def keys(self) -> tuple[Array, Array]:
        """Moments [K] and rows [K, 16] of the key shapes."""
        random, keys = self._random, self._performance.keys
        low = random.uniform(*_LOW_LEG) if "low_leg" in self.errors else 1.0
        bent = random.uniform(*_BENT_DEG) if "bent_knee" in self.errors else 0.0
        size = self._style.amplitude * random.uniform(0.95, 1.05)
        # The same choice and jitter at keys of the same choices: a shape that is held stays.
        chosen: dict[tuple[str, ...], str] = {}
        made: dict[str, Array] = {}
        moments, rows = [], []
        for cycle in range(self.cycles):
            for at, names in keys[1 if cycle else 0 :]:
                name = chosen.setdefault(names, str(random.choice(names)))
                if name not in made:
                    made[name] = self._row(name, size=size, low=low, bent=bent)
                moments.append(self.clock(at) + cycle * self.clock.end)
                rows.append(made[name])
        shaken = np.array(moments)
        off = random.uniform(-1, 1, len(moments) - 2)
        shaken[1:-1] += _KEY_JITTER * off * np.diff(shaken)[1:]
        return shaken, np.array(rows)

    def _row(self, name: str, *, size: float, low: float, bent: float) -> Array:
        shape, is_negative = shapes()[name], self._performance.element is None
        row = np.where(np.isnan(shape.row), [0.0] * 10 + list(self._style.arms), shape.row)
        off = self._style.jitter * self._random.standard_normal(16)
        row = row + off * (1.0 if shape.peak or is_negative else 0.6)
        row[ARMS] *= size
        if shape.peak:
            row[_LIFTED] *= low
            row[_KNEES] += np.where(row[_KNEES] < _STRAIGHT_DEG, bent, 0.0)
        elif is_negative:
            row[LEGS] *= size
        row[_HINGES] = np.clip(row[_HINGES], 0.0, 150.0)
        result: Array = row
        return result

    def turned(self, times: Array) -> tuple[Array, Array, Array, Array]:
        """yaw, pitch, roll, twist [T] degrees."""
        one, clock = self._performance, self.clock
        under = self._random.uniform(*_UNDER_TURN) if "under_turn" in self.errors else 1.0

        def round_(turn: tuple[float, float, float] | None, size: float) -> Array:
            start, end, degrees = turn or (0.0, 1.0, 0.0)
            return _eased(times, clock(start), clock(end), size * degrees)

        axis, start, end, degrees = one.somersault or ("pitch", 0.0, 1.0, 0.0)
        over = round_((start, end, degrees), 1.0)
        # Landed short of upright; the body comes up over its feet after.
        over -= degrees * (1 - under) * _SHORT * _bump(times, clock(start), clock(end))
        held = np.interp(times, *_pairs(one, clock)) if one.pitch else 0.0 * times
        none = 0.0 * times
        return (
            round_(one.turn, under * self._repeat),
            held + (over if axis == "pitch" else none),
            over if axis == "roll" else none,
            round_(one.twist, under),
        )


class _Clock:
    """Seconds of the table -> seconds of this performance."""

    def __init__(self, performance: Performance, tempo: float, repeat: float) -> None:
        self._tempo, self._hold = tempo, performance.hold
        self._longer = max(repeat, 1.0) - 1.0
        self.end = self(performance.keys[-1][0])

    def __call__(self, second: float) -> float:
        if self._hold is not None:
            start, end = self._hold
            second += self._longer * (min(max(second, start), end) - start)
        return second / self._tempo


def _pairs(performance: Performance, clock: _Clock) -> tuple[Array, Array]:
    moments, degrees = zip(*performance.pitch, strict=True)
    return np.array([clock(one) for one in moments]), np.array(degrees, np.float64)


def _eased(times: Array, start: float, end: float, degrees: float) -> Array:
    """From 0 to `degrees`: quick to begin, even in the middle, quick to end."""
    share = np.clip((times - start) / (end - start), 0.0, 1.0)
    smooth = share**2 * (3 - 2 * share)
    return np.asarray(degrees * (0.6 * share + 0.4 * smooth))


def _bump(times: Array, start: float, end: float) -> Array:
    """Rises to 1 at `end` and is gone as long after."""
    rise = np.clip((times - start) / (end - start), 0.0, 1.0)
    fall = np.clip((end + 0.4 - times) / 0.4, 0.0, 1.0)
    return np.asarray(np.where(times <= end, rise, fall))


def _mirrored(one: Tracks) -> Tracks:
    order = [0, 1, 5, 6, 7, 2, 3, 4, 9, 8, 13, 14, 15, 10, 11, 12]
    rows = one.rows[:, order].copy()
    rows[:, 1] *= -1
    return Tracks(
        id=one.id, rows=rows, yaw=-one.yaw, pitch=one.pitch, roll=-one.roll, twist=-one.twist,
        flights=one.flights, element=one.element, travel=one.travel, errors=one.errors,
    )  # fmt: skip
