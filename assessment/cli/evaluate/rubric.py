"""`evaluate rubric`: verdicts against labelled clips, findings against planted faults."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.joints import NOISE, noisy_joints
from assessment.cli.evaluate.known import known_clips
from assessment.cli.evaluate.labels import LabelledClip, labels_read
from assessment.cli.evaluate.watched import kept_in, runtime, told, watched
from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.core.units import JSON
from assessment.exercises import Exercise, exercise_find, exercise_get
from assessment.scoring.evaluation import balanced_accuracy, interval
from assessment.scoring.planted import Planted, PlantedFigures, planted_figures, planted_found
from assessment.scoring.rubric import Label, clip_label
from assessment.scoring.score import clip_score
from assessment.simulation.suite import suite_clips
from assessment.vision.active import active_only, active_spans
from assessment.vision.view import view_estimate

__all__ = ["run_rubric"]

_LABELLED = (
    "the source's own labels of a whole clip, of unknown quality and few people, against the "
    "commoner verdict of its repetitions; clips that can't be told are left out of the accuracy "
    "and counted in coverage; interval: 95 %, clips drawn anew 2000 times; pose: "
)
_PLANTED = (
    "rendered people; a finding counts when its code, joint and phase are those of the planted "
    "fault, in the repetition it was planted in; faults whose rule this view can't show are left "
    "out; a false finding is any in a repetition without a fault; "
)


@dataclass(frozen=True, kw_only=True)
class _Judged:
    clip: LabelledClip
    label: Label


def run_rubric(arguments: argparse.Namespace) -> int:
    data: Path | None = arguments.data
    if arguments.joints is not None:
        record = _joints(arguments.joints, arguments.only, arguments.seed)
    elif data is None:
        raise AssessmentError(
            "data_missing", "Give --data DIR, or --joints for the planted faults."
        )
    else:
        with kept_in(arguments.cache) as kept:
            labelled = (data / "labels.csv").is_file()
            record = _labelled(data, kept) if labelled else _rendered(data, kept)
    json_write(record, arguments.json)
    return 0


def _labelled(data: Path, kept: Path) -> dict[str, JSON]:
    judged: list[_Judged] = []
    usable = [
        clip
        for clip in labels_read(data)
        if clip.label in ("correct", "incorrect") and exercise_find(clip.exercise) is not None
    ]
    for clip in told(usable):
        exercise = exercise_find(clip.exercise)
        try:
            landmarks = watched(data / clip.file, kept, exercise=exercise).landmarks
        except AssessmentError:
            judged.append(_Judged(clip=clip, label="cannot_tell"))
            continue
        active = active_only(landmarks, active_spans(landmarks, exercise))
        scored = clip_score(exercise, active, view_estimate(landmarks))
        label = clip_label([verdict.label for verdict in scored.verdicts])
        judged.append(_Judged(clip=clip, label=label))
    return {
        "task": "rubric",
        "data": data.name,
        "protocol": _LABELLED + runtime(),
        "n": len(judged),
        "metrics": {**_accuracy(judged), "coverage": _coverage(judged)},
        "baselines": {"constant": {"balanced_accuracy": 0.5}},
        "by": {
            "interval": {"balanced_accuracy": [*interval(judged, _balanced)]},
            "exercise": _grouped(judged, lambda one: one.clip.exercise),
            "half": _grouped(judged, lambda one: one.clip.half),
            "clip": {
                one.clip.file: {"label": one.clip.label, "found": one.label} for one in judged
            },
        },
    }


def _decided(judged: Sequence[_Judged]) -> list[tuple[bool, bool]]:
    return [
        (one.clip.label == "correct", one.label == "correct")
        for one in judged
        if one.label in ("correct", "incorrect")
    ]


def _balanced(judged: Sequence[_Judged]) -> float:
    return balanced_accuracy(_decided(judged))


def _accuracy(judged: Sequence[_Judged]) -> dict[str, JSON]:
    pairs = _decided(judged)
    hits = sum(label == found for label, found in pairs)
    return {
        "balanced_accuracy": balanced_accuracy(pairs),
        "accuracy": round(hits / len(pairs), 4) if pairs else 0.0,
    }


def _coverage(judged: Sequence[_Judged]) -> float:
    return round(len(_decided(judged)) / len(judged), 4) if judged else 0.0


def _grouped(judged: list[_Judged], key: Callable[[_Judged], str]) -> dict[str, JSON]:
    groups: dict[str, JSON] = {}
    for name in sorted({key(one) for one in judged}):
        part = [one for one in judged if key(one) == name]
        groups[name] = {"n": len(part), **_accuracy(part), "coverage": _coverage(part)}
    return groups


def _rendered(data: Path, kept: Path) -> dict[str, JSON]:
    found = [
        _planted(
            clip.name,
            clip.exercise,
            watched(clip.video, kept, exercise=clip.exercise).landmarks,
            clip.repetitions,
        )
        for clip in told(known_clips(data), "name")
    ]
    return _findings(data.name, _PLANTED + runtime(), found)


def _joints(suite: str, only: str | None, seed: int) -> dict[str, JSON]:
    found = []
    for row, recipe in suite_clips(suite):
        if only not in (None, row.exercise):
            continue
        landmarks, truths = noisy_joints(recipe, seed)
        found.append(_planted(row.clip, exercise_get(row.exercise), landmarks, truths))
    return _findings(
        Path(suite).stem, f"{_PLANTED}{NOISE}, seed {seed}; no picture and no network", found
    )


def _planted(
    name: str, exercise: Exercise, landmarks: Landmarks, truths: Sequence[Planted]
) -> PlantedFigures:
    view = view_estimate(landmarks)
    scored = clip_score(exercise, landmarks, view)
    return planted_found(name, exercise, scored, view.name if view else None, truths)


def _figure_of(key: str) -> Callable[[Sequence[PlantedFigures]], float]:
    return lambda clips: planted_figures(clips)[key]


def _findings(name: str, protocol: str, found: list[PlantedFigures]) -> dict[str, JSON]:
    return {
        "task": "rubric",
        "data": name,
        "protocol": protocol,
        "n": len(found),
        "metrics": {**planted_figures(found)},
        "baselines": {"nothing_said": {"finding_recall": 0.0, "false_findings": 0.0}},
        "by": {
            "interval": {
                key: [*interval(found, _figure_of(key))]
                for key in ("finding_recall", "false_findings")
            },
            "exercise": {
                exercise: {**planted_figures([one for one in found if one.exercise == exercise])}
                for exercise in sorted({one.exercise for one in found})
            },
            "clip": {one.name: one.payload() for one in found},
        },
    }
