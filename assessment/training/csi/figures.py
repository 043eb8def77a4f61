"""Figures of answers with intervals over people, and the difference to the baseline."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["figures", "interval", "shares"]

Words = npt.NDArray[np.str_]

_DRAWS = 2000


def shares(labels: Words, answers: Words) -> dict[str, float]:
    """accuracy, and its mean over the activities."""
    each = [(answers[labels == one] == one).mean() for one in np.unique(labels)]
    return {
        "accuracy": round(float((answers == labels).mean()), 4),
        "balanced_accuracy": round(float(np.mean(each)), 4),
    }


def figures(
    *,
    labels: Sequence[Words],
    answers: Mapping[str, Sequence[Words]],
    people: Sequence[Words],
    names: Sequence[str],
) -> dict[str, Any]:
    """n, metrics, baselines, intervals, by: of a record; one entry of each sequence a fold."""
    truth, who = np.concatenate(labels), np.concatenate(people)
    found, forest = np.concatenate(answers["machine"]), np.concatenate(answers["forest"])
    ahead = (found == truth).astype(float) - (forest == truth).astype(float)
    return {
        "n": len(truth),
        "metrics": shares(truth, found),
        "baselines": {
            "forest_accuracy": shares(truth, forest)["accuracy"],
            "chance_accuracy": round(1 / len(np.unique(truth)), 4),
        },
        "intervals": {
            "drawn": "people, then their recordings" if len(np.unique(who)) > 1 else "recordings",
            "accuracy": interval((found == truth).astype(float), who),
            "ahead_of_forest": interval(ahead, who),
        },
        "ahead_of_forest": round(float(ahead.mean()), 4),
        "by": {
            "fold": {
                name: {
                    "n": len(label),
                    **shares(label, mine),
                    "forest_accuracy": shares(label, other)["accuracy"],
                }
                for name, label, mine, other in zip(
                    names, labels, answers["machine"], answers["forest"], strict=True
                )
            },
            "activity": {
                str(one): round(float((found[truth == one] == one).mean()), 4)
                for one in np.unique(truth)
            },
        },
    }


def interval(values: npt.NDArray[np.float64], who: Words) -> list[float]:
    """95 % by drawing people, then recordings of each: few people give wide intervals."""
    rng = np.random.default_rng(0)
    groups = [values[who == one] for one in np.unique(who)]
    drawn = []
    for _ in range(_DRAWS):
        chosen = rng.integers(len(groups), size=len(groups))
        drawn.append(
            np.concatenate([rng.choice(groups[at], len(groups[at])) for at in chosen]).mean()
        )
    return [round(float(value), 4) for value in np.percentile(drawn, (2.5, 97.5))]
