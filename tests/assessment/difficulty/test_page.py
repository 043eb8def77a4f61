"""The page of results says what the records say."""

import json
from pathlib import Path

from assessment.training.difficulty.page import pages_write

_TOLD = {
    "accuracy": 0.9, "element_accuracy": 0.8, "macro_f1": 0.7, "timeline_f1": 0.6,
    "false_a_minute": 0.5, "interval": {"accuracy": [0.85, 0.95]}, "elements": 20, "routines": 2,
}  # fmt: skip
_RECORDS = {
    "ablations": {
        "full": {"parameters": 180_000, "clear, video": _TOLD,
                 "clear, both at 20 dB": {**_TOLD, "accuracy": 0.91}},
        "without CSI": {"parameters": 90_000, "clear, video": _TOLD},
    },
    "clips": {
        "n": {"seconds": 604.0},
        "metrics": {"false_elements": 1, "false_per_ten_minutes": 0.99, "false_measured": 0,
                    "false_learned": 1},
        "by": {"clip": {"a.mp4": ["turn_1 (learned, met)"]}},
    },
    "rendered": {"metrics": _TOLD, "by": {"clip": {"turn-0.mp4": []}}},
}  # fmt: skip


def test_every_record_has_its_place(tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.json" for name in _RECORDS}
    for name, record in _RECORDS.items():
        files[name].write_text(json.dumps(record), encoding="utf-8")

    pages_write(tmp_path / "page.md", tmp_path / "card.md", files)

    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| full | 0.18 | 0.900 | 0.800 | 0.700 | 0.600 | 0.910 |" in page
    assert "| without CSI | 0.09 | 0.900 | 0.800 | 0.700 | 0.600 | - |" in page
    assert "1 false elements in 10.1 minutes (0.99 in ten minutes)" in page
    assert "* turn-0.mp4: nothing" in page
    assert "0.900 (0.850 to 0.950)" in page
    assert "{" not in page
