"""Figures of a verdict: what is right, for whom, how sure, with intervals over people."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from assessment.core.units import F64, Mask
from assessment.training.technique.data import Repetition

__all__ = [
    "BINS",
    "Judged",
    "Record",
    "clip_judged",
    "expected_calibration_error",
    "figures",
    "intervals",
    "report",
]

# A record of design 5 or a part of one: JSON.
Record: TypeAlias = dict[str, Any]

# Bins of the calibration error, as issue and study count them.
BINS = 15
_DRAWS = 2000
_FEWEST_OF_CLIP = 3
# Share of the surest that "accuracy at 80 % coverage" looks at.
_SUREST = 0.8


class Judged:
    """Repetitions with a score: `logit` decides at zero, `calibrated` is what is told.

    All arrays [N]; repetitions without a score are left out.
    """

    def __init__(
        self, repetitions: "list[Repetition]", logit: F64, calibrated: F64, sure: Mask
    ) -> None:
        scored = ~np.isnan(logit)
        kept = [one for one, has in zip(repetitions, scored, strict=True) if has]
        self.subject = np.array([one.subject for one in kept], np.int64)
        self.movement = np.array([one.movement for one in kept], np.int64)
        self.correct = np.array([one.correct for one in kept], np.bool_)
        self.take = np.array([one.take for one in kept])
        self.logit, self.calibrated, self.sure = logit[scored], calibrated[scored], sure[scored]

    def __len__(self) -> int:
        return len(self.logit)

    def where(self, chosen: "npt.NDArray[np.bool_] | npt.NDArray[np.int64]") -> "Judged":
        part = object.__new__(Judged)
        for name, values in vars(self).items():
            setattr(part, name, values[chosen])
        return part


def figures(judged: Judged) -> dict[str, float]:
    """Accuracy and what hangs on it at threshold .5, the rest on what is told after calibration."""
    truth, found = judged.correct, judged.logit > 0
    told = 1.0 / (1.0 + np.exp(-judged.calibrated))
    surest = np.argsort(-np.abs(judged.calibrated), kind="stable")
    surest = surest[: max(round(_SUREST * len(judged)), 1)]
    precision, recall, f1, _ = precision_recall_fscore_support(
        truth, found, labels=[True, False], zero_division=np.nan
    )
    right = (judged.calibrated > 0) == truth
    return {
        "accuracy": float((found == truth).mean()),
        "balanced_accuracy": float(np.nanmean(recall)),
        "f1": float(f1[0]),
        "f1_incorrect": float(f1[1]),
        "precision_correct": float(precision[0]),
        "precision_incorrect": float(precision[1]),
        "recall_correct": float(recall[0]),
        "recall_incorrect": float(recall[1]),
        "auc": float(roc_auc_score(truth, judged.logit))
        if 0 < truth.sum() < len(truth)
        else np.nan,
        "ece": expected_calibration_error(told, truth),
        "coverage": float(judged.sure.mean()),
        "accuracy_when_sure": float(right[judged.sure].mean()) if judged.sure.any() else np.nan,
        "accuracy_at_80_coverage": float(right[surest].mean()),
        "worst_subject_accuracy": min(
            float((found == truth)[judged.subject == one].mean())
            for one in np.unique(judged.subject)
        ),
    }


def expected_calibration_error(probability: F64, truth: Mask) -> float:
    """Of "correct", BINS bins of equal width over 0..1."""
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    gaps = [
        abs(probability[place == one].mean() - truth[place == one].mean()) * (place == one).mean()
        for one in np.unique(place)
    ]
    return float(sum(gaps))


def clip_judged(judged: Judged) -> Judged:
    """One row a take of three or more repetitions: the mean logit."""
    rows, logit, calibrated = [], [], []
    for take in np.unique(judged.take):
        own = np.flatnonzero(judged.take == take)
        if len(own) >= _FEWEST_OF_CLIP:
            rows.append(own[0])
            logit.append(judged.logit[own].mean())
            calibrated.append(judged.calibrated[own].mean())
    whole = judged.where(np.array(rows, np.int64))
    whole.logit, whole.calibrated = np.array(logit), np.array(calibrated)
    return whole


def intervals(judged: Judged, of: Callable[[Judged], dict[str, float]], seed: int) -> Record:
    """95 %, people drawn anew with replacement."""
    rng = np.random.default_rng(seed)
    people = np.unique(judged.subject)
    rows = {one: np.flatnonzero(judged.subject == one) for one in people}
    drawn = [
        of(judged.where(np.concatenate([rows[one] for one in rng.choice(people, len(people))])))
        for _ in range(_DRAWS)
    ]
    return {
        name: [
            _rounded(float(one)) for one in np.nanpercentile([d[name] for d in drawn], (2.5, 97.5))
        ]
        for name in drawn[0]
    }


def report(judged: Judged, *, seed: int) -> Record:
    """`metrics` and `by` of the record of design 5."""
    clips = clip_judged(judged)
    metrics = figures(judged)
    if len(clips):
        metrics["clip_accuracy"] = figures(clips)["accuracy"]
    return {
        "n": len(judged),
        "metrics": {name: _rounded(value) for name, value in metrics.items()},
        "by": {
            "interval": intervals(judged, _short, seed),
            "movement": _grouped(judged, judged.movement, "m{:02d}"),
            "subject": _grouped(judged, judged.subject, "s{:02d}"),
            "confusion": _confusion(judged),
            "reliability": _reliability(judged),
        },
    }


def _short(judged: Judged) -> dict[str, float]:
    """The figures that get an interval: cheap enough to draw two thousand times."""
    hit = (judged.logit > 0) == judged.correct
    told = 1.0 / (1.0 + np.exp(-judged.calibrated))
    return {
        "accuracy": float(hit.mean()),
        "auc": _auc(judged.logit, judged.correct),
        "ece": expected_calibration_error(told, judged.correct),
        "accuracy_when_sure": float(
            ((judged.calibrated > 0) == judged.correct)[judged.sure].mean()
        ),
    }


def _auc(logit: F64, truth: Mask) -> float:
    """Rank form; ties as they come, which a mean of three models has none of."""
    rank = np.empty(len(logit))
    rank[np.argsort(logit, kind="stable")] = np.arange(1, len(logit) + 1)
    good = int(truth.sum())
    bad = len(truth) - good
    return float((rank[truth].sum() - good * (good + 1) / 2) / max(good * bad, 1))


def _grouped(judged: Judged, key: npt.NDArray[np.int64], name: str) -> Record:
    groups: Record = {}
    for one in np.unique(key):
        part = judged.where(key == one)
        groups[name.format(int(one))] = {
            "n": len(part),
            **{
                figure: _rounded(value)
                for figure, value in figures(part).items()
                if figure != "worst_subject_accuracy"
            },
        }
    return groups


def _confusion(judged: Judged) -> Record:
    found = judged.logit > 0
    return {
        f"{said}_when_{was}": int(
            ((found == (said == "correct")) & (judged.correct == (was == "correct"))).sum()
        )
        for said in ("correct", "incorrect")
        for was in ("correct", "incorrect")
    }


def _reliability(judged: Judged) -> list[list[float | None]]:
    """Per bin: mean probability told, share that was correct, repetitions."""
    told = 1.0 / (1.0 + np.exp(-judged.calibrated))
    place = np.minimum((told * BINS).astype(np.int64), BINS - 1)
    return [
        [
            _rounded(told[place == one].mean()),
            _rounded(judged.correct[place == one].mean()),
            int((place == one).sum()),
        ]
        for one in np.unique(place)
    ]


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)
