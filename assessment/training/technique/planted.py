"""The shipped verdict on rendered people who do a movement rightly, or with one planted fault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from assessment.core.kinematics import Side
from assessment.core.records import Landmarks
from assessment.exercises import Exercise
from assessment.scoring.evaluation import interval
from assessment.scoring.technique.bridge import movement_of, picture_rows
from assessment.scoring.technique.explain import reasons
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.verdict import verdict
from assessment.scoring.technique.weights import Model
from assessment.simulation import RepetitionTruth
from assessment.training.technique.figures import Record

__all__ = ["Performed", "performed", "planted_record"]

_PROTOCOL: Final = (
    "rendered people of the catalogue's motions in a three-quarter view, the working side near, "
    "through the whole pose pipeline; shipped weights of the phone input, nothing fitted; spans "
    "of time known; every repetition of a faulty clip has the fault; a reason is right where one "
    "of at most three names the joint (and phase) of the planted fault's rule; pose: "
)
_PHASES: Final = ("start", "far", "end")


@dataclass(frozen=True, kw_only=True)
class Performed:
    """One repetition: `fault` is empty where it is right. `label`: None where too little was seen;
    `joint`, `phase`: whether a reason named the planted one, where "incorrect" was rightly said.
    """

    exercise: str
    fault: str
    label: str | None
    joint: bool | None = None
    phase: bool | None = None

    @property
    def decided(self) -> bool:
        return self.label in ("correct", "incorrect")

    @property
    def right(self) -> bool:
        return self.label == ("incorrect" if self.fault else "correct")


def performed(
    model: Model, exercise: Exercise, landmarks: Landmarks, truths: Sequence[RepetitionTruth]
) -> list[Performed]:
    """Those of the ten movements, done with one side where the movement has one."""
    movement = movement_of(exercise.id)
    if movement is None:
        return []
    both = MOVEMENTS[movement].side == "both"
    return [
        _one(model, exercise, landmarks, truth)
        for truth in truths
        if (truth.side == "both") == both
    ]


def _one(
    model: Model, exercise: Exercise, landmarks: Landmarks, truth: RepetitionTruth
) -> Performed:
    movement = movement_of(exercise.id) or 0
    near: Side = "right" if truth.side == "right" else "left"
    fault = "+".join(truth.faults)
    rows = picture_rows(landmarks, (truth.start_s, truth.end_s), movement, near=near)
    if rows is None:
        return Performed(exercise=exercise.id, fault=fault, label=None)
    label = verdict(model, rows, movement).label
    if label != "incorrect" or not truth.findings:
        return Performed(exercise=exercise.id, fault=fault, label=label)
    said = reasons(model.trios["population"], rows[0], movement, "picture")
    planted = truth.findings[0]
    same = [one for one in said if one.joint == planted.joint]
    return Performed(
        exercise=exercise.id,
        fault=fault,
        label=label,
        joint=bool(same),
        phase=any(one.phase == _phase(planted.phase, exercise) for one in same),
    )


def _phase(name: str, exercise: Exercise) -> str:
    return _PHASES[exercise.phases.index(name)] if name in exercise.phases else "whole"


def planted_record(data: str, runtime: str, clips: Sequence[Sequence[Performed]]) -> Record:
    """The record of design 5; clips: the repetitions of each clip."""
    done = [one for clip in clips for one in clip]
    return {
        "task": "technique-faults",
        "data": data,
        "protocol": _PROTOCOL + runtime,
        "n": len(done),
        "metrics": _figures(done),
        "baselines": {"always_incorrect": {"accuracy": _share(done, lambda one: bool(one.fault))}},
        "by": {
            "interval": {
                "accuracy": interval(
                    clips,
                    lambda drawn: _figures([o for clip in drawn for o in clip]).get(
                        "accuracy", 0.0
                    ),
                )
            },
            "exercise": _grouped(done, lambda one: one.exercise),
            "fault": _grouped(done, lambda one: f"{one.exercise} {one.fault or 'correct'}"),
        },
    }


def _figures(done: Sequence[Performed]) -> dict[str, float]:
    """Both accuracies are of those with a verdict; a share of none is left out."""
    decided = [one for one in done if one.decided]
    named = [one for one in done if one.joint is not None]
    kinds = [[one for one in decided if bool(one.fault) is faulty] for faulty in (True, False)]
    found: dict[str, float] = {
        "repetitions": len(done),
        "abstained": round(1.0 - len(decided) / len(done), 4),
    }
    if decided:
        shares = [_share(kind, lambda one: one.right) for kind in kinds if kind]
        found["accuracy"] = _share(decided, lambda one: one.right)
        found["balanced_accuracy"] = round(sum(shares) / len(shares), 4)
    if named:
        found["joint_named"] = _share(named, lambda one: bool(one.joint))
        found["joint_and_phase_named"] = _share(named, lambda one: bool(one.phase))
    return found


def _share(done: Sequence[Performed], of: Callable[[Performed], bool]) -> float:
    return round(sum(map(of, done)) / len(done), 4)


def _grouped(done: Sequence[Performed], key: Callable[[Performed], str]) -> Record:
    return {
        name: _figures([one for one in done if key(one) == name])
        for name in sorted({key(one) for one in done})
    }
