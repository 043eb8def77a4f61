"""The learned verdict as a report has it, where it may speak.

It speaks for an exercise only when the manifest of the weights has figures for it on what a pose
network sees (`live`); until then the rubric is the source, and nothing is made up.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assessment.core.kinematics import Side, other_side
from assessment.exercises import Exercise
from assessment.scoring.limbs import Clip, span_of
from assessment.scoring.repetitions import Repetition, RepetitionSide
from assessment.scoring.rubric import Finding, Label, Verdict
from assessment.scoring.technique.bridge import movement_of, picture_rows, works_near
from assessment.scoring.technique.explain import PhaseName, Reason, reasons
from assessment.scoring.technique.own import INPUT, VIEW
from assessment.scoring.technique.trio import logit
from assessment.scoring.technique.verdict import CLIP, PersonalBaseline, verdict
from assessment.scoring.technique.weights import FOLDER, manifest, model_open

__all__ = ["CARD", "clip_learned", "speaks_for", "verdict_learned"]

CARD = "docs/cards/technique.md"


def speaks_for(exercise: Exercise, folder: Path = FOLDER) -> bool:
    """Whether the exercise's figures on a pose network's landmarks are in the manifest."""
    return (folder / "manifest.json").is_file() and exercise.id in manifest(folder)["live"]


def verdict_learned(
    repetition: Repetition,
    *,
    exercise: Exercise,
    clip: Clip,
    folder: Path = FOLDER,
    baseline: PersonalBaseline | None = None,
) -> Verdict | None:
    """None where the verdict may not speak: another exercise, view or side, or too little seen."""
    movement = movement_of(exercise.id)
    if movement is None or not speaks_for(exercise, folder):
        return None
    seen = clip.of(repetition)
    near = seen.near
    if seen.view != VIEW or near is None or not works_near(repetition.side, near, movement):
        return None
    span = (repetition.start_s, repetition.end_s)
    rows = picture_rows(clip.landmarks, span, movement, near=near)
    if rows is None:
        return None
    model = model_open(INPUT, folder)
    found = verdict(model, rows, movement, baseline)
    findings: tuple[Finding, ...] = ()
    if found.label == "incorrect":
        held = rows[0] if baseline is None else rows[0] - baseline.rows[0]
        own = None if baseline is None else baseline.rows[0]
        why = reasons(model.trios[found.against], held, movement, "picture", own=own)
        findings = tuple(_finding(one, repetition, exercise, near) for one in why)
    return Verdict(
        index=repetition.index,
        label=found.label,
        source="learned",
        view=seen.view,
        findings=findings,
        probability=round(found.probability, 4),
        baseline=found.against,
    )


def clip_learned(verdicts: Sequence[Verdict], folder: Path = FOLDER) -> tuple[Label, float] | None:
    """Label and probability of a clip of three or more repetitions, all learned and all held
    against the same: the mean of their calibrated logits. None for any other.
    """
    kinds = {(one.source, one.baseline) for one in verdicts}
    if len(verdicts) < CLIP or len(kinds) != 1 or verdicts[0].probability is None:
        return None
    told = np.array([one.probability for one in verdicts], np.float64)
    mean = float(logit(told).mean())
    decision = model_open(INPUT, folder).decisions[verdicts[0].baseline]
    return decision.word(mean), round(float(1.0 / (1.0 + np.exp(-mean))), 4)


def _finding(reason: Reason, repetition: Repetition, exercise: Exercise, near: Side) -> Finding:
    phase = _phase(reason.phase, exercise)
    start_s, end_s = span_of(phase, repetition)
    sides: dict[str, RepetitionSide] = {
        "working": near,
        "other": other_side(near),
        "middle": "both",
    }
    edge = reason.high if reason.measured > reason.high else reason.low
    return Finding(
        code=f"technique_{reason.channel}",
        joint=reason.joint,
        side=sides[reason.side],
        phase=phase,
        start_s=start_s,
        end_s=end_s,
        at_s=(start_s + end_s) / 2,
        measured=reason.measured,
        expected=round(edge, 3),
        tolerance=0.0,
        unit="deg" if reason.unit == "deg" else "ratio",
        sentence_patient=reason.sentence_patient,
        sentence_clinician=reason.sentence_clinician,
    )


def _phase(name: PhaseName, exercise: Exercise) -> str:
    if name == "whole" or len(exercise.phases) != 3:
        return "whole"
    return exercise.phases[("start", "far", "end").index(name)]
