"""The label file of a folder of real clips, and the two halves it is divided into."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assessment.core.errors import AssessmentError

__all__ = ["Half", "LabelledClip", "labels_read"]

# Exercises whose start position in the label files is the far point of ours: their starts are
# the moments at which the bottom is left. Source: the conventions that come with the clips.
_STARTS_AT_FAR_POINT = frozenset({"jump_squat"})

Half = Literal["development", "report"]


@dataclass(frozen=True, kw_only=True)
class LabelledClip:
    """`reps` and `starts` are None where the label gives none; `label` is the source's own."""

    file: str
    exercise: str
    view: str
    reps: int | None
    starts: tuple[float, ...] | None
    label: str
    source: str

    @property
    def starts_at_far_point(self) -> bool:
        return self.exercise in _STARTS_AT_FAR_POINT

    @property
    def half(self) -> Half:
        """By the sha256 of the source: even is development. No person is in both halves, since
        all clips of a source are on one side. Source: docs/algorithms/repetitions.md.
        """
        digest = hashlib.sha256(self.source.encode()).digest()
        return "development" if digest[-1] % 2 == 0 else "report"


def labels_read(data: Path) -> list[LabelledClip]:
    """Raises AssessmentError when labels.csv is missing or can't be read."""
    path = data / "labels.csv"
    if not path.is_file():
        raise AssessmentError(
            "labels_missing", "This folder has no labels.csv. Give the folder of labelled clips."
        )
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    try:
        return [_clip(row) for row in rows]
    except (KeyError, ValueError, AttributeError) as error:
        raise AssessmentError(
            "labels_invalid",
            "labels.csv needs the columns file, exercise, view, reps and rep_starts, "
            "with whole numbers in reps and seconds in rep_starts.",
        ) from error


def _clip(row: dict[str, str]) -> LabelledClip:
    starts = row["rep_starts"].strip()
    return LabelledClip(
        file=row["file"],
        exercise=row["exercise"],
        view=row["view"],
        reps=int(row["reps"]) if row["reps"].strip() else None,
        starts=tuple(float(one) for one in starts.split(";")) if starts else None,
        label=row.get("label", "").strip(),
        source=row.get("source_repo", "").strip() or row["file"],
    )
