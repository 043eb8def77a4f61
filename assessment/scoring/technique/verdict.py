"""The verdict on a repetition and on a clip of several, against everybody or the person's own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.core.units import F64
from assessment.scoring.technique.decide import TechniqueLabel
from assessment.scoring.technique.weights import Against, Model

__all__ = [
    "BASELINE",
    "CLIP",
    "PersonalBaseline",
    "TechniqueVerdict",
    "baseline_of",
    "clip_verdict",
    "verdict",
]

# Repetitions that a physiotherapist accepted, at least: a baseline. And those that make a clip.
BASELINE = 3
CLIP = 3


@dataclass(frozen=True, kw_only=True)
class PersonalBaseline:
    """`rows` [1 or 2, F]: mean features of a person's accepted repetitions of a movement."""

    movement: int
    rows: F64


@dataclass(frozen=True, kw_only=True)
class TechniqueVerdict:
    """`probability` of "correct"; `logit` is the uncalibrated mean of the models."""

    label: TechniqueLabel
    probability: float
    logit: float
    against: Against


def baseline_of(accepted: Sequence[F64], movement: int) -> PersonalBaseline:
    """From the feature rows of accepted repetitions. Raises AssessmentError for under three."""
    if len(accepted) < BASELINE:
        raise AssessmentError(
            "baseline_short", f"A personal baseline needs {BASELINE} accepted repetitions."
        )
    return PersonalBaseline(movement=movement, rows=np.mean(np.stack(accepted), axis=0))


def verdict(
    model: Model, rows: F64, movement: int, baseline: PersonalBaseline | None = None
) -> TechniqueVerdict:
    """rows: features of the repetition [1 or 2, F]; two where both sides work."""
    against: Against = "population" if baseline is None else "personal"
    held = rows if baseline is None else rows - _own(baseline, movement)
    logit = float(model.trios[against].logits(held, movement).mean())
    return _decided(model, logit, against)


def clip_verdict(model: Model, verdicts: Sequence[TechniqueVerdict]) -> TechniqueVerdict | None:
    """The mean logit of three or more repetitions held against the same; None for fewer."""
    if len(verdicts) < CLIP or len({one.against for one in verdicts}) != 1:
        return None
    mean = float(np.mean([one.logit for one in verdicts]))
    return _decided(model, mean, verdicts[0].against)


def _decided(model: Model, logit: float, against: Against) -> TechniqueVerdict:
    decision = model.decisions[against]
    return TechniqueVerdict(
        label=decision.label(logit),
        probability=float(decision.probability(np.array([logit]))[0]),
        logit=logit,
        against=against,
    )


def _own(baseline: PersonalBaseline, movement: int) -> F64:
    if baseline.movement != movement:
        raise AssessmentError(
            "baseline_other", "The personal baseline is of another movement: set one for this."
        )
    return baseline.rows
