"""Recorded repetitions done again by rendered people: which ones, by whom, seen from where.

Everything is drawn from a seed, none of it from what a verdict says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.frame import FPS, START_FRAMES, body_frame
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.side import working_side
from assessment.simulation import RepetitionTruth, Scene, parse_recipe
from assessment.simulation.reenacted import MEASURED, reenacted
from assessment.training.technique.camera import camera_draw
from assessment.training.technique.centres import joint_centres
from assessment.training.technique.data import Repetition, optical_load

__all__ = ["Reenacted", "reenactments", "scene_of"]

# The person stands still so long before and after, seconds: a tracker needs a few frames.
_STILL_S: Final = 0.2
_FPS: Final = 15
# A standing person is then about as large as the network's own input, 256 px.
_SIZE_PX: Final = (192, 256)
_SKIN: Final = ("#d9a37f", "#b47b57", "#8d5a3b", "#eac2a6")
_SHIRT: Final = ("#2f8f83", "#8a4b6b", "#e0d8c8", "#35506e")
_SHORTS: Final = ("#2b3a4a", "#5c6670", "#7a3b3b")
_HAIR: Final = ("short", "bun", "tail")


@dataclass(frozen=True, kw_only=True)
class Reenacted:
    """`place`: of the repetition in the list of the file; `near`: the side towards the camera;
    `span` seconds of the repetition in its clip.
    """

    place: int
    repetition: Repetition
    points: Mapping[str, F64]
    near: Literal["left", "right"]
    azimuth_deg: float
    span: tuple[float, float]
    seed: int

    @property
    def name(self) -> str:
        return f"{self.repetition.take}-e{self.repetition.number:02d}"


def reenactments(data: Path, count: int, *, seed: int) -> list[Reenacted]:
    """The first `count` in an order drawn from the seed: rounds in which every person does every
    movement once correctly and once incorrectly. Repetitions with a joint never seen are left out.
    """
    recorded = optical_load(data)
    takes: dict[tuple[int, int], dict[bool, list[int]]] = {}
    for place, (one, points) in enumerate(recorded):
        if not any(np.isnan(points[_of_file(name)]).any() for name in MEASURED):
            cell = takes.setdefault((one.subject, one.movement), {True: [], False: []})
            cell[one.correct].append(place)
    chosen = list(_in_rounds(takes, seed))[:count]
    return [_reenacted(place, *recorded[place], seed=seed) for place in chosen]


def _in_rounds(takes: dict[tuple[int, int], dict[bool, list[int]]], seed: int) -> Iterator[int]:
    rng = np.random.default_rng([seed, 11])
    cells = [list(takes)[at] for at in rng.permutation(len(takes))]
    orders = {
        (cell, label): rng.permutation(takes[cell][label])
        for cell in cells
        for label in (True, False)
    }
    for turn in range(max(len(order) for order in orders.values())):
        for order in orders.values():
            if turn < len(order):
                yield int(order[turn])


def _of_file(name: str) -> str:
    """The file's spelling of one of MEASURED."""
    return name.replace("left_", "l_", 1).replace("right_", "r_", 1)


def _reenacted(
    place: int, repetition: Repetition, points: Mapping[str, F64], *, seed: int
) -> Reenacted:
    take = [seed, 12, repetition.subject, repetition.movement, int(repetition.correct)]
    rng = np.random.default_rng(take)
    side = working_side(body_frame(repetition.positions), repetition.movement)
    drawn: Literal["left", "right"] = "left" if rng.random() < 0.5 else "right"
    return Reenacted(
        place=place,
        repetition=repetition,
        points=joint_centres(points),
        near=drawn if side == "both" else side,
        azimuth_deg=camera_draw(rng).azimuth_deg,
        span=(_STILL_S, _STILL_S + (len(repetition.positions) - 1) / FPS),
        seed=int(np.random.default_rng([*take, repetition.number]).integers(2**31)),
    )


def scene_of(one: Reenacted) -> Scene:
    """The repetition as a rendered person of the recorded one's build does it."""
    rng = np.random.default_rng(one.seed)
    recipe = parse_recipe(
        {
            "id": one.name,
            "seed": one.seed,
            "motion": {
                "exercise": MOVEMENTS[one.repetition.movement].id,
                "repetitions": 1,
                "period_s": one.span[1] - one.span[0],
            },
            "body": {
                "width": float(rng.uniform(0.92, 1.15)),
                "limb_width": float(rng.uniform(0.9, 1.15)),
            },
            "look": {
                "skin": str(rng.choice(_SKIN)),
                "shirt": str(rng.choice(_SHIRT)),
                "shorts": str(rng.choice(_SHORTS)),
                "hair": str(rng.choice(_HAIR)),
            },
            "video": {
                "width_px": _SIZE_PX[0],
                "height_px": _SIZE_PX[1],
                "fps": _FPS,
                "crf": 22,
                "draft": True,
            },
        }
    )
    t_s = np.arange(round((one.span[1] + _STILL_S) * _FPS)) / _FPS
    span = RepetitionTruth(
        index=1,
        start_s=one.span[0],
        turn_s=sum(one.span) / 2,
        end_s=one.span[1],
        side=one.near,
        amplitude=1.0,
        faults=(),
    )
    yaw = one.azimuth_deg if one.near == "left" else -one.azimuth_deg
    return reenacted(recipe, t_s, _at_times(one, t_s - one.span[0]), span, yaw_deg=yaw)


def _at_times(one: Reenacted, since_start_s: F64) -> dict[str, F64]:
    """MEASURED by name, the person facing z at the start."""
    turn = _heading(one.points)
    recorded_s = np.arange(len(one.repetition.positions)) / FPS
    return {
        name: np.stack(
            [
                np.interp(since_start_s, recorded_s, axis)
                for axis in (one.points[_of_file(name)] @ turn.T).T
            ],
            axis=1,
        )
        for name in MEASURED
    }


def _heading(points: Mapping[str, F64]) -> F64:
    """[3, 3] that turns the person's left, as it is at the start, to x (`body_frame`)."""
    line = sum(
        (points[f"l_{name}"] - points[f"r_{name}"])[:START_FRAMES].mean(axis=0)
        for name in ("hip", "shoulder")
    )
    left = np.array([line[0], 0.0, line[2]]) / np.hypot(line[0], line[2])
    up = np.array([0.0, 1.0, 0.0])
    return np.stack([left, up, np.cross(left, up)])
