"""The few sentences that sum a clip up, by key with parameters, English text beside them.

A client that translates uses `key` and `params`; `finding.<code>` sentences come from the
exercise file.
"""

from collections import Counter
from dataclasses import dataclass

from assessment.core.units import JSON
from assessment.exercises import Exercise
from assessment.scoring.repetitions import Repetition
from assessment.scoring.rubric import Finding, Verdict

__all__ = ["Sentence", "elements_summary", "summary"]

# key -> (patient, clinician); singular and plural are keys of their own.
_TEXTS = {
    "count.none": ("We saw no repetition.", "No repetition of {exercise} detected."),
    "count.one": ("You did 1 repetition.", "1 repetition of {exercise}."),
    "count.many": ("You did {count} repetitions.", "{count} repetitions of {exercise}."),
    "hold.none": ("We saw no hold of two seconds or more.", "No hold of {exercise} detected."),
    "hold.some": (
        "You held the position for {seconds:.0f} seconds.",
        "{exercise} held {seconds:.1f} s in {count} hold(s).",
    ),
    "hold.well": ("You kept a good position.", "Posture meets the rubric."),
    "exercise.unknown": (
        "Tell us which exercise this is and we can count and comment on it.",
        "Exercise not given: ranges of motion only, no verdict.",
    ),
    "elements.none": ("We saw no difficulty element.", "No difficulty element detected."),
    "elements.one": ("We saw 1 difficulty element.", "1 difficulty element."),
    "elements.many": ("We saw {count} difficulty elements.", "{count} difficulty elements."),
    "verdict.all_well": (
        "We saw nothing to correct in the repetitions we could judge.",
        "{correct} of {count} repetitions keep the rubric; it looks for no other fault.",
    ),
    "verdict.some_well": (
        "{correct} of {count} repetitions were done well.",
        "{correct} of {count} repetitions meet the rubric.",
    ),
    "verdict.none_well": (
        "There is one thing to work on.",
        "No repetition meets the rubric ({count} seen).",
    ),
    "verdict.cannot_tell": (
        "We can't tell how well it was done from this video. {advice}",
        "View or visibility does not support a verdict. {advice}",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence in two voices."""

    key: str
    params: dict[str, JSON]
    patient: str
    clinician: str

    def payload(self) -> dict[str, JSON]:
        return {
            "key": self.key,
            "params": dict(self.params),
            "patient": self.patient,
            "clinician": self.clinician,
        }


def elements_summary(count: int) -> list[Sentence]:
    """Of a routine."""
    key = "none" if not count else "one" if count == 1 else "many"
    return [_sentence(f"elements.{key}", count=count)]


def summary(
    exercise: Exercise | None, repetitions: list[Repetition], verdicts: list[Verdict]
) -> list[Sentence]:
    """What was counted, how it went, and the one thing to change first."""
    if exercise is None:
        return [_sentence("exercise.unknown")]
    sentences = [_counted(exercise, repetitions)]
    if not verdicts:
        return sentences
    correct = sum(verdict.label == "correct" for verdict in verdicts)
    decided = sum(verdict.label in ("correct", "incorrect") for verdict in verdicts)
    if all(verdict.label == "none" for verdict in verdicts):
        return sentences
    if not decided:
        sentences.append(_sentence("verdict.cannot_tell", advice=exercise.camera_advice))
        return sentences
    if exercise.hold and correct == decided:
        sentences.append(_sentence("hold.well"))
    else:
        well = "all" if correct == decided else "some" if correct else "none"
        sentences.append(_sentence(f"verdict.{well}_well", correct=correct, count=len(verdicts)))
    worst = _commonest(verdicts)
    if worst is not None:
        sentences.append(
            Sentence(
                key=f"finding.{worst.code}",
                params={"measured": round(worst.measured, 3), "expected": worst.expected},
                patient=worst.sentence_patient,
                clinician=worst.sentence_clinician,
            )
        )
    return sentences


def _counted(exercise: Exercise, repetitions: list[Repetition]) -> Sentence:
    count = len(repetitions)
    if exercise.hold:
        seconds = round(sum(rep.end_s - rep.start_s for rep in repetitions), 1)
        key = "hold.some" if count else "hold.none"
        return _sentence(key, exercise=exercise.name, count=count, seconds=seconds)
    key = "count.none" if not count else "count.one" if count == 1 else "count.many"
    return _sentence(key, exercise=exercise.name, count=count)


def _commonest(verdicts: list[Verdict]) -> Finding | None:
    found = [finding for verdict in verdicts for finding in verdict.findings]
    if not found:
        return None
    (code, _), *_ = Counter(finding.code for finding in found).most_common(1)
    return next(finding for finding in found if finding.code == code)


def _sentence(key: str, **params: JSON) -> Sentence:
    patient, clinician = _TEXTS[key]
    return Sentence(
        key=key,
        params=params,
        patient=patient.format(**params),
        clinician=clinician.format(**params),
    )
