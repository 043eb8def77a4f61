"""Rows of features with what is known of them; features differ in number between movements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.units import F32, F64, Mask
from assessment.training.technique.data import Repetition

__all__ = ["Table", "table_build"]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A repetition has one row, or two where both sides work (seen as it is and mirrored).

    `repetition` [R] is its place in the list that the table was made of; `values` [R] holds rows
    of float32 features, as many as the row's movement has.
    """

    repetition: npt.NDArray[np.int64]
    subject: npt.NDArray[np.int64]
    movement: npt.NDArray[np.int64]
    correct: Mask
    values: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.subject)

    def where(self, chosen: Mask) -> "Table":
        return Table(
            repetition=self.repetition[chosen],
            subject=self.subject[chosen],
            movement=self.movement[chosen],
            correct=self.correct[chosen],
            values=self.values[chosen],
        )

    def of(self, movement: int) -> "Table":
        return self.where(self.movement == movement)

    def rows(self, movement: int) -> F32:
        """[R of the movement, F]."""
        result: F32 = np.stack(list(self.values[self.movement == movement]))
        return result


def table_build(
    repetitions: Sequence[Repetition],
    seen: Callable[[Repetition], F64],
) -> Table:
    """`seen` gives the feature rows of a repetition, [1 or 2, F]."""
    rows = [(place, row) for place, one in enumerate(repetitions) for row in seen(one)]
    values = np.empty(len(rows), np.object_)
    for at, (_, row) in enumerate(rows):
        values[at] = np.asarray(row, np.float32)
    of = [repetitions[place] for place, _ in rows]
    return Table(
        repetition=np.array([place for place, _ in rows], np.int64),
        subject=np.array([one.subject for one in of], np.int64),
        movement=np.array([one.movement for one in of], np.int64),
        correct=np.array([one.correct for one in of], np.bool_),
        values=values,
    )
