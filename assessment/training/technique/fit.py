"""Fits the trio by scikit-learn and hands it over as plain arrays."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from assessment.core.units import F32, F64, Mask
from assessment.scoring.technique.movements import Part
from assessment.scoring.technique.trees import Trees
from assessment.scoring.technique.trio import (
    FAMILIES,
    Boosted,
    MovementModel,
    Trio,
    family_row,
    standardised,
)
from assessment.training.technique.table import Table

__all__ = ["TREES", "Fitter", "trio_fit"]

# Hyper-parameters: from the study of the method, not searched for here. Fewer trees than its 300
# and no leaf of a single repetition: half the weights at the same accuracy.
TREES = 100
_LEAF = 2
_BOOSTED = {
    "max_iter": 100,
    "learning_rate": 0.08,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "max_features": 0.1,
    "max_bins": 63,
    "early_stopping": False,
}
_COMPONENTS = 60
_REGULARISATION = 0.05


@dataclass(kw_only=True)
class Fitter:
    """Keeps the estimators beside their arrays, for the test that both say the same."""

    seed: int
    trees: int = TREES
    forests: dict[int, ExtraTreesClassifier] = field(default_factory=dict)
    linear: dict[int, tuple[PCA, LogisticRegression]] = field(default_factory=dict)
    boosted: dict[tuple[Part, ...], HistGradientBoostingClassifier] = field(default_factory=dict)

    def fit(self, table: Table) -> Trio:
        """Every movement of the table, on one core: tables are small, and threads that wait for
        one another on a busy machine cost minutes.
        """
        with threadpool_limits(limits=1):
            return self._all(table)

    def _all(self, table: Table) -> Trio:
        movements: dict[int, MovementModel] = {}
        families: dict[tuple[Part, ...], Boosted] = {}
        for parts, members in FAMILIES.items():
            pooled: list[F32] = []
            labels: list[Mask] = []
            for movement in members:
                part = table.of(movement)
                if len(part):
                    movements[movement], standard = self._movement(part, movement)
                    pooled.append(family_row(standard, movement))
                    labels.append(part.correct)
            if pooled:
                boosted = HistGradientBoostingClassifier(random_state=self.seed, **_BOOSTED)
                boosted.fit(np.concatenate(pooled), np.concatenate(labels))
                self.boosted[parts] = boosted
                families[parts] = _boosted_arrays(boosted)
        return Trio(movements=movements, families=families)

    def _movement(self, part: Table, movement: int) -> tuple[MovementModel, F32]:
        rows = part.rows(movement)
        mean = np.nan_to_num(np.nanmean(rows, axis=0)).astype(np.float32)
        filled = np.where(np.isnan(rows), mean, rows).astype(np.float32)
        scale = (filled.std(axis=0) + 1e-6).astype(np.float32)
        standard = standardised(filled, mean, scale)
        forest = ExtraTreesClassifier(self.trees, min_samples_leaf=_LEAF, random_state=self.seed)
        forest.fit(filled, part.correct)
        weights, bias = self._linear(standard.astype(np.float64), part.correct, movement)
        self.forests[movement] = forest
        right = filled[part.correct]
        model = MovementModel(
            mean=mean,
            scale=scale,
            forest=_forest_arrays(forest),
            weights=weights,
            bias=bias,
            usual=right.mean(axis=0),
            usual_spread=right.std(axis=0) + np.float32(1e-6),
        )
        return model, standard

    def _linear(self, standard: F64, correct: Mask, movement: int) -> tuple[F64, float]:
        """Projection and logistic regression as one row of weights."""
        count, size = standard.shape
        reduced = PCA(min(_COMPONENTS, count - 1, size), random_state=self.seed)
        logistic = LogisticRegression(C=_REGULARISATION, max_iter=2000)
        logistic.fit(reduced.fit_transform(standard), correct)
        self.linear[movement] = (reduced, logistic)
        weights: F64 = reduced.components_.T @ logistic.coef_[0]
        return weights, float(logistic.intercept_[0] - reduced.mean_ @ weights)


def trio_fit(table: Table, *, seed: int) -> Trio:
    return Fitter(seed=seed).fit(table)


def _forest_arrays(forest: ExtraTreesClassifier) -> Trees:
    nodes = [one.tree_ for one in forest.estimators_]
    right_class = list(forest.classes_).index(True)
    parts = []
    for tree in nodes:
        counts = tree.value[:, 0, :]
        parts.append(
            (
                tree.feature,
                tree.threshold,
                tree.children_left,
                tree.children_right,
                counts[:, right_class] / counts.sum(axis=1),
                tree.children_left < 0,
            )
        )
    return _joined(parts)


def _boosted_arrays(boosted: HistGradientBoostingClassifier) -> Boosted:
    nodes = [stage[0].nodes for stage in boosted._predictors]  # noqa: SLF001 - no public way
    trees = _joined(
        [
            (
                one["feature_idx"],
                one["num_threshold"],
                one["left"],
                one["right"],
                one["value"],
                one["is_leaf"].astype(bool),
            )
            for one in nodes
        ]
    )
    base = float(np.ravel(boosted._baseline_prediction)[0])  # noqa: SLF001 - no public way
    return Boosted(trees=trees, base=base)


def _joined(parts: list[tuple[Any, ...]]) -> Trees:
    """Trees (feature, threshold, left, right, value, is leaf) one after the other."""
    sizes = [len(one[0]) for one in parts]
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    leaf = np.concatenate([one[5] for one in parts])

    def whole(column: int) -> npt.NDArray[Any]:
        return np.concatenate([one[column] for one in parts])

    def places(column: int) -> npt.NDArray[np.int32]:
        moved = [
            one[column].astype(np.int64) + root for one, root in zip(parts, roots, strict=True)
        ]
        return np.where(leaf, 0, np.concatenate(moved)).astype(np.int32)

    return Trees(
        feature=np.where(leaf, -1, whole(0)).astype(np.int16),
        threshold=_rounded_down(np.where(leaf, 0.0, whole(1)).astype(np.float64)),
        left=places(2),
        right=places(3),
        value=whole(4).astype(np.float32),
        root=roots,
    )


def _rounded_down(thresholds: F64) -> F32:
    """The largest float32 not above each threshold: float32 rows part alike on both."""
    near = thresholds.astype(np.float32)
    result: F32 = np.where(
        near.astype(np.float64) > thresholds, np.nextafter(near, np.float32(-np.inf)), near
    )
    return result
