"""`evaluate repetitions`: counts and starts against a folder of labelled clips."""

import argparse
import csv
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from assessment.cli.assess_command import json_write
from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks, landmarks_load
from assessment.core.units import JSON
from assessment.exercises import Exercise, exercise_find
from assessment.pipeline import Plan, RepetitionEvent, assess
from assessment.scoring.evaluation import Counted, metrics, single_threshold_count
from assessment.scoring.repetitions import repetitions_find
from assessment.vision.view import view_estimate

__all__ = ["run_evaluate"]

_PROTOCOL = (
    "exercise given by the label file and mapped by the aliases of the catalogue; nothing is "
    "trained or tuned; repetitions counted when the far point and the return are seen"
)


@dataclass(frozen=True, kw_only=True)
class _Clip:
    file: str
    exercise: str
    view: str
    reps: int | None
    starts: tuple[float, ...] | None


@dataclass(frozen=True, kw_only=True)
class _Result:
    clip: _Clip
    offline: Counted
    live: Counted
    threshold: int
    refusal: str | None


def run_evaluate(arguments: argparse.Namespace) -> int:
    clips = _labels(arguments.data)
    usable, left_out = _sorted_out(clips)
    with tempfile.TemporaryDirectory() as folder:
        kept = arguments.cache or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        results = _results(arguments.data, usable, kept)
    json_write(_record(arguments.data, results, left_out), arguments.json)
    return 0


def _labels(data: Path) -> list[_Clip]:
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


def _clip(row: dict[str, str]) -> _Clip:
    starts = row["rep_starts"].strip()
    return _Clip(
        file=row["file"],
        exercise=row["exercise"],
        view=row["view"],
        reps=int(row["reps"]) if row["reps"].strip() else None,
        starts=tuple(float(one) for one in starts.split(";")) if starts else None,
    )


def _sorted_out(
    clips: list[_Clip],
) -> tuple[list[tuple[_Clip, Exercise]], dict[str, JSON]]:
    """Clips to be counted, and why the others are not."""
    usable: list[tuple[_Clip, Exercise]] = []
    left_out: dict[str, JSON] = {}
    for clip in clips:
        exercise = exercise_find(clip.exercise)
        if exercise is None:
            left_out[clip.file] = f"no exercise of the catalogue is called {clip.exercise}"
        elif exercise.hold:
            left_out[clip.file] = f"{exercise.id} is a hold and has no repetitions"
        elif clip.reps is None:
            left_out[clip.file] = "the label gives no count"
        else:
            usable.append((clip, exercise))
    return usable, left_out


def _results(data: Path, usable: list[tuple[_Clip, Exercise]], kept: Path) -> list[_Result]:
    started = time.monotonic()
    results = []
    for done, (clip, exercise) in enumerate(usable):
        spent = time.monotonic() - started
        left = f", about {spent / done * (len(usable) - done):.0f} s left" if done else ""
        sys.stderr.write(f"{done}/{len(usable)} {clip.file}{left}\n")
        results.append(_result(data, clip, exercise, kept))
    return results


def _result(data: Path, clip: _Clip, exercise: Exercise, kept: Path) -> _Result:
    try:
        landmarks, live = _watched(data / clip.file, exercise, kept / clip.file.replace("/", "_"))
    except AssessmentError as error:
        nothing = _counted(clip, [])
        return _Result(
            clip=clip, offline=nothing, live=nothing, threshold=0, refusal=error.sentence
        )
    view = view_estimate(landmarks)
    offline = [one.start_s for one in repetitions_find(exercise, landmarks, view)]
    return _Result(
        clip=clip,
        offline=_counted(clip, offline),
        live=_counted(clip, live),
        threshold=single_threshold_count(exercise, landmarks, view),
        refusal=None,
    )


def _counted(clip: _Clip, starts: list[float]) -> Counted:
    return Counted(
        label=clip.reps or 0,
        found=len(starts),
        label_starts=clip.starts,
        found_starts=tuple(starts),
    )


def _watched(video: Path, exercise: Exercise, stem: Path) -> tuple[Landmarks, list[float]]:
    """Landmarks and live starts, from `stem`.npz and .json when they are there already."""
    kept, live_kept = stem.with_name(stem.name + ".npz"), stem.with_name(stem.name + ".json")
    if not (kept.is_file() and live_kept.is_file()):
        plan = Plan(exercise=exercise.id, landmarks_out=kept)
        with closing(assess(video, plan)) as events:
            live = [
                event.repetition.start_s
                for event in events
                if isinstance(event, RepetitionEvent) and not event.repetition.phases
            ]
        live_kept.write_text(json.dumps(live), encoding="utf-8")
    return landmarks_load(kept), [float(one) for one in json.loads(live_kept.read_text("utf-8"))]


def _record(data: Path, results: list[_Result], left_out: dict[str, JSON]) -> dict[str, JSON]:
    constant = round(median(one.clip.reps or 0 for one in results)) if results else 0
    return {
        "task": "repetitions",
        "data": data.name,
        "protocol": _PROTOCOL,
        "n": len(results),
        "metrics": {**metrics([one.offline for one in results])},
        "baselines": {
            "constant": _counts_only(results, lambda _: constant),
            "single_threshold": _counts_only(results, lambda one: one.threshold),
            "live": _figures([one.live for one in results]),
        },
        "by": {
            "exercise": _grouped(results, lambda one: one.clip.exercise),
            "view": _grouped(results, lambda one: one.clip.view),
            "clip": {one.clip.file: _row(one) for one in results},
            "left_out": left_out,
        },
    }


def _figures(clips: list[Counted]) -> dict[str, JSON]:
    return {"n": len(clips), **metrics(clips)}


def _counts_only(results: list[_Result], found: Callable[[_Result], int]) -> dict[str, JSON]:
    """A baseline that says how many, not when."""
    figures = _figures([Counted(label=one.clip.reps or 0, found=found(one)) for one in results])
    return {name: value for name, value in figures.items() if name != "start_f1"}


def _grouped(results: list[_Result], key: Callable[[_Result], str]) -> dict[str, JSON]:
    names = Counter(key(one) for one in results)
    return {
        name: _figures([one.offline for one in results if key(one) == name])
        for name in sorted(names)
    }


def _row(result: _Result) -> dict[str, JSON]:
    return {
        "exercise": result.clip.exercise,
        "label": result.offline.label,
        "found": result.offline.found,
        "live": result.live.found,
        "single_threshold": result.threshold,
        "starts": [round(one, 2) for one in result.offline.found_starts],
        "label_starts": list(result.clip.starts or ()),
        "refusal": result.refusal,
    }
