"""A folder of rendered people: `<name>.mp4` beside its truth `<name>.json`.

`index.csv`, which a rendered suite has, tells body shape and condition of each clip.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.exercises import Exercise, exercise_get
from assessment.simulation import read_truth
from assessment.simulation.timeline import PlantedFinding, RepetitionTruth

__all__ = ["KnownClip", "known_clips"]


@dataclass(frozen=True, kw_only=True)
class KnownClip:
    """`points`: the true joints in the picture. `condition`: "clean" where nothing was changed."""

    name: str
    video: Path
    exercise: Exercise
    view: str
    shape: str
    condition: str
    points: Landmarks
    repetitions: tuple[RepetitionTruth, ...]


def known_clips(data: Path) -> list[KnownClip]:
    """Raises AssessmentError for a folder without a single video beside its truth."""
    rows = _index(data / "index.csv")
    found = [
        _known(path, video, rows.get(path.stem, {}))
        for path in sorted(data.glob("*.json"))
        if (video := path.with_suffix(".mp4")).is_file()
    ]
    if not found:
        raise AssessmentError(
            "truth_missing",
            "This folder has no rendered clip with its truth. Render some into it first.",
        )
    return found


def _index(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(newline="", encoding="utf-8") as source:
        return {row["clip"]: row for row in csv.DictReader(source)}


def _known(path: Path, video: Path, row: dict[str, str]) -> KnownClip:
    truth = read_truth(path)
    return KnownClip(
        name=path.stem,
        video=video,
        exercise=exercise_get(truth["exercise"]),
        view=str(truth["view"]),
        shape=row.get("shape", "reference"),
        condition=row.get("condition", "clean"),
        points=truth["points"],
        repetitions=tuple(_repetition(one) for one in truth["repetitions"]),
    )


def _repetition(kept: dict[str, object]) -> RepetitionTruth:
    text = json.loads(json.dumps(kept))
    text["faults"] = tuple(text["faults"])
    text["findings"] = tuple(PlantedFinding(**one) for one in text.get("findings", ()))
    return RepetitionTruth(**text)
