"""What the element stage costs: measurements and network on the landmarks of a whole routine."""

import time
from collections.abc import Callable

import torch

from assessment.scoring.difficulty.elements import find
from assessment.scoring.difficulty.recognise import recognise
from assessment.simulation.elements import routine_made
from assessment.training.difficulty.conditions import NOMINAL
from assessment.training.difficulty.performed import clip_of
from assessment.training.difficulty.phone import Stand, filmed
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "The element stage must take at most 0.2 of real time on one core."
_SECONDS = 90.0
_ROUNDS = 3


def measure() -> list[Table]:
    routine = routine_made("test", 1, seconds=_SECONDS)
    film = filmed(clip_of(routine), Stand(azimuth_deg=40.0), seed=1, errors=NOMINAL)
    torch.set_num_threads(1)
    seconds = float(film.t_s[-1])
    stages: dict[str, Callable[[], object]] = {
        "network alone": lambda: recognise(film),
        "whole stage (measurements and network)": lambda: find(film),
    }
    rows: list[list[str | float]] = [
        [name, _best(stage) / seconds] for name, stage in stages.items()
    ]
    return [
        Table(
            title="Processor seconds for a second of video",
            note=(
                f"Landmarks of a made routine of {_SECONDS:g} s at 30 pictures a second; one "
                f"thread, the best of {_ROUNDS}, loading left out; goal 0.2."
            ),
            columns=("stage", "of real time"),
            rows=rows,
        )
    ]


def _best(stage: Callable[[], object]) -> float:
    stage()
    spent = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        stage()
        spent.append(time.process_time() - began)
    return min(spent)
