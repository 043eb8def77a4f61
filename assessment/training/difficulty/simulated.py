"""The simulated test set: people, tempi, arms and cameras that training never drew.

Each routine is filmed well, with half the body hidden for half of every element, and dark; and
heard at five levels of noise by a radio whose clock is off by up to two seconds.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from assessment.core.units import F32, F64, JSON
from assessment.scoring.difficulty.recognise import lines_aligned, shares
from assessment.sensing.picture import STEP_S, picture
from assessment.sensing.ray import received
from assessment.simulation.elements import Routine, routine_made
from assessment.training.difficulty.conditions import DARK, NOMINAL, occlusions, stand_draw
from assessment.training.difficulty.judge import Told, figures, told_of
from assessment.training.difficulty.performed import RADIO, Heard, heard_clean, seen, truth
from assessment.vision.nets.crops import Crops, energy
from assessment.vision.nets.elements import ElementNetwork

__all__ = ["SNRS_DB", "TEST_SEEDS", "judged", "table"]

SNRS_DB = (20, 15, 10, 5, 0)
TEST_SEEDS = tuple(range(100_000, 100_024))
_ROUTINE_S = 90.0
_CLOCK_OFF_S = 2.0

Film = Literal["clear", "hidden", "dark"]
_FILMS: tuple[Film, ...] = ("clear", "hidden", "dark")


@dataclass(frozen=True, kw_only=True)
class _Staged:
    """A routine with its films and the channel; `off_s`: the radio starts so much later."""

    marks: F64
    films: dict[Film, Crops]
    heard: Heard
    off_s: float
    seed: int


def judged(
    network: ElementNetwork, seeds: Sequence[int], keep: Path, *, whole: bool = True
) -> dict[str, list[Told]]:
    """Condition -> routines. `whole` False: the clear film alone, with CSI at 20 dB if it has.

    Each routine is kept in a file of `keep` and not judged again.
    """
    keep.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Told]] = {}
    for done, seed in enumerate(seeds):
        file = keep / f"judged-{seed}.json"
        if not file.is_file():
            staged = _stage(seed, with_csi=network.config.csi)
            told = _conditions(network, staged, whole=whole)
            file.write_text(json.dumps({name: vars(one) for name, one in told.items()}))
            sys.stderr.write(f"test routine {done + 1} of {len(seeds)}\n")
            sys.stderr.flush()
        for name, kept in json.loads(file.read_text()).items():
            windows = tuple((int(true), int(said)) for true, said in kept.pop("windows"))
            found.setdefault(name, []).append(Told(windows=windows, **kept))
    return found


def table(found: dict[str, list[Told]]) -> dict[str, JSON]:
    return {name: figures(routines) for name, routines in found.items()}


def _stage(seed: int, *, with_csi: bool) -> _Staged:
    random = np.random.default_rng([seed, 13])
    routine = routine_made("test", seed, seconds=_ROUTINE_S)
    stand = stand_draw("test", random)
    spans = occlusions(routine.marked, random)
    return _Staged(
        marks=truth(routine),
        films={
            "clear": seen(routine, stand, NOMINAL, (), seed=seed),
            "hidden": seen(routine, stand, NOMINAL, spans, seed=seed),
            "dark": seen(routine, stand, DARK, (), seed=seed),
        },
        heard=_heard(routine, random, with_csi=with_csi),
        off_s=float(random.uniform(0, _CLOCK_OFF_S)),
        seed=seed,
    )


def _heard(routine: Routine, random: np.random.Generator, *, with_csi: bool) -> Heard:
    if with_csi:
        return heard_clean(routine, random)
    return Heard(times=np.zeros(0), clean=np.zeros((0, 0, 0), np.complex64))


def _conditions(network: ElementNetwork, staged: _Staged, *, whole: bool) -> dict[str, Told]:
    films: tuple[Film, ...] = _FILMS if whole else ("clear",)
    found: dict[str, Told] = {}
    for film in films:
        points = staged.films[film].points
        found[f"{film}, video"] = _told(network, staged, points, None)
        if network.config.csi:
            lines = _aligned(staged, film, SNRS_DB[0])
            found[f"{film}, both at {SNRS_DB[0]} dB"] = _told(network, staged, points, lines)
    if whole and network.config.csi:
        clear = staged.films["clear"].points
        for snr in SNRS_DB[1:]:
            lines = _aligned(staged, "clear", snr)
            found[f"clear, both at {snr} dB"] = _told(network, staged, clear, lines)
        random = np.random.default_rng([staged.seed, 17])
        recording = received(staged.heard.times, staged.heard.clean, RADIO, random)
        found["CSI alone at 20 dB"] = _told(network, staged, None, picture(recording).lines)
    return found


def _aligned(staged: _Staged, film: Film, snr_db: float) -> F32 | None:
    """CSI by the video's clock as the product finds it; None where the clocks cannot be joined."""
    random = np.random.default_rng([staged.seed, 19, int(snr_db)])
    late = staged.heard.times >= staged.off_s
    radio = replace(RADIO, snr_db=float(snr_db))
    recording = received(staged.heard.times[late], staged.heard.clean[late], radio, random)
    moved = energy(staged.films[film], STEP_S)
    lines, joined = lines_aligned(moved, picture(recording))
    return lines if joined else None


def _told(network: ElementNetwork, staged: _Staged, points: F32 | None, lines: F32 | None) -> Told:
    told, ends = shares(network, points, lines)
    return told_of(staged.marks, told, ends)
