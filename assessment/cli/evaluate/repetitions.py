"""`evaluate repetitions`: counts and starts against a folder of labelled clips."""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.labels import LabelledClip, labels_read
from assessment.cli.evaluate.watched import kept_in, runtime, told, watched
from assessment.core.errors import AssessmentError
from assessment.core.units import JSON
from assessment.exercises import Exercise, exercise_find
from assessment.scoring.evaluation import Counted, interval, metrics, single_threshold_count
from assessment.scoring.repetitions import Repetition, repetitions_find
from assessment.vision.active import active_only, active_spans
from assessment.vision.view import view_estimate

__all__ = ["run_repetitions"]

_PROTOCOL = (
    "exercise given by the label file and mapped by the aliases of the catalogue; nothing is "
    "trained; repetitions counted when the far point and the return are seen; starts of a jump "
    "squat are labelled where the bottom is left and compared with that moment, in start_f1_own "
    "with the start of the exercise as the catalogue has it; bounds may be fixed on the "
    "development half only (by.half), which shares no source, so no person, with the other; "
    "intervals: 95 %, clips drawn anew 2000 times; pose: "
)


@dataclass(frozen=True, kw_only=True)
class _Task:
    clip: LabelledClip
    exercise: Exercise

    @property
    def file(self) -> str:
        return self.clip.file


@dataclass(frozen=True, kw_only=True)
class _Result:
    clip: LabelledClip
    offline: Counted
    own_starts: Counted
    live: Counted
    threshold: int
    refusal: str | None


def run_repetitions(arguments: argparse.Namespace) -> int:
    usable, left_out = _sorted_out(labels_read(arguments.data))
    with kept_in(arguments.cache) as kept:
        results = [_result(arguments.data, task, kept) for task in told(usable)]
    json_write(_record(arguments.data, results, left_out), arguments.json)
    return 0


def _sorted_out(clips: list[LabelledClip]) -> tuple[list[_Task], dict[str, JSON]]:
    """Clips to be counted, and why the others are not."""
    usable: list[_Task] = []
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
            usable.append(_Task(clip=clip, exercise=exercise))
    return usable, left_out


def _result(data: Path, task: _Task, kept: Path) -> _Result:
    clip = task.clip
    try:
        seen = watched(data / clip.file, kept, exercise=task.exercise)
    except AssessmentError as error:
        nothing = _counted(clip, [])
        return _Result(
            clip=clip,
            offline=nothing,
            own_starts=nothing,
            live=nothing,
            threshold=0,
            refusal=error.sentence,
        )
    view = view_estimate(seen.landmarks)
    active = active_only(seen.landmarks, active_spans(seen.landmarks, task.exercise))
    offline = repetitions_find(task.exercise, active, view)
    return _Result(
        clip=clip,
        offline=_counted(clip, [_start_s(clip, one) for one in offline]),
        own_starts=_counted(clip, [one.start_s for one in offline]),
        live=_counted(clip, seen.live_starts(task.exercise)),
        threshold=single_threshold_count(task.exercise, active, view),
        refusal=None,
    )


def _start_s(clip: LabelledClip, repetition: Repetition) -> float:
    """The moment that the label file calls the start."""
    if clip.starts_at_far_point and repetition.phases:
        return repetition.phases[1].end_s
    return repetition.start_s


def _counted(clip: LabelledClip, starts: list[float]) -> Counted:
    return Counted(
        label=clip.reps or 0,
        found=len(starts),
        label_starts=clip.starts,
        found_starts=tuple(starts),
    )


def _record(data: Path, results: list[_Result], left_out: dict[str, JSON]) -> dict[str, JSON]:
    constant = round(median(one.clip.reps or 0 for one in results)) if results else 0
    offline = [one.offline for one in results]
    return {
        "task": "repetitions",
        "data": data.name,
        "protocol": _PROTOCOL + runtime(),
        "n": len(results),
        "metrics": {**_offline(results)},
        "baselines": {
            "constant": _counts_only(results, lambda _: constant),
            "single_threshold": _counts_only(results, lambda one: one.threshold),
        },
        "by": {
            "interval": {**_intervals(offline)},
            "live": {
                **_figures([one.live for one in results]),
                "interval": {**_intervals([one.live for one in results])},
            },
            "half": _halves(results),
            "exercise": _grouped(results, lambda one: one.clip.exercise),
            "view": _grouped(results, lambda one: one.clip.view),
            "clip": {one.clip.file: _row(one) for one in results},
            "left_out": left_out,
        },
    }


def _offline(results: Sequence[_Result]) -> dict[str, JSON]:
    own = metrics([one.own_starts for one in results])["start_f1"]
    return {**metrics([one.offline for one in results]), "start_f1_own": own}


def _figures(clips: Sequence[Counted]) -> dict[str, JSON]:
    return {"n": len(clips), **metrics(clips)}


def _intervals(clips: Sequence[Counted]) -> dict[str, JSON]:
    def of(name: str) -> Callable[[Sequence[Counted]], float]:
        return lambda drawn: metrics(drawn)[name]

    return {name: [*interval(clips, of(name))] for name in metrics(clips)}


def _counts_only(results: list[_Result], found: Callable[[_Result], int]) -> dict[str, JSON]:
    """A baseline that says how many, not when."""
    figures = _figures([Counted(label=one.clip.reps or 0, found=found(one)) for one in results])
    return {name: value for name, value in figures.items() if name != "start_f1"}


def _halves(results: list[_Result]) -> dict[str, JSON]:
    halves: dict[str, JSON] = {}
    for half in ("development", "report"):
        part = [one for one in results if one.clip.half == half]
        offline = [one.offline for one in part]
        halves[half] = {
            "n": len(part),
            **_offline(part),
            "interval": {**_intervals(offline)},
            "live": _figures([one.live for one in part]),
            "single_threshold": _counts_only(part, lambda one: one.threshold),
            "files": [one.clip.file for one in part],
        }
    return halves


def _grouped(results: list[_Result], key: Callable[[_Result], str]) -> dict[str, JSON]:
    names = Counter(key(one) for one in results)
    groups: dict[str, JSON] = {}
    for name in sorted(names):
        part = [one for one in results if key(one) == name]
        groups[name] = {
            **_figures([one.offline for one in part]),
            "live": _figures([one.live for one in part]),
            "single_threshold": _counts_only(part, lambda one: one.threshold),
        }
    return groups


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
