"""`train csi`: the baseline and the machine on the same folds, choices by inner folds."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64, Mask
from assessment.training.csi.baseline import forest
from assessment.training.csi.data import Labelled, set_load
from assessment.training.csi.features import BASELINE, BLOCKS, ROOM_BOUND, features
from assessment.training.csi.figures import figures
from assessment.training.csi.folds import Protocol, folds, inner_folds
from assessment.training.csi.machine import (
    Choice,
    Distance,
    Machine,
    kernel_of,
    machine_fit,
    scores,
)

__all__ = ["CHOICES", "protocol_run", "site_fit"]

Words = npt.NDArray[np.str_]

# All that inner folds choose from.
_SUBSETS: tuple[tuple[str, ...], ...] = (
    BLOCKS,
    ("energy", "speed", "course", "picture", BASELINE),
    ("energy", "course", BASELINE),
    ("energy", "speed", "course"),
    ("energy", "speed", "course", "strokes", "strokes_each"),
    ("strokes", "strokes_each"),
)
_DISTANCES: tuple[Distance, ...] = ("cityblock", "sqeuclidean")
_RIDGES = (0.03, 0.3)
CHOICES = tuple(Choice(*one) for one in product(_SUBSETS, _DISTANCES, _RIDGES))


def protocol_run(folder: Path, name: str, protocol: Protocol, *, keep: Path) -> dict[str, Any]:
    """The record of design 5. Raises AssessmentError where the set does not fit the protocol."""
    samples = set_load(folder, name)
    outer = folds(samples, protocol)
    found = features(samples, keep=keep, name=name)
    labels = np.array([one.activity for one in samples])
    rows: dict[str, list[Words]] = {"machine": [], "forest": []}
    choices: dict[str, dict[str, Any]] = {}
    for place, train, test in outer:
        choice, inner = choose(samples, found, labels, train, bound=protocol != "cross_room")
        choices[place] = {**asdict(choice), "inner_accuracy": inner}
        machine = machine_fit(_only(found, train), labels[train].tolist(), choice)
        rows["machine"].append(machine.answers(_only(found, test)))
        trees = forest().fit(np.nan_to_num(found[BASELINE][train]), labels[train])
        rows["forest"].append(trees.predict(np.nan_to_num(found[BASELINE][test])))
        sys.stderr.write(f"{name} {protocol}: {place} done, inner accuracy {inner}\n")
    tested = [test for _, _, test in outer]
    return {
        "task": "csi",
        "data": name,
        "protocol": protocol,
        **figures(
            labels=[labels[test] for test in tested],
            answers=rows,
            people=[_people(samples, test) for test in tested],
            names=[place for place, _, _ in outer],
        ),
        "choices": choices,
    }


def choose(
    samples: Sequence[Labelled], found: dict[str, F64], labels: Words, train: Mask, *, bound: bool
) -> tuple[Choice, float]:
    """The choice with the best mean accuracy over inner folds of the training part, and it.

    bound: whether blocks that are bound to the room may be used.
    """
    choices = [one for one in CHOICES if bound or not ROOM_BOUND & set(one.blocks)]
    classes = np.unique(labels[train])
    targets = (labels[:, None] == classes).astype(np.float64)
    hits = np.zeros(len(choices))
    inner = inner_folds(samples, train)
    for fitted, held in inner:
        kernels = {
            (block, distance): kernel_of(found[block], fitted, distance)
            for block, distance in product(BLOCKS, _DISTANCES)
        }
        for at, choice in enumerate(choices):
            kernel = np.mean([kernels[block, choice.distance] for block in choice.blocks], axis=0)
            answer = scores(kernel, targets, fitted, choice.ridge)[held].argmax(axis=1)
            hits[at] += (classes[answer] == labels[held]).mean() / len(inner)
    best = int(hits.argmax())
    return choices[best], round(float(hits[best]), 4)


def site_fit(folder: Path, name: str, *, keep: Path) -> Machine:
    """The machine on all recordings of a set, for the site where they were taken."""
    samples = set_load(folder, name)
    found = features(samples, keep=keep, name=name)
    labels = np.array([one.activity for one in samples])
    everything = np.ones(len(samples), dtype=np.bool_)
    choice, _ = choose(samples, found, labels, everything, bound=True)
    return machine_fit(found, labels.tolist(), choice)


def _only(found: dict[str, F64], rows: Mask) -> dict[str, F64]:
    return {block: values[rows] for block, values in found.items()}


def _people(samples: Sequence[Labelled], rows: Mask) -> Words:
    return np.array([one.person for one, kept in zip(samples, rows, strict=True) if kept])
