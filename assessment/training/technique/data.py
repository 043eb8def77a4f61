"""Repetitions with a label, read from the folder format of `uiprmd_*.npz`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from assessment.core.errors import AssessmentError
from assessment.core.units import F64
from assessment.scoring.technique.frame import gaps_filled
from assessment.scoring.technique.skeleton import from_kinect, from_vicon
from assessment.training.technique.centres import joint_centres

__all__ = ["SENSORS", "Repetition", "Sensor", "optical_load", "repetitions_load"]

Sensor = Literal["kinect", "vicon"]
SENSORS: tuple[Sensor, ...] = ("kinect", "vicon")

# Fewer are no repetition: two files of the source end after a few frames.
_FEWEST_FRAMES = 20
_BRIDGES = {"kinect": from_kinect, "vicon": from_vicon}


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """positions [T, 17, 3], metres, room axes, 30 frames a second (`skeleton.JOINTS`).

    Gaps are filled; a joint that was never seen is NaN throughout (21 optical repetitions).
    `take` names the recording: correct and incorrect repetitions of a person are two takes.
    `number` counts within the take.
    """

    subject: int
    movement: int
    correct: bool
    sensor: Sensor
    positions: F64
    take: str
    number: int


def repetitions_load(folder: Path, sensor: Sensor, *, for_camera: bool = False) -> list[Repetition]:
    """In the order of the file. Raises AssessmentError when the file is missing or not one of
    these. Repetitions of under 20 frames are left out.

    `for_camera`: optical markers moved to the middles of the joints, as a camera is shown them.
    """
    loaded = _load(folder, sensor)
    if not for_camera:
        return [one for one, _ in loaded]
    return [replace(one, positions=_centred(*raw)) for one, raw in loaded]


def optical_load(folder: Path) -> list[tuple[Repetition, dict[str, F64]]]:
    """Optical repetitions, each with all its points [T, 3] in metres and room axes by the names
    of the file. Raises as `repetitions_load`.
    """
    return [
        (one, {name: filled[:, row][:, [1, 2, 0]] for row, name in enumerate(names)})
        for one, (names, points) in _load(folder, "vicon")
        for filled in (gaps_filled(points),)
    ]


_Raw = tuple[list[str], F64]


def _centred(names: list[str], points: F64) -> F64:
    filled = gaps_filled(points)
    moved = joint_centres({name: filled[:, row] for row, name in enumerate(names)})
    return from_vicon(np.stack([moved[name] for name in names], axis=1), names)


def _load(folder: Path, sensor: Sensor) -> list[tuple[Repetition, _Raw]]:
    path = folder / f"uiprmd_{sensor}.npz"
    if not path.is_file():
        raise AssessmentError(
            "data_missing", f"The folder has no {path.name}; see docs/algorithms/technique.md."
        )
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
            return _read(arrays, sensor)
    except (KeyError, ValueError, IndexError) as error:
        raise AssessmentError(
            "data_invalid", f"{path.name} is not a file of labelled repetitions: {error}."
        ) from error


def _read(kept: dict[str, npt.NDArray[Any]], sensor: Sensor) -> list[tuple[Repetition, _Raw]]:
    offset = kept["offset"].astype(np.int64)
    names = [str(name) for name in kept["joint_names"]]
    unit_m, missing = float(kept["unit_m"][0]), int(kept["missing"][0])
    found = []
    for row in range(len(offset) - 1):
        millimetres = kept["pos_mm"][:, :, offset[row] : offset[row + 1]].transpose(2, 0, 1)
        raw = np.where(millimetres == missing, np.nan, millimetres * unit_m)
        if len(raw) < _FEWEST_FRAMES:
            continue
        subject, movement = int(kept["subject"][row]), int(kept["movement"][row])
        correct = bool(kept["correct"][row])
        label = "correct" if correct else "incorrect"
        repetition = Repetition(
            subject=subject,
            movement=movement,
            correct=correct,
            sensor=sensor,
            positions=gaps_filled(_BRIDGES[sensor](raw, names)),
            take=f"{sensor}-s{subject:02d}-m{movement:02d}-{label}",
            number=int(kept["repetition"][row]),
        )
        found.append((repetition, (names, raw)))
    return found
