"""When each repetition happens: the drive (0 start, 1 far point) per side over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from assessment.exercises.motion import Motion, MotionFault

from .recipe import MotionRecipe
from .rotations import Array

__all__ = ["Cue", "PlantedFinding", "RepetitionTruth", "cue", "schedule"]

# How long a fault takes to come and go outside its repetition, seconds (chosen: no jump is seen).
_FADE_S: Final = 0.4


@dataclass(frozen=True)
class PlantedFinding:
    """What the engine should say about a planted fault: rule, joint and phase."""

    code: str
    joint: str
    phase: str


@dataclass(frozen=True)
class RepetitionTruth:
    """One repetition: seconds of its start, far point and end, its side, size and faults."""

    index: int
    start_s: float
    turn_s: float
    end_s: float
    side: str
    amplitude: float
    faults: tuple[str, ...]
    findings: tuple[PlantedFinding, ...] = ()


@dataclass(frozen=True)
class Cue:
    """What the motion is told.

    t_s (T,); drive (T, 2) left and right; weight (T,) of each planted fault; sway (T, 6);
    side_at: the side at work in each frame.
    """

    t_s: Array
    drive: Array
    faults: Mapping[str, Array]
    sway: Array
    side_at: tuple[str, ...]


def schedule(
    motion: Motion, asked: MotionRecipe, rng: np.random.Generator
) -> tuple[tuple[RepetitionTruth, ...], float]:
    """Every repetition of a set, and how long the clip lasts; rng varies the tempo."""
    truths: list[RepetitionTruth] = []
    now = asked.still_start_s
    for index in range(1, asked.repetitions + 1):
        length = asked.period_s * (1.0 + asked.tempo_spread * rng.uniform(-1.0, 1.0))
        planted = _planted(motion, asked, index)
        out, hold, back = (length * share for share in _shares(motion, planted))
        size = asked.amplitude * _size(planted, _side(asked, index)).max()
        truths.append(
            RepetitionTruth(
                index,
                now,
                now + out + hold / 2,
                now + out + hold + back,
                _side(asked, index),
                float(size),
                tuple(sorted(fault.id for fault, _amount in planted)),
            )
        )
        now = truths[-1].end_s + asked.pause_s
    return tuple(truths), now - asked.pause_s + asked.still_end_s


def cue(
    motion: Motion,
    asked: MotionRecipe,
    repetitions: tuple[RepetitionTruth, ...],
    t_s: Array,
    rng: np.random.Generator,
) -> Cue:
    """What the motion is told at the times t_s; rng decides the sway."""
    drive = np.zeros((t_s.size, 2))
    weights: dict[str, Array] = {}
    restless = np.ones(t_s.size)
    for repetition in repetitions:
        planted = _planted(motion, asked, repetition.index)
        wave = _wave(t_s, repetition, _shares(motion, planted))
        drive += asked.amplitude * wave[:, None] * _size(planted, repetition.side)
        near = _near(t_s, repetition)
        waiting = _waiting(t_s, repetition, repetitions)
        for fault, amount in planted:
            # Whoever starts and ends in a wrong position stands in it before and after the set.
            shown = near if fault.start == motion.start else np.maximum(near, waiting)
            weights.setdefault(fault.id, np.zeros(t_s.size))[:] += amount * shown
            restless += amount * near * (fault.sway - 1.0)
    sway = _sway(t_s, rng) * (motion.sway * restless)[:, None]
    return Cue(t_s, drive, weights, sway, _sides(repetitions, t_s))


Planted = list[tuple[MotionFault, float]]


def _planted(motion: Motion, asked: MotionRecipe, index: int) -> Planted:
    """The faults of a repetition with their amounts."""
    found = ((motion.fault(f.kind), f) for f in asked.faults if index in f.repetitions)
    return [(fault, entry.amount) for fault, entry in found if fault is not None]


def _shares(motion: Motion, planted: Planted) -> tuple[float, float, float]:
    """Way out, hold and way back as shares of the period; a fault's pace changes their sum."""
    timing = motion.timing
    out, hold, back = timing.out, timing.hold, timing.back
    for fault, amount in planted:
        out *= 1.0 + amount * (fault.pace.out - 1.0)
        hold *= 1.0 + amount * (fault.pace.hold - 1.0)
        back *= 1.0 + amount * (fault.pace.back - 1.0)
    return out, hold, back


def _size(planted: Planted, side: str) -> Array:
    """Amplitude of the left and the right side, (2,)."""
    size = np.ones(2)
    for fault, amount in planted:
        size *= 1.0 + amount * (np.array(fault.amplitude.pair(side)) - 1.0)
    return size


def _side(asked: MotionRecipe, index: int) -> str:
    if asked.side == "alternate":
        return "left" if index % 2 else "right"
    return asked.side


def _sides(repetitions: tuple[RepetitionTruth, ...], t_s: Array) -> tuple[str, ...]:
    """The side at work: it changes half way between two repetitions."""
    ends = [(a.end_s + b.start_s) / 2 for a, b in pairwise(repetitions)]
    return tuple(repetitions[int(i)].side for i in np.searchsorted(ends, t_s))


def _wave(t_s: Array, truth: RepetitionTruth, shares: tuple[float, float, float]) -> Array:
    go, rest, back = (share / sum(shares) for share in shares)
    share = (t_s - truth.start_s) / (truth.end_s - truth.start_s)
    return _ease(share / go) * (1.0 - _ease((share - go - rest) / back))


def _ease(share: Array) -> Array:
    u = np.clip(share, 0.0, 1.0)
    cosine = 0.5 - 0.5 * np.cos(np.pi * u)
    eased: Array = 0.5 * cosine + 0.5 * u**3 * (u * (6.0 * u - 15.0) + 10.0)
    return eased


def _near(t_s: Array, truth: RepetitionTruth) -> Array:
    """1 during a repetition, fading to 0 before and after it."""
    before, after = truth.start_s - t_s, t_s - truth.end_s
    return 1.0 - _ease(np.maximum(before, after) / _FADE_S)


def _waiting(t_s: Array, truth: RepetitionTruth, repetitions: tuple[RepetitionTruth, ...]) -> Array:
    """1 before the first repetition if this is it, and after the last one if this is that."""
    before = (truth is repetitions[0]) & (t_s < truth.start_s)
    after = (truth is repetitions[-1]) & (t_s > truth.end_s)
    return np.asarray(before | after, np.float64)


def _sway(t_s: Array, rng: np.random.Generator) -> Array:
    """Six slow drifts in about [-1, 1], what a standing person does without noticing."""
    columns = []
    for _ in range(6):
        hertz, phase = rng.uniform(0.15, 0.55, 3), rng.uniform(0.0, 2.0 * np.pi, 3)
        columns.append(np.sin(2.0 * np.pi * t_s[:, None] * hertz + phase).mean(axis=1))
    return np.stack(columns, axis=1)
