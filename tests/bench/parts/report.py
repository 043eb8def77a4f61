"""A whole report of a 720p clip, by stage, in one process and in two side by side."""

import tempfile
from pathlib import Path

from tests.bench.child import asked, started, told
from tests.bench.clip import clip_720p
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "What a whole report costs."
_SECONDS = 10.0
_BACKENDS = ("mediapipe", "openvino")
_RATES = ("15", "30")
_STAGES = ("decode_s", "pose_s", "rest_s", "whole_s")


def measure() -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        clip = clip_720p(Path(folder), 1)
        alone = {(b, f): asked("report", str(clip), b, f) for f in _RATES for b in _BACKENDS}
        pairs = [started("report", str(clip), "openvino", "30") for _ in range(2)]
        beside = [told(pair) for pair in pairs]
    return [_stages(alone), _side_by_side(alone["openvino", "30"], beside)]


def _stages(alone: dict[tuple[str, str], dict[str, float]]) -> Table:
    rows: list[list[str | float]] = []
    for fps in _RATES:
        baseline = alone["mediapipe", fps]["whole_s"]
        for backend in _BACKENDS:
            found = alone[backend, fps]
            stages = (found[stage] / _SECONDS for stage in _STAGES)
            rows.append([backend, fps, *stages, found["whole_s"] / baseline])
    return Table(
        title="Processor seconds for a second of 720p video at 30 pictures a second",
        note=(
            f"A rendered clip of {_SECONDS:g} s, deep squat, one process, start of the networks "
            "left out; processor time, so other load counts little."
        ),
        columns=(
            "backend", "analysed a second", "decode", "pose", "rest", "whole",
            "of MediaPipe's",
        ),
        rows=rows,
    )  # fmt: skip


def _side_by_side(alone: dict[str, float], beside: list[dict[str, float]]) -> Table:
    together = sum(one["whole_s"] for one in beside)
    slowest = max(one["wall_s"] for one in beside)
    return Table(
        title="One process and two side by side",
        note="OpenVINO, all 30 pictures a second; each process takes one clip.",
        columns=("processes", "processor s a second of video", "wall s for all clips / clip s"),
        rows=[
            ["1", alone["whole_s"] / _SECONDS, alone["wall_s"] / _SECONDS],
            ["2", together / (2 * _SECONDS), slowest / (2 * _SECONDS)],
        ],
    )
