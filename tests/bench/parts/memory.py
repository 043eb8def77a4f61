"""Peak memory of a report by length of the clip."""

import tempfile
from pathlib import Path

from tests.bench.child import asked
from tests.bench.clip import clip_720p
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "Memory must not grow with the length of the clip."
_MINUTES = (1, 10)
_BACKENDS = ("mediapipe", "openvino")
_RATE = "2"


def measure() -> list[Table]:
    rows: list[list[str | float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for minutes in _MINUTES:
            clip = str(clip_720p(Path(folder), 6 * minutes))
            peaks = [asked("memory", clip, b, _RATE)["peak_mb"] for b in _BACKENDS]
            rows.append([f"{minutes}", *peaks])
    return [
        Table(
            title="Peak memory of one process, MB",
            note=f"A whole report of a 720p clip at {_RATE} analysed pictures a second.",
            columns=("minutes of video", *_BACKENDS),
            rows=rows,
        )
    ]
