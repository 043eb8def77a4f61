"""How soon a repetition appears while a clip is watched."""

import tempfile
from pathlib import Path

from tests.bench.child import asked
from tests.bench.clip import clip_720p
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "A repetition must appear within a second of its end."
_RATE = "15"
_BACKENDS = ("mediapipe", "openvino")


def measure() -> list[Table]:
    rows: list[list[str | float]] = []
    with tempfile.TemporaryDirectory() as folder:
        clip = str(clip_720p(Path(folder), 1))
        for backend in _BACKENDS:
            found = asked("latency", clip, backend, _RATE)
            counts = (f"{found['live']:g}", f"{found['final']:g}")
            rows.append([backend, *counts, f"{found['latest_s']:.2f}"])
    return [
        Table(
            title="Live events",
            note=(
                "Deep squats, 10 s, 15 analysed pictures a second: video time between the end of a "
                "repetition in the report and its live event, at most; below 0 is before the end. "
                "Computing time comes on top."
            ),
            columns=("backend", "live", "in the report", "latest, s of video"),
            rows=rows,
        )
    ]
