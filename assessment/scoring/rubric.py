"""Verdicts by rules with sources. What the view or the picture can't show is never guessed."""

from dataclasses import dataclass
from typing import Literal

from assessment.core.curves import SIDED
from assessment.core.kinematics import Side
from assessment.core.units import JSON
from assessment.exercises import Exercise, Rule
from assessment.exercises.schema import View
from assessment.scoring.figures import Figure
from assessment.scoring.limbs import Clip, limb_sides, span_of
from assessment.scoring.repetitions import Repetition, RepetitionSide

__all__ = ["Finding", "Label", "Verdict", "clip_label", "verdict_none", "verdict_rubric"]

Label = Literal["correct", "incorrect", "cannot_tell", "none"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One bound that was missed by more than its tolerance: what, where, when, by how much.

    `at_s` is the moment of the extreme within the span of the phase.
    """

    code: str
    joint: str
    phase: str
    start_s: float
    end_s: float
    measured: float
    expected: float
    unit: str
    at_s: float
    tolerance: float
    side: RepetitionSide
    sentence_patient: str
    sentence_clinician: str

    def payload(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "joint": self.joint,
            "phase": self.phase,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "at_s": round(self.at_s, 3),
            "side": self.side,
            "measured": round(self.measured, 3),
            "expected": self.expected,
            "tolerance": self.tolerance,
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
    baseline: Literal["population", "personal"] = "population"

    def payload(self) -> dict[str, JSON]:
        return {
            "label": self.label,
            "probability": self.probability,
            "source": self.source,
            "view": self.view,
            "baseline": self.baseline,
        }

    def findings_payload(self) -> list[JSON]:
        return [finding.payload() for finding in self.findings]


def verdict_none(index: int, view: View | None) -> Verdict:
    """No rules to judge by."""
    return Verdict(index=index, label="none", source="none", view=view or "unknown")


def verdict_rubric(repetition: Repetition, *, exercise: Exercise, clip: Clip) -> Verdict:
    """Incorrect when a bound is missed; correct when every required rule was measured and holds.

    Cannot tell when the repetition's own view hides a required rule or it could not be measured.
    """
    clip = clip.of(repetition)
    if not exercise.rules:
        return verdict_none(repetition.index, clip.view)
    findings: list[Finding] = []
    judged, open_rules = 0, 0
    for rule in exercise.rules:
        found = _found(rule, repetition, clip)
        if found is None:
            open_rules += rule.required
            continue
        judged += rule.required
        if not rule.holds(found[0].value):
            findings.append(_finding(rule, repetition, *found))
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
        view=clip.view or "unknown",
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


def _found(rule: Rule, repetition: Repetition, clip: Clip) -> tuple[Figure, RepetitionSide] | None:
    """The rule's figure and the side it was taken on.

    None when the view hides it or it could not be measured.
    """
    if clip.view is None or clip.view not in rule.views:
        return None
    span = span_of(rule.phase, repetition)
    if rule.curve not in SIDED:
        alone = clip.figure(rule.curve, rule.stat, span)
        return None if alone is None else (alone, "both")
    sides = limb_sides(rule.limb, repetition.side, clip)
    figures = [(clip.figure(f"{rule.curve}_{side}", rule.stat, span), side) for side in sides]
    found = [(one, side) for one, side in figures if one is not None]
    if not found:
        return None
    if len(found) < len(figures):
        # What one side shows is a finding, whatever the hidden one does; that it is fine is not.
        worst = _worst(rule, found)
        return worst if rule.limb == "each" and not rule.holds(worst[0].value) else None
    return _together(rule, found)


def _together(rule: Rule, found: list[tuple[Figure, Side]]) -> tuple[Figure, RepetitionSide]:
    """One figure of the sides that a rule means: the worse, the difference, or the mean."""
    worst = _worst(rule, found)
    if rule.limb == "each" or len(found) == 1:
        return worst
    first, second = found[0][0], found[1][0]
    if rule.limb == "left_right":
        return Figure(value=abs(first.value - second.value), at_s=first.at_s), "both"
    return Figure(value=(first.value + second.value) / 2, at_s=worst[0].at_s), "both"


def _worst(rule: Rule, found: list[tuple[Figure, Side]]) -> tuple[Figure, Side]:
    pick = min if rule.at_least is not None else max
    return pick(found, key=lambda one: one[0].value)


def _finding(rule: Rule, repetition: Repetition, found: Figure, side: RepetitionSide) -> Finding:
    start_s, end_s = span_of(rule.phase, repetition)
    words = {"measured": found.value, "expected": rule.bound}
    return Finding(
        code=rule.code,
        joint=rule.joint,
        side=side,
        phase=rule.phase,
        start_s=start_s,
        end_s=end_s,
        at_s=found.at_s,
        measured=found.value,
        expected=rule.bound,
        tolerance=rule.tolerance,
        unit=rule.unit,
        sentence_patient=rule.sentence_patient.format(**words),
        sentence_clinician=rule.sentence_clinician.format(**words),
    )
