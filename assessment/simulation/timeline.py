"""When each repetition happens: the drive (0 rest, 1 full movement) per side over time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .recipe import Motion
from .rotations import Array

__all__ = ["Cue", "RepetitionTruth", "schedule"]

# Share of a repetition spent going and holding; the rest is the way back (chosen: a calm tempo).
_GO, _HOLD = 0.42, 0.12


@dataclass(frozen=True)
class RepetitionTruth:
    """One repetition: seconds of its start, turning point and end, its side and faults."""

    index: int
    start_s: float
    turn_s: float
    end_s: float
    side: str
    amplitude: float
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """What a motion is told: t_s (T,), drive (T, 2) per side, fault weights (T,), sway (T, 6)."""

    t_s: Array
    drive: Array
    faults: Mapping[str, Array]
    sway: Array
    side: str

    @property
    def both(self) -> Array:
        """The larger drive of the two sides, (T,)."""
        larger: Array = self.drive.max(axis=1)
        return larger

    def fault(self, name: str) -> Array:
        """Weight of a fault over time, zero where it is not asked for."""
        return self.faults.get(name, np.zeros_like(self.t_s))


def schedule(motion: Motion, fps: float, seed: int) -> tuple[Cue, tuple[RepetitionTruth, ...]]:
    """Frame times, drive and exact repetition truth of a motion; the seed varies tempo and sway."""
    rng = np.random.default_rng([seed, 1])
    truths: list[RepetitionTruth] = []
    now = motion.still_start_s
    for index in range(1, motion.repetitions + 1):
        length = motion.period_s * (1.0 + motion.tempo_spread * rng.uniform(-1.0, 1.0))
        turn = now + length * (0.5 if motion.hold else _GO + _HOLD / 2)
        shallow = sum(
            f.amount for f in motion.faults if f.kind == "shallow" and index in f.repetitions
        )
        named = tuple(sorted({f.kind for f in motion.faults if index in f.repetitions}))
        size = motion.amplitude * (1.0 - shallow)
        truths.append(
            RepetitionTruth(index, now, turn, now + length, _side(motion, index), size, named)
        )
        now += length + motion.pause_s
    total = now - motion.pause_s + motion.still_end_s
    t_s = np.arange(round(total * fps)) / fps
    drive = np.zeros((t_s.size, 2))
    for truth in truths:
        wave = truth.amplitude * _wave(t_s, truth, hold=motion.hold)
        for column, side in enumerate(("left", "right")):
            if truth.side in (side, "both") or motion.side in ("left", "right"):
                drive[:, column] += wave
    if motion.side in ("left", "right") and motion.one_sided:
        drive[:, 1 if motion.side == "left" else 0] = 0.0
    return Cue(t_s, drive, _faults(motion, t_s, truths), _sway(t_s, rng), motion.side), tuple(
        truths
    )


def _side(motion: Motion, index: int) -> str:
    if motion.side == "alternate":
        return "left" if index % 2 else "right"
    return motion.side


def _wave(t_s: Array, truth: RepetitionTruth, *, hold: bool) -> Array:
    share = (t_s - truth.start_s) / (truth.end_s - truth.start_s)
    go, rest = (0.12, 0.76) if hold else (_GO, _HOLD)
    return _ease(share / go) * (1.0 - _ease((share - go - rest) / (1.0 - go - rest)))


def _ease(share: Array) -> Array:
    u = np.clip(share, 0.0, 1.0)
    cosine = 0.5 - 0.5 * np.cos(np.pi * u)
    eased: Array = 0.5 * cosine + 0.5 * u**3 * (u * (6.0 * u - 15.0) + 10.0)
    return eased


def _faults(motion: Motion, t_s: Array, truths: list[RepetitionTruth]) -> dict[str, Array]:
    weights: dict[str, Array] = {}
    for fault in motion.faults:
        weight = weights.setdefault(fault.kind, np.zeros_like(t_s))
        for truth in truths:
            if truth.index in fault.repetitions:
                weight += fault.amount * ((t_s >= truth.start_s) & (t_s <= truth.end_s))
    return weights


def _sway(t_s: Array, rng: np.random.Generator) -> Array:
    """Six slow drifts in about [-1, 1], what a standing person does without noticing."""
    columns = []
    for _ in range(6):
        hertz, phase = rng.uniform(0.15, 0.55, 3), rng.uniform(0.0, 2.0 * np.pi, 3)
        columns.append(np.sin(2.0 * np.pi * t_s[:, None] * hertz + phase).mean(axis=1))
    return np.stack(columns, axis=1)
