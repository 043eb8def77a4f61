"""Logits of people that a model has not seen, fold by fold, kept on disk so that a stopped run
goes on.

Each fold leaves out one person, or two: the models without {p, q} give p's scores when q is the
person under test, so that calibration is fixed without the person it is measured on.
"""

import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.trio import Trio
from assessment.training.technique.data import Repetition
from assessment.training.technique.fit import trio_fit
from assessment.training.technique.seen import Tables
from assessment.training.technique.table import Table

__all__ = ["RECIPE", "Scores", "loso_scores", "mean_by_repetition", "table_logits"]

# Part of the name of a kept fold and of the manifest: raise it when features or models change.
RECIPE = 2


@dataclass(frozen=True, kw_only=True)
class Scores:
    """`logit` [N], NaN where the protocol has no score for a repetition; `inner` [S, N]: scores
    from models that had seen neither the repetition's person nor subject `subjects[s]`.
    """

    subjects: tuple[int, ...]
    logit: F64
    inner: F64


def loso_scores(
    repetitions: Sequence[Repetition],
    made: Tables,
    *,
    seed: int,
    keep: Path,
    key: str,
    inner: bool = True,
) -> Scores:
    """Leave one subject out; `inner` adds the folds that leave out two."""
    subjects = tuple(sorted({one.subject for one in repetitions}))
    folds = [(one,) for one in subjects] + (_pairs(subjects) if inner else [])
    logit = np.full(len(repetitions), np.nan)
    cross = np.full((len(subjects), len(repetitions)), np.nan)
    for out, found in _each(folds, made, seed=seed, keep=keep, key=key):
        if len(out) == 1:
            logit = np.where(np.isnan(found), logit, found)
            continue
        for tested in out:
            others = np.array([one.subject != tested for one in repetitions])
            row = subjects.index(tested)
            cross[row] = np.where(others & ~np.isnan(found), found, cross[row])
    return Scores(subjects=subjects, logit=logit, inner=cross)


def _pairs(subjects: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Each subject with three others (of eight: the neighbours in a ring and the opposite one):
    hundreds of scores for two parameters, at half the work of all pairs.
    """
    count = len(subjects)
    pairs = {
        tuple(sorted((subjects[at], subjects[(at + step) % count])))
        for at in range(count)
        for step in (1, count // 2)
    }
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def _each(
    folds: Sequence[tuple[int, ...]], made: Tables, *, seed: int, keep: Path, key: str
) -> "list[tuple[tuple[int, ...], F64]]":
    keep.mkdir(parents=True, exist_ok=True)
    count = int(max(made.learn.repetition.max(), made.judge.repetition.max())) + 1
    found = []
    started, worked = time.monotonic(), 0
    for done, out in enumerate(folds):
        name = hashlib.sha256(json.dumps([RECIPE, key, seed, out, count]).encode()).hexdigest()
        path = keep / f"fold-{name[:16]}.npy"
        if not path.is_file():
            trio = trio_fit(made.without(out), seed=seed)
            np.save(
                path, mean_by_repetition(made.only(out), table_logits(trio, made.only(out)), count)
            )
            worked += 1
            left = (time.monotonic() - started) / worked * (len(folds) - done - 1)
            sys.stderr.write(f"{key}: fold {done + 1} of {len(folds)}, about {left:.0f} s left\n")
        found.append((out, np.load(path, allow_pickle=False)))
    return found


def table_logits(trio: Trio, table: Table) -> F64:
    """One logit a row."""
    logits = np.full(len(table), np.nan)
    for movement in np.unique(table.movement):
        if int(movement) in trio.movements:
            logits[table.movement == movement] = trio.logits(
                table.rows(int(movement)).astype(np.float64), int(movement)
            )
    return logits


def mean_by_repetition(table: Table, logits: F64, count: int) -> F64:
    """Mean over the rows of a repetition, [count]; NaN for those that have none."""
    total, rows = np.zeros(count), np.zeros(count)
    np.add.at(total, table.repetition, logits)
    np.add.at(rows, table.repetition, 1.0)
    with np.errstate(invalid="ignore"):
        result: F64 = total / rows
    return result
