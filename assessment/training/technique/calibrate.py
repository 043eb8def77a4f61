"""Platt scaling and the width of "can't tell", fitted on scores of people not seen."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from assessment.core.units import F64, Mask
from assessment.scoring.technique.decide import Decision
from assessment.training.technique.folds import Scores

__all__ = ["COVERAGE", "calibrated_strictly", "decision_fit"]

# Share of repetitions that get a verdict; the rest is "can't tell".
COVERAGE = 0.8


def decision_fit(logits: F64, correct: Mask) -> Decision:
    """Slope and offset by maximum likelihood; `unsure` lets COVERAGE of these scores pass."""
    seen = ~np.isnan(logits)
    # C: two parameters on hundreds of scores need no prior.
    platt = LogisticRegression(C=1e6).fit(logits[seen, None], correct[seen])
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    sure = np.abs(slope * logits[seen] + offset)
    return Decision(slope=slope, offset=offset, unsure=float(np.quantile(sure, 1.0 - COVERAGE)))


def calibrated_strictly(scores: Scores, subject: F64, correct: Mask) -> tuple[F64, Mask]:
    """Calibrated logits and who is sure enough, each person by the others' scores, from models
    that had not seen that person either. subject: [N].
    """
    calibrated = np.full(len(correct), np.nan)
    sure = np.zeros(len(correct), np.bool_)
    for row, tested in enumerate(scores.subjects):
        decision = decision_fit(scores.inner[row], correct)
        own = subject == tested
        calibrated[own] = decision.calibrated(scores.logit[own])
        sure[own] = np.abs(calibrated[own]) >= decision.unsure
    return calibrated, sure
