"""Rendered people judged by their true joints: the engine without pixels and pose network."""

from functools import cache
from typing import cast

from assessment.exercises import Exercise, exercise_get
from assessment.exercises.motion import MotionFault
from assessment.exercises.schema import View
from assessment.scoring.limbs import Clip
from assessment.scoring.repetitions import (
    Phase,
    Repetition,
    RepetitionSide,
    repetitions_find,
)
from assessment.scoring.rubric import Verdict, verdict_rubric
from assessment.simulation import RepetitionTruth, Truth, parse_recipe, prepare
from assessment.vision.view import ViewFound

YAW_DEG = {"front": 0.0, "three_quarter": 45.0, "side": 90.0, "back": 180.0}


def view_of(exercise: Exercise, fault: MotionFault | None) -> View:
    """The recommended view, or one that carries the fault's rule."""
    if fault is None or fault.finding is None:
        return exercise.view
    carried = next(rule.views for rule in exercise.rules if rule.code == fault.finding)
    return exercise.view if exercise.view in carried else carried[0]


@cache
def performed(exercise_id: str, fault_id: str = "", *, side: str = "") -> Truth:
    """Three repetitions (a hold: one), all of them with the fault."""
    exercise = exercise_get(exercise_id)
    assert exercise.motion is not None
    fault = exercise.motion.fault(fault_id)
    count = 1 if exercise.hold else 3
    motion = {
        "exercise": exercise_id,
        "repetitions": count,
        "period_s": 6.0 if exercise.hold else 2.4,
        "side": side,
        "faults": [{"kind": fault_id, "repetitions": list(range(1, count + 1))}] if fault else [],
    }
    document = {
        "id": "joints",
        "seed": 7,
        "motion": motion,
        "camera": {"view": view_of(exercise, fault)},
        "video": {"width_px": 300, "height_px": 400, "fps": 25},
    }
    return prepare(parse_recipe(document)).truth


def judged(exercise_id: str, fault_id: str = "") -> tuple[list[Repetition], list[Verdict]]:
    """Repetitions and verdicts that the engine finds in the true joints."""
    exercise = exercise_get(exercise_id)
    assert exercise.motion is not None
    view = view_of(exercise, exercise.motion.fault(fault_id))
    landmarks = performed(exercise_id, fault_id).landmarks
    seen = ViewFound(name=view, yaw_deg=YAW_DEG[view], near="left", facing="left")
    found = repetitions_find(exercise, landmarks, seen)
    clip = Clip(landmarks, seen)
    return found, [verdict_rubric(one, exercise=exercise, clip=clip) for one in found]


def findings_of_truth(exercise_id: str, fault_id: str) -> list[set[str]]:
    """Codes found in each true repetition, its phases cut where it truly turned."""
    exercise = exercise_get(exercise_id)
    assert exercise.motion is not None
    view = view_of(exercise, exercise.motion.fault(fault_id))
    truth = performed(exercise_id, fault_id)
    seen = ViewFound(name=view, yaw_deg=YAW_DEG[view], near="left", facing="left")
    clip = Clip(truth.landmarks, seen)
    return [
        {finding.code for finding in verdict_rubric(one, exercise=exercise, clip=clip).findings}
        for one in (_true_repetition(exercise, entry) for entry in truth.repetitions)
    ]


def _true_repetition(exercise: Exercise, entry: RepetitionTruth) -> Repetition:
    near_s = 0.1 * (entry.end_s - entry.start_s)
    cuts = [entry.start_s, entry.turn_s - near_s, entry.turn_s + near_s, entry.end_s]
    if exercise.hold:
        held_s = 0.15 * (entry.end_s - entry.start_s)
        cuts = [entry.start_s + held_s, entry.end_s - held_s]
    phases = tuple(
        Phase(name=name, start_s=a, end_s=b)
        for name, a, b in zip(exercise.phases, cuts[:-1], cuts[1:], strict=True)
    )
    side = cast("RepetitionSide", entry.side)
    return Repetition(index=entry.index, start_s=cuts[0], end_s=cuts[-1], side=side, phases=phases)
