"""Who trains, who says when to stop, and who is tested.

`loso`: a person at a time is tested; one of the others says when to stop, the rest train.
`paper`: four fifths train and one fifth is tested, stratified over movement and label; five-fold
cross-validation inside the four fifths chooses the number of epochs and nothing else. The persons
of its test have trained: it measures no more than that.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.training.network.samples import Rows, Samples

__all__ = ["PROTOCOLS", "Fold", "Protocol", "loso_folds", "paper_folds"]

Protocol = Literal["loso", "paper"]
PROTOCOLS: tuple[Protocol, ...] = ("loso", "paper")

_TEST_SHARE, _INNER_FOLDS = 5, 5


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Rows of the samples; `epochs`: exactly so many, where nobody says when to stop."""

    name: str
    number: int
    train: Rows
    inner: Rows
    test: Rows
    epochs: int | None = None


def loso_folds(samples: Samples, count: int | None = None) -> list[Fold]:
    """The first `count` persons tested, or all."""
    subjects = samples.column("subject")
    persons = sorted(set(subjects.tolist()))
    if len(persons) < 3:
        raise AssessmentError(
            "too_few_persons", "Leaving a person out needs the repetitions of three persons."
        )
    folds = []
    for number, person in enumerate(persons[:count]):
        guide = persons[(number + 1) % len(persons)]
        folds.append(
            Fold(
                name=f"s{person:02d}",
                number=number,
                train=np.flatnonzero((subjects != person) & (subjects != guide)),
                inner=np.flatnonzero(subjects == guide),
                test=np.flatnonzero(subjects == person),
            )
        )
    return folds


def paper_folds(samples: Samples, seed: int, count: int | None = None) -> tuple[list[Fold], Fold]:
    """The folds inside the training part (the first `count` of them), and the last training."""
    parts = _parts(samples, seed)
    outer = parts == 0
    everyone = np.flatnonzero(~outer)
    inner = [np.flatnonzero(parts == part) for part in range(1, _INNER_FOLDS + 1)]
    nobody = np.array([], dtype=np.int64)
    chosen = [
        Fold(
            name=f"cv{number}",
            number=number,
            train=np.setdiff1d(everyone, rows),
            inner=rows,
            test=nobody,
        )
        for number, rows in enumerate(inner[:count])
    ]
    last = Fold(
        name="test",
        number=_INNER_FOLDS,
        train=everyone,
        inner=nobody,
        test=np.flatnonzero(outer),
    )
    return chosen, last


def _parts(samples: Samples, seed: int) -> Rows:
    """0 tested, 1 to 5 the inner folds. What two sensors saw of one repetition stays together."""
    rng = np.random.default_rng(seed)
    strata: dict[tuple[int, bool], set[tuple[int, int]]] = {}
    for one in samples.repetitions:
        strata.setdefault((one.movement, one.correct), set()).add((one.subject, one.number))
    part_of = {}
    for (movement, correct), members in sorted(strata.items()):
        order = [sorted(members)[place] for place in rng.permutation(len(members))]
        tested = round(len(order) / _TEST_SHARE)
        for place, (subject, number) in enumerate(order):
            part = 0 if place < tested else 1 + (place - tested) % _INNER_FOLDS
            part_of[movement, correct, subject, number] = part
    return np.array(
        [part_of[one.movement, one.correct, one.subject, one.number] for one in samples.repetitions]
    )
