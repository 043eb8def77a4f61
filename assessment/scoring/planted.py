"""Findings against planted faults: right rule, joint and phase, and nothing said of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assessment.core.units import JSON
from assessment.exercises import Exercise
from assessment.exercises.schema import View
from assessment.scoring.score import Scored

__all__ = ["Planted", "PlantedFigures", "planted_figures", "planted_found"]


class _Finding(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def joint(self) -> str: ...
    @property
    def phase(self) -> str: ...


class Planted(Protocol):
    """One true repetition: its span, its faults, and what should be said of them."""

    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...
    @property
    def faults(self) -> tuple[str, ...]: ...
    @property
    def findings(self) -> Sequence[_Finding]: ...


@dataclass(frozen=True, kw_only=True)
class PlantedFigures:
    """Counts of one clip.

    `correct`: repetitions without a fault, `blamed` those of them of which something was said.
    `missed`, `false` and `beside` (said beside a planted finding) name the rules.
    """

    name: str
    exercise: str
    repetitions: int
    counted: int
    planted: int
    found: int
    missed: tuple[str, ...]
    correct: int
    blamed: int
    false: tuple[str, ...]
    beside: tuple[str, ...]
    untold: int

    def payload(self) -> dict[str, JSON]:
        return {
            "repetitions": self.repetitions,
            "counted": self.counted,
            "planted": self.planted,
            "found": self.found,
            "missed": list(self.missed),
            "correct": self.correct,
            "blamed": self.blamed,
            "false": list(self.false),
            "beside": list(self.beside),
            "untold": self.untold,
        }


def planted_found(
    name: str, exercise: Exercise, scored: Scored, view: View | None, truths: Sequence[Planted]
) -> PlantedFigures:
    """One clip. A true repetition is the counted one that shares most time with it; one that was
    not counted has said nothing.
    """
    shown = {rule.code for rule in exercise.rules if view in rule.views}
    said = [_said(scored, truth) for truth in truths]
    wanted = [
        {(one.code, one.joint, one.phase) for one in truth.findings if one.code in shown}
        for truth in truths
    ]
    clean = [found for truth, found in zip(truths, said, strict=True) if not truth.faults]
    pairs = list(zip(wanted, said, strict=True))
    return PlantedFigures(
        name=name,
        exercise=exercise.id,
        repetitions=len(truths),
        counted=len(scored.repetitions),
        planted=sum(len(want) for want in wanted),
        found=sum(len(want & found) for want, found in pairs),
        missed=tuple(sorted(one[0] for want, found in pairs for one in want - found)),
        correct=len(clean),
        blamed=sum(bool(found) for found in clean),
        false=tuple(sorted(one[0] for found in clean for one in found)),
        untold=sum(one.label in ("cannot_tell", "none") for one in scored.verdicts),
        beside=tuple(sorted(one[0] for want, found in pairs if want for one in found - want)),
    )


def planted_figures(clips: Sequence[PlantedFigures]) -> dict[str, float]:
    """finding_recall of the planted ones; false_findings: share of correct repetitions blamed."""
    planted = sum(one.planted for one in clips)
    correct = sum(one.correct for one in clips)
    counted = sum(one.counted for one in clips)
    exact = [one.counted == one.repetitions for one in clips]
    return {
        "finding_recall": round(sum(one.found for one in clips) / planted, 4) if planted else 0.0,
        "false_findings": round(sum(one.blamed for one in clips) / correct, 4) if correct else 0.0,
        "count_exact": round(sum(exact) / len(exact), 4) if exact else 0.0,
        "cannot_tell": round(sum(one.untold for one in clips) / max(counted, 1), 4),
        "planted": planted,
        "correct": correct,
    }


def _said(scored: Scored, truth: Planted) -> set[tuple[str, str, str]]:
    """(code, joint, phase) said of the repetition that shares most time with the true one."""
    shared = [
        min(one.end_s, truth.end_s) - max(one.start_s, truth.start_s) for one in scored.repetitions
    ]
    if not shared or max(shared) <= 0:
        return set()
    verdict = scored.verdicts[shared.index(max(shared))]
    return {(one.code, one.joint, one.phase) for one in verdict.findings}
