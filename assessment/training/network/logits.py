"""Per-repetition logits in a file, as every branch of the verdict writes them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assessment.core.errors import AssessmentError
from assessment.core.units import F64, Mask
from assessment.training.technique.data import Repetition

__all__ = ["Logits", "logits_load", "logits_of", "logits_save"]


@dataclass(frozen=True, kw_only=True)
class Logits:
    """[N] each, one row a repetition of a person who had not trained; positive for correct."""

    subject: npt.NDArray[np.int64]
    movement: npt.NDArray[np.int64]
    correct: Mask
    take: npt.NDArray[np.str_]
    number: npt.NDArray[np.int64]
    logit: F64


def logits_of(repetitions: list[Repetition], logit: F64) -> Logits:
    return Logits(
        subject=np.array([one.subject for one in repetitions]),
        movement=np.array([one.movement for one in repetitions]),
        correct=np.array([one.correct for one in repetitions]),
        take=np.array([one.take for one in repetitions]),
        number=np.array([one.number for one in repetitions]),
        logit=logit,
    )


def logits_save(path: Path, logits: Logits) -> None:
    np.savez_compressed(path, **vars(logits))


def logits_load(path: Path) -> Logits:
    try:
        with np.load(path, allow_pickle=False) as kept:
            return Logits(**{name: kept[name] for name in Logits.__dataclass_fields__})
    except (KeyError, ValueError) as error:
        raise AssessmentError(
            "logits_invalid", f"{path.name} is not a file of logits; train again to write it."
        ) from error
