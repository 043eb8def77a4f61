"""What a learned verdict costs."""

import time

import numpy as np
from threadpoolctl import threadpool_limits

from assessment.core.records import Landmarks
from assessment.scoring.technique.bridge import picture_rows
from assessment.scoring.technique.explain import reasons
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.verdict import verdict
from assessment.scoring.technique.weights import FOLDER, model_load, model_open
from assessment.simulation import parse_recipe, prepare
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "A verdict must come while the clip is watched: at most 60 ms a repetition on one core."
_TIMES = 5


def measure() -> list[Table]:
    model = model_open("phone")
    spent: dict[str, list[float]] = {"features": [], "verdict": [], "reasons": []}
    with threadpool_limits(limits=1):
        for movement in MOVEMENTS:
            landmarks, span, near = _repetition(movement)
            for _ in range(_TIMES):
                at = [time.process_time()]
                rows = picture_rows(landmarks, span, movement, near=near)
                at.append(time.process_time())
                assert rows is not None
                verdict(model, rows, movement)
                at.append(time.process_time())
                reasons(model.trios["population"], rows[0], movement, "picture")
                at.append(time.process_time())
                for kind, took in zip(spent, np.diff(at), strict=True):
                    spent[kind].append(1000 * float(took))
    whole = [sum(parts) for parts in zip(*spent.values(), strict=True)]
    return [
        Table(
            title="Learned verdict",
            note=(
                "Processor ms a repetition of 3 s at 15 pictures a second, one thread, ten movements "
                f"{_TIMES} times each; reasons are asked for only where it is incorrect."
            ),
            columns=("of what", "median", "largest"),
            rows=[
                [name, float(np.median(one)), max(one)]
                for name, one in {**spent, "all together": whole}.items()
            ],
        ),
        Table(
            title="Weights",
            note="Loaded once a process, the digest checked.",
            columns=("input", "MiB", "processor ms"),
            rows=[_loaded(name) for name in ("phone", "kinect", "vicon")],
        ),
    ]


def _repetition(movement: int) -> tuple[Landmarks, tuple[float, float], str]:
    """True joints of a rendered person in a three-quarter view: nothing is drawn."""
    document = {
        "id": "bench",
        "seed": 1,
        "motion": {"exercise": MOVEMENTS[movement].id, "repetitions": 1, "period_s": 3.0},
        "camera": {"view": "three_quarter"},
        "video": {"fps": 15},
    }
    truth = prepare(parse_recipe(document)).truth
    one = truth.repetitions[0]
    near = "right" if one.side == "right" else "left"
    return truth.landmarks, (one.start_s, one.end_s), near


def _loaded(name: str) -> list[str | float]:
    data = (FOLDER / f"technique-{name}.safetensors").read_bytes()
    before = time.process_time()
    model_load(data, model_open(name).sha256)
    return [name, len(data) / 2**20, 1000 * (time.process_time() - before)]
