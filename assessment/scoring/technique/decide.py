"""From a logit to a probability that can be believed, and to a word.

Platt scaling and the width of "can't tell" are fixed on people the models had not seen.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.units import F64

__all__ = ["Decision", "TechniqueLabel"]

TechniqueLabel = Literal["correct", "incorrect", "cannot_tell"]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """p = 1 / (1 + exp(-(slope * logit + offset))); a calibrated logit closer to zero than
    `unsure` is "can't tell".
    """

    slope: float
    offset: float
    unsure: float

    def calibrated(self, logits: F64) -> F64:
        return self.slope * logits + self.offset

    def probability(self, logits: F64) -> F64:
        """Of "correct", [B]."""
        result: F64 = 1.0 / (1.0 + np.exp(-self.calibrated(logits)))
        return result

    def label(self, logit: float) -> TechniqueLabel:
        return self.word(float(self.calibrated(np.array([logit]))[0]))

    def word(self, calibrated: float) -> TechniqueLabel:
        """For a logit that is calibrated already."""
        if abs(calibrated) < self.unsure:
            return "cannot_tell"
        return "correct" if calibrated > 0 else "incorrect"
