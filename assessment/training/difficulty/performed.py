"""Made routines as the network sees and hears them: films, CSI, and what is to be said when."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assessment.core.units import F32, F64
from assessment.sensing.picture import picture
from assessment.sensing.ray import Radio, channel, received, room_draw
from assessment.sensing.record import C64
from assessment.simulation.elements import Population, Routine, kinds, routine_made
from assessment.training.difficulty.conditions import (
    Occlusion,
    errors_draw,
    hidden,
    occlusions_draw,
    stand_draw,
)
from assessment.training.difficulty.data import Clip
from assessment.training.difficulty.phone import Errors, Stand, filmed
from assessment.vision.nets.crops import Crops, crops

__all__ = ["NAMES", "RADIO", "Heard", "Take", "clip_of", "heard_clean", "heard_lines", "seen",
           "takes_train", "truth"]  # fmt: skip

# What the network tells apart; the class after the last is nothing.
NAMES = kinds()
# Eight carriers of the thirty, spread evenly, for time's sake; three antennas.
RADIO = Radio(subcarriers=8)
_ROUTINE_S = 90.0
# Each training routine is filmed so often; every second one is heard too.
_FILMS = 2
# Noise of the radio in training, dB.
_SNR_DB = (-2.0, 25.0)


@dataclass(frozen=True, kw_only=True)
class Take:
    """points [T, 17, 4]; lines [K, 32], empty where nobody listened; marks [E, 3]: class, start
    and end in seconds.
    """

    points: F32
    lines: F32
    marks: F64


@dataclass(frozen=True, kw_only=True)
class Heard:
    """The channel before a radio adds its noise."""

    times: F64
    clean: C64


def clip_of(routine: Routine) -> Clip:
    return Clip(
        collection="made", name="", label="", person="", fps=routine.fps,
        positions=routine.positions, segments=(),
    )  # fmt: skip


def truth(routine: Routine) -> F64:
    """[E, 3]"""
    rows = [(NAMES.index(one.id), one.start_s, one.end_s) for one in routine.marked]
    return np.array(rows, np.float64).reshape(-1, 3)


def seen(
    routine: Routine, stand: Stand, errors: Errors, spans: Sequence[Occlusion], *, seed: int
) -> Crops:
    film = filmed(clip_of(routine), stand, seed=seed, errors=errors)
    return crops(hidden(film, spans, np.random.default_rng([seed, 7])) if spans else film)


def heard_clean(routine: Routine, random: np.random.Generator) -> Heard:
    room = room_draw(random)
    times, clean = channel(routine.positions, routine.fps, room, RADIO)
    return Heard(times=times, clean=clean)


def heard_lines(heard: Heard, radio: Radio, random: np.random.Generator) -> F32:
    return picture(received(heard.times, heard.clean, radio, random)).lines


def takes_train(seed: int, keep: Path) -> list[Take]:
    """The films of one training routine, kept in a file; the same for the same seed."""
    file = keep / f"routine-{seed}.npz"
    if file.is_file():
        with np.load(file, allow_pickle=False) as kept:
            return [
                Take(points=points.astype(np.float32), lines=kept["lines"], marks=kept["marks"])
                for points in kept["points"]
            ]
    takes = _takes(seed)
    keep.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new.npz")
    np.savez(
        fresh,
        points=np.stack([one.points for one in takes]).astype(np.float16),
        lines=takes[0].lines,
        marks=takes[0].marks,
    )
    fresh.replace(file)
    return takes_train(seed, keep)


def _takes(seed: int, population: Population = "train") -> list[Take]:
    random = np.random.default_rng([seed, 11])
    routine = routine_made(population, seed, seconds=_ROUTINE_S)
    lines = np.zeros((0, 32), np.float32)
    if seed % 2 == 0:
        radio = Radio(
            subcarriers=RADIO.subcarriers,
            snr_db=float(random.uniform(*_SNR_DB)),
            loss=float(random.uniform(0.0, 0.2)),
        )
        lines = heard_lines(heard_clean(routine, random), radio, random)
    takes = []
    for film in range(_FILMS):
        spans = occlusions_draw(_ROUTINE_S, random)
        found = seen(
            routine, stand_draw(population, random), errors_draw(random), spans,
            seed=_FILMS * seed + film,
        )  # fmt: skip
        takes.append(Take(points=found.points, lines=lines, marks=truth(routine)))
    return takes
