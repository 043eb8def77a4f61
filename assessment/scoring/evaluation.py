"""Figures for what was counted and found against labels, with intervals by clip."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from assessment.core.records import Landmarks
from assessment.exercises import Exercise
from assessment.scoring.signal import count_signal
from assessment.vision.view import ViewFound

__all__ = [
    "START_TOLERANCE_S",
    "Counted",
    "balanced_accuracy",
    "interval",
    "metrics",
    "single_threshold_count",
    "starts_matched",
]

START_TOLERANCE_S = 0.5
_RESAMPLES = 2000
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One clip: labelled and found repetitions; `starts` None where the label gives none."""

    label: int
    found: int
    label_starts: tuple[float, ...] | None = None
    found_starts: tuple[float, ...] = ()


def starts_matched(label: Sequence[float], found: Sequence[float]) -> int:
    """Pairs within START_TOLERANCE_S, each start used once, nearest pairs first."""
    pairs = sorted(
        (abs(a - b), i, j)
        for i, a in enumerate(label)
        for j, b in enumerate(found)
        if abs(a - b) <= START_TOLERANCE_S + 1e-9
    )
    used_label: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in pairs:
        if i not in used_label and j not in used_found:
            used_label.add(i)
            used_found.add(j)
    return len(used_label)


def metrics(clips: Sequence[Counted]) -> dict[str, float]:
    """count_exact and count_within_one (shares), count_mae, start_f1; all 0.0 for no clip."""
    if not clips:
        return dict.fromkeys(("count_exact", "count_within_one", "count_mae", "start_f1"), 0.0)
    off = np.abs([clip.found - clip.label for clip in clips])
    timed = [clip for clip in clips if clip.label_starts is not None]
    hits = sum(starts_matched(clip.label_starts or (), clip.found_starts) for clip in timed)
    total = sum(len(clip.label_starts or ()) + len(clip.found_starts) for clip in timed)
    return {
        "count_exact": round(float((off == 0).mean()), 4),
        "count_within_one": round(float((off <= 1).mean()), 4),
        "count_mae": round(float(off.mean()), 4),
        "start_f1": round(2 * hits / total, 4) if total else 0.0,
    }


def balanced_accuracy(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Mean of the shares of true and of false labels that were met; (label, found)."""
    shares = [
        float(np.mean([found == label for label, found in pairs if label is value]))
        for value in (True, False)
        if any(label is value for label, _ in pairs)
    ]
    return round(float(np.mean(shares)), 4) if shares else 0.0


def interval(
    clips: Sequence[_T], figure: Callable[[Sequence[_T]], float], *, seed: int = 0
) -> list[float]:
    """95 % interval of a figure by drawing clips anew, 2000 times; empty for under two clips."""
    if len(clips) < 2:
        return []
    rng = np.random.default_rng(seed)
    drawn = [
        figure([clips[at] for at in rng.integers(len(clips), size=len(clips))])
        for _ in range(_RESAMPLES)
    ]
    return [round(float(v), 4) for v in np.percentile(drawn, (2.5, 97.5))]


def single_threshold_count(exercise: Exercise, landmarks: Landmarks, view: ViewFound | None) -> int:
    """Baseline: times the signal falls back under half of its range."""
    signal = count_signal(exercise, landmarks, view)
    if signal is None:
        return 0
    far = (signal.share > 0.5).astype(np.int8)
    return int((np.diff(far) == -1).sum())
