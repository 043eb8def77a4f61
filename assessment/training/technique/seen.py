"""What each input shows of a repetition: joints in space, or a picture of them.

`tables` gives the rows to learn from and the rows to judge, with or without the person's own
baseline; both have one row (or two) for each repetition that counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64
from assessment.scoring.technique.features import features, space_rows
from assessment.scoring.technique.frame import body_frame, picture_frame
from assessment.scoring.technique.side import canonical
from assessment.training.technique.camera import Camera, camera_draw, filmed
from assessment.training.technique.data import Repetition, Sensor
from assessment.training.technique.rerecord import rerecorded, setup_draw
from assessment.training.technique.table import Table, table_build

__all__ = [
    "BASELINE",
    "INPUTS",
    "Input",
    "InputName",
    "Tables",
    "own_baselines",
    "tables",
    "tables_against_own",
]

InputName = Literal["kinect", "vicon", "phone"]
# Repetitions of a person that a physiotherapist accepted.
BASELINE = 3


@dataclass(frozen=True, kw_only=True)
class Input:
    """`phone` is a virtual camera on the optical points; `made` names finished folds: change it
    when what is made of the repetitions changes.
    """

    name: InputName
    sensor: Sensor
    is_picture: bool
    made: str


INPUTS: dict[InputName, Input] = {
    "kinect": Input(name="kinect", sensor="kinect", is_picture=False, made="kinect"),
    "vicon": Input(name="vicon", sensor="vicon", is_picture=False, made="vicon"),
    "phone": Input(name="phone", sensor="vicon", is_picture=True, made="phone-2"),
}


@dataclass(frozen=True, kw_only=True)
class Tables:
    """In space both are the same; in pictures a repetition is learnt from a camera of its own
    and judged from the one camera of its take.
    """

    learn: Table
    judge: Table

    def without(self, subjects: Sequence[int]) -> Table:
        return self.learn.where(~np.isin(self.learn.subject, subjects))

    def only(self, subjects: Sequence[int]) -> Table:
        return self.judge.where(np.isin(self.judge.subject, subjects))


def tables(repetitions: Sequence[Repetition], seen: Input, *, seed: int) -> Tables:
    """Held against everybody."""
    if not seen.is_picture:
        whole = table_build(repetitions, lambda one: space_rows(one.positions, one.movement))
        return Tables(learn=whole, judge=whole)
    return Tables(
        learn=table_build(repetitions, lambda one: _filmed_rows(one, seen, (seed, 1), one.number)),
        judge=table_build(repetitions, lambda one: _filmed_rows(one, seen, (seed, 2), 0)),
    )


def tables_against_own(
    plain: Tables, repetitions: Sequence[Repetition], seen: Input, *, seed: int
) -> Tables:
    """The same rows held against the person's own baseline; people without one drop out."""
    baselines = own_baselines(repetitions, seen, seed=seed)
    taken = {place for one in baselines.values() for place in one.repetitions}
    learn = _against(plain.learn, baselines, taken)
    if plain.judge is plain.learn:
        return Tables(learn=learn, judge=learn)
    return Tables(learn=learn, judge=_against(plain.judge, baselines, taken))


@dataclass(frozen=True, kw_only=True)
class OwnBaseline:
    """`rows` [1 or 2, F]: the mean of the accepted repetitions as another day would show them;
    `repetitions`: their places in the list.
    """

    rows: F64
    repetitions: tuple[int, ...]


def own_baselines(
    repetitions: Sequence[Repetition], seen: Input, *, seed: int
) -> dict[tuple[int, int], OwnBaseline]:
    """By subject and movement, where a person has three correct repetitions."""
    own: dict[tuple[int, int], list[int]] = {}
    for place, one in enumerate(repetitions):
        if one.correct:
            own.setdefault((one.subject, one.movement), []).append(place)
    found = {}
    for (subject, movement), places in own.items():
        if len(places) <= BASELINE:
            continue
        rng = np.random.default_rng([seed, 3, subject, movement])
        chosen = [int(place) for place in rng.choice(places, BASELINE, replace=False)]
        setup, camera = setup_draw(rng), camera_draw(rng)
        rows = [
            _rows(rerecorded(repetitions[place].positions, setup), movement, seen, camera, rng)
            for place in chosen
        ]
        found[subject, movement] = OwnBaseline(
            rows=np.mean(rows, axis=0), repetitions=tuple(chosen)
        )
    return found


def _filmed_rows(one: Repetition, seen: Input, seeds: tuple[int, int], camera_number: int) -> F64:
    """The camera hangs on the take and `camera_number`, the errors on the repetition."""
    take = [*seeds, one.subject, one.movement, int(one.correct)]
    camera = camera_draw(np.random.default_rng([*take, camera_number]))
    rng = np.random.default_rng([*take, 100 + one.number])
    return _rows(one.positions, one.movement, seen, camera, rng)


def _rows(
    positions: F64, movement: int, seen: Input, camera: Camera, rng: np.random.Generator
) -> F64:
    """[1 or 2, F]. A camera has a near side: one row where both sides work."""
    if not seen.is_picture:
        return space_rows(positions, movement)
    body = canonical(body_frame(positions), movement)[0]
    return features(picture_frame(filmed(body, camera, rng)), movement, "picture")[None]


def _against(table: Table, baselines: dict[tuple[int, int], OwnBaseline], taken: set[int]) -> Table:
    """Rows less the person's baseline; accepted repetitions and people without one drop out."""
    keys = list(zip(table.subject.tolist(), table.movement.tolist(), strict=True))
    chosen = np.array(
        [
            key in baselines and place not in taken
            for key, place in zip(keys, table.repetition.tolist(), strict=True)
        ],
        np.bool_,
    )
    kept = table.where(chosen)
    values = np.empty(len(kept), np.object_)
    turn: npt.NDArray[np.int64] = _copy_of(kept.repetition)
    for at in range(len(kept)):
        own = baselines[int(kept.subject[at]), int(kept.movement[at])].rows
        values[at] = (kept.values[at] - own[turn[at]]).astype(np.float32)
    return Table(
        repetition=kept.repetition,
        subject=kept.subject,
        movement=kept.movement,
        correct=kept.correct,
        values=values,
    )


def _copy_of(repetition: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0 for the first row of a repetition, 1 for the second; rows of one lie together."""
    again = np.concatenate([[False], repetition[1:] == repetition[:-1]])
    result: npt.NDArray[np.int64] = again.astype(np.int64)
    return result
