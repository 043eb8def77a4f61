"""How far two judges agree beyond chance. Source: Cohen, "A Coefficient of Agreement for Nominal
Scales", Educational and Psychological Measurement 20(1), 1960, 37-46.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64

__all__ = ["Agreement", "agreement", "kappa"]

Pair = tuple[str, str]
# Fewer people give an interval that says nothing. Chosen.
_FEWEST_PEOPLE = 5
_DRAWS = 2000
_SEED = 0


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """`pairs` that both decided, of `people`; `same`: how many of them alike. `kappa` is None where
    chance alone would agree always, `interval` (95 %, people drawn anew) with under five people.
    """

    pairs: int
    people: int
    same: int
    kappa: float | None
    interval: tuple[float, float] | None


def kappa(pairs: Sequence[Pair]) -> float | None:
    """(observed - expected) / (1 - expected) agreement; None for no pairs, or where both judges
    said one and the same word throughout.
    """
    return _kappa(_tables([pairs], _words(pairs))[0])


def agreement(by_person: Mapping[str, Sequence[Pair]]) -> Agreement:
    """From the pairs of words (one judge's, the other's) of each person."""
    pairs = [pair for own in by_person.values() for pair in own]
    people = [own for own in by_person.values() if own]
    return Agreement(
        pairs=len(pairs),
        people=len(people),
        same=sum(one == other for one, other in pairs),
        kappa=kappa(pairs),
        interval=_interval(_tables(people, _words(pairs))),
    )


def _words(pairs: Sequence[Pair]) -> list[str]:
    return sorted({word for pair in pairs for word in pair})


def _tables(groups: Sequence[Sequence[Pair]], words: list[str]) -> F64:
    """Counts by the one judge's word (rows) and the other's, [G, W, W]."""
    tables = np.zeros((len(groups), len(words), len(words)))
    for table, pairs in zip(tables, groups, strict=True):
        for one, other in pairs:
            table[words.index(one), words.index(other)] += 1.0
    return tables


def _kappa(table: F64) -> float | None:
    total = float(table.sum())
    if total == 0.0:
        return None
    expected = float(table.sum(axis=0) @ table.sum(axis=1)) / total**2
    observed = float(np.trace(table)) / total
    return None if expected == 1.0 else (observed - expected) / (1.0 - expected)


def _interval(tables: F64) -> tuple[float, float] | None:
    people = len(tables)
    if people < _FEWEST_PEOPLE:
        return None
    drawn = np.random.default_rng(_SEED).multinomial(people, [1.0 / people] * people, _DRAWS)
    found = [_kappa(table) for table in np.tensordot(drawn.astype(np.float64), tables, axes=1)]
    told = [one for one in found if one is not None]
    if len(told) < _DRAWS / 2:
        return None
    low, high = np.percentile(told, (2.5, 97.5))
    return float(low), float(high)
