"""`evaluate errors`: the error of every measure that a report gives, measured on rendered people.

Writes assessment/scoring/errors.json, from which reports take the errors beside their figures.
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assessment.cli.evaluate.compare import half_rate_changes, scored
from assessment.cli.evaluate.known import KnownClip, known_clips
from assessment.cli.evaluate.watched import kept_in, runtime, told, watched
from assessment.core.records import Landmarks, Measure
from assessment.core.units import JSON
from assessment.scoring.errors import Kind, sideless
from assessment.scoring.limbs import Clip
from assessment.scoring.measures import clip_measures, repetition_measured
from assessment.vision.decode import ANALYSED_FPS
from assessment.vision.view import view_estimate

__all__ = ["run_errors"]

_PROTOCOL = (
    "rendered people through the whole engine; mean absolute difference from the same measure of "
    "the true joints, uncalmed, over the same span of time, both sides together; of the folders "
    "given (calm and fast repetitions) the larger; of a range of motion at least the mean change "
    "at half the frame rate, recommended view, first folder; rounded up, never under the floor of "
    "its unit; fewer than three values give none; pose: "
)
_FEWEST = 3
# By unit: rounded up to the step, and no figure is called more exact than the floor. Chosen: the
# tremble of the landmarks is 1 to 2 % of the torso, which turns a limb by 1 to 2 degrees.
_STEP = {"deg": 0.1, "deg_s": 1.0, "ratio": 0.01, "torso": 0.01}
_FLOOR = {"deg": 2.0, "deg_s": 5.0, "ratio": 0.02, "torso": 0.02}

# (exercise, kind, measure without side)
_Key = tuple[str, Kind, str]


def run_errors(arguments: argparse.Namespace) -> int:
    folders: list[Path] = arguments.data
    found: list[_Gaps] = []
    clips = {}
    with kept_in(arguments.cache) as kept:
        for folder in folders:
            known = known_clips(folder)
            clips[folder.name] = len(known)
            found.append(_from_truth(known, kept))
        found.append(_at_half_rate(known_clips(folders[0]), kept))
    document = {
        "protocol": _PROTOCOL + runtime(),
        "command": "python -m assessment evaluate errors "
        + " ".join(f"--data {folder.name}" for folder in folders),
        "clips": clips,
        "errors": _larger(found),
    }
    arguments.out.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


class _Gaps:
    """Sizes of differences by measure, with its unit."""

    def __init__(self) -> None:
        self.sizes: dict[_Key, list[float]] = defaultdict(list)
        self.units: dict[_Key, str] = {}

    def add(self, key: _Key, unit: str, size: float) -> None:
        self.sizes[key].append(size)
        self.units[key] = unit

    def means(self) -> Iterator[tuple[_Key, float]]:
        """Rounded up; of measures with enough values."""
        for key, sizes in self.sizes.items():
            if len(sizes) >= _FEWEST:
                step = _STEP[self.units[key]]
                up = math.ceil(float(np.mean(sizes)) / step - 1e-9) * step
                yield key, round(max(up, _FLOOR[self.units[key]]), 3)


def _from_truth(clips: list[KnownClip], kept: Path) -> _Gaps:
    gaps = _Gaps()
    for clip in told(clips, "name"):
        for kind, name, found, true in _pairs(
            clip, watched(clip.video, kept, exercise=clip.exercise).landmarks
        ):
            key = (clip.exercise.id, kind, sideless(name))
            gaps.add(key, found.unit, abs(found.value - true.value))
    return gaps


def _at_half_rate(clips: list[KnownClip], kept: Path) -> _Gaps:
    """How far each range of motion moves when half the frames are looked at."""
    gaps = _Gaps()
    for clip in told([one for one in clips if one.view == one.exercise.view], "name"):
        whole, half = (
            scored(clip, watched(clip.video, kept, exercise=clip.exercise, fps=fps).landmarks)
            for fps in (ANALYSED_FPS, ANALYSED_FPS / 2)
        )
        for kind, name, measure, change in half_rate_changes(whole, half):
            gaps.add((clip.exercise.id, kind, sideless(name)), measure.unit, change)
    return gaps


def _pairs(clip: KnownClip, landmarks: Landmarks) -> Iterator[tuple[Kind, str, Measure, Measure]]:
    """Each measure that was found, and what the true joints give for it.

    Times are the engine's own in both, so lengths of time are left out.
    """
    said = scored(clip, landmarks)
    truth = Clip(clip.points, view_estimate(landmarks), exact=True)
    both: list[tuple[Kind, list[tuple[str, Measure]], dict[str, Measure]]] = [
        ("clip", said.measures, dict(clip_measures(clip.exercise, truth, said.repetitions)))
    ]
    for one in said.repetitions:
        true = repetition_measured(one, exercise=clip.exercise, clip=truth)
        both.append(("repetition", list(one.measures), dict(true.measures)))
    for kind, found, known in both:
        for name, measure in found:
            if measure.unit != "s" and name in known:
                yield kind, name, measure, known[name]


def _larger(found: list[_Gaps]) -> dict[str, JSON]:
    """By exercise, kind and measure the largest of the errors that were found."""
    table: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for gaps in found:
        for (exercise, kind, name), error in gaps.means():
            kinds = table[exercise][kind]
            kinds[name] = max(kinds.get(name, 0.0), error)
    return {
        exercise: {kind: dict(names) for kind, names in kinds.items()}
        for exercise, kinds in table.items()
    }
