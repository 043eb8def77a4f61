"""Verdicts by rules with sources. What the view or the picture can't show is never guessed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.kinematics import SIDED, Side, curve
from assessment.core.records import Landmarks
from assessment.core.units import F64, JSON
from assessment.exercises import Exercise, Rule
from assessment.exercises.schema import View
from assessment.scoring.measures import frames_between, measured, reliable_sides
from assessment.scoring.repetitions import Repetition

__all__ = ["Finding", "Label", "Verdict", "clip_label", "verdict_none", "verdict_rubric"]

Label = Literal["correct", "incorrect", "cannot_tell", "none"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One bound that was missed: what, where, when, measured against expected."""

    code: str
    joint: str
    phase: str
    start_s: float
    end_s: float
    measured: float
    expected: float
    unit: str
    sentence_patient: str
    sentence_clinician: str

    def payload(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "joint": self.joint,
            "phase": self.phase,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "measured": round(self.measured, 3),
            "expected": self.expected,
            "unit": self.unit,
            "sentence_patient": self.sentence_patient,
            "sentence_clinician": self.sentence_clinician,
        }


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`probability` is None for a rubric: rules give no probability and none is made up."""

    index: int
    label: Label
    source: Literal["learned", "rubric", "none"]
    view: str
    findings: tuple[Finding, ...] = ()
    probability: float | None = None

    def payload(self) -> dict[str, JSON]:
        return {
            "label": self.label,
            "probability": self.probability,
            "source": self.source,
            "view": self.view,
            "baseline": "population",
        }

    def findings_payload(self) -> list[JSON]:
        return [finding.payload() for finding in self.findings]


def verdict_none(index: int, view: View | None) -> Verdict:
    """No rules to judge by."""
    return Verdict(index=index, label="none", source="none", view=view or "unknown")


def verdict_rubric(
    repetition: Repetition,
    *,
    exercise: Exercise,
    landmarks: Landmarks,
    view: View | None,
    near: Side,
) -> Verdict:
    """Incorrect when a bound is missed; correct when every required rule was measured and holds.

    Cannot tell when the view hides a required rule or it could not be measured.
    """
    if not exercise.rules:
        return verdict_none(repetition.index, view)
    findings: list[Finding] = []
    judged, open_rules = 0, 0
    for rule in exercise.rules:
        shown = view is not None and view in rule.views
        value = _value(rule, repetition, landmarks, view, near) if view and shown else None
        if value is None:
            open_rules += rule.required
            continue
        judged += rule.required
        if not rule.holds(value):
            findings.append(_finding(rule, repetition, value))
    if findings:
        label: Label = "incorrect"
    elif judged and not open_rules:
        label = "correct"
    else:
        label = "cannot_tell"
    return Verdict(
        index=repetition.index,
        label=label,
        source="rubric",
        view=view or "unknown",
        findings=tuple(findings),
    )


def clip_label(labels: list[Label]) -> Label:
    """The commoner of correct and incorrect (a tie is incorrect); cannot tell when under half
    of the repetitions were decided; none without any repetition or rule.
    """
    if not labels or all(label == "none" for label in labels):
        return "none"
    correct, incorrect = labels.count("correct"), labels.count("incorrect")
    if 2 * (correct + incorrect) < len(labels):
        return "cannot_tell"
    return "correct" if correct > incorrect else "incorrect"


def _sides(rule: Rule, repetition: Repetition, view: View, near: Side) -> tuple[Side, ...]:
    sides = reliable_sides(view, near)
    if rule.limb == "working" and repetition.side != "both":
        return tuple(side for side in sides if side == repetition.side)
    return sides


def _span(rule: Rule, repetition: Repetition) -> tuple[float, float]:
    for phase in repetition.phases:
        if phase.name == rule.phase:
            return phase.start_s, phase.end_s
    return repetition.start_s, repetition.end_s


def _value(
    rule: Rule, repetition: Repetition, landmarks: Landmarks, view: View, near: Side
) -> float | None:
    """The rule's figure: mean of the sides that can be seen, the working one for `working`."""
    inside = frames_between(landmarks, *_span(rule, repetition))
    names = (
        [f"{rule.curve}_{side}" for side in _sides(rule, repetition, view, near)]
        if rule.curve in SIDED
        else [rule.curve]
    )
    figures = []
    for name in names:
        values = measured(curve(name, landmarks)[inside])
        if values is None:
            return None
        figures.append(_stat(rule, values))
    return float(np.mean(figures)) if figures else None


def _stat(rule: Rule, values: F64) -> float:
    if rule.stat == "rise":
        return float(values.max() - values[0])
    if rule.stat == "mean":
        return float(values.mean())
    return float(values.min() if rule.stat == "min" else values.max())


def _finding(rule: Rule, repetition: Repetition, value: float) -> Finding:
    start_s, end_s = _span(rule, repetition)
    words = {"measured": value, "expected": rule.bound}
    return Finding(
        code=rule.code,
        joint=rule.joint,
        phase=rule.phase,
        start_s=start_s,
        end_s=end_s,
        measured=value,
        expected=rule.bound,
        unit=rule.unit,
        sentence_patient=rule.sentence_patient.format(**words),
        sentence_clinician=rule.sentence_clinician.format(**words),
    )
