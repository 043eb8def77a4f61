"""The models that judge, with the cards and figures that the code ships."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from assessment.core.errors import AssessmentError
from assessment.exercises import catalogue
from assessment.report.judges import RUBRIC, TECHNIQUE, verdict_source
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.own import INPUT, weights_digest
from assessment.scoring.technique.weights import manifest
from assessment.vision.pinned import POSE_CARD, POSE_NETWORKS
from base.errors import NotFound
from results.judging import weights_folder

_FOLDER = "docs/cards"
_POSE = Path(POSE_CARD).stem
# What judges first, then the rest as the folder has them.
_ORDER = [_POSE, RUBRIC, TECHNIQUE]
_FIGURES = ("n", "accuracy", "f1", "f1_incorrect", "auc", "ece", "coverage")


def card_names() -> list[str]:
    found = {path.stem for path in _folder().glob("*.md")}
    return sorted(found, key=lambda name: (_ORDER.index(name) if name in _ORDER else 99, name))


def card_record(name: str) -> dict[str, Any]:
    """The text of a card (Markdown) beside its figures. Raises NotFound."""
    if name not in card_names():
        raise NotFound
    text = (_folder() / f"{name}.md").read_text(encoding="utf-8")
    figures = _learned() if name == TECHNIQUE else None
    return {**model_record(name), "text": text, "figures": figures}


def model_record(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": _title(name),
        "files": [{"name": key, "sha256": sha256} for key, sha256 in _digests(name).items()],
    }


def exercise_records() -> list[dict[str, Any]]:
    """Where the verdict of every exercise comes from, and the learned one's figures."""
    by = (_learned() or {}).get("exercises", {})
    live = _live()
    return [
        {
            "exercise": one.id,
            "source": verdict_source(one, weights_folder()),
            "rules": len(one.rules),
            "figures": by.get(one.id),
            "live": _numbers(live.get(one.id)),
        }
        for one in catalogue()
    ]


def _learned() -> dict[str, Any] | None:
    """Figures of the weights that read what a pose network saw, on people left out of training."""
    try:
        loso = manifest(weights_folder()).get("loso", {}).get(INPUT)
    except AssessmentError:
        return None
    if loso is None:
        return None
    own = loso["by"]["with_baseline"]
    return {
        "protocol": loso["protocol"],
        "n": loso["n"],
        "subjects": len(loso["by"]["subject"]),
        "metrics": _numbers(loso["metrics"]),
        "intervals": loso["by"]["interval"],
        "reliability": loso["by"]["reliability"],
        "own_metrics": _numbers(own["metrics"]),
        "own_reliability": own["by"]["reliability"],
        "exercises": {
            MOVEMENTS[int(key[1:])].id: {
                **{name: one[name] for name in _FIGURES if name in one},
                "own_accuracy": own["by"]["movement"][key]["accuracy"],
            }
            for key, one in loso["by"]["movement"].items()
        },
    }


def _live() -> dict[str, Any]:
    try:
        found: dict[str, Any] = manifest(weights_folder())["live"]
    except AssessmentError:
        return {}
    return found


def _numbers(of: Any) -> dict[str, float]:
    """The plain numbers of a record; how else it is built is its maker's."""
    if not isinstance(of, dict):
        return {}
    return {
        key: value
        for key, value in of.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _digests(name: str) -> dict[str, str]:
    if name == _POSE:
        return dict(POSE_NETWORKS)
    if name != TECHNIQUE:
        return {}
    try:
        return {INPUT: weights_digest(weights_folder())}
    except AssessmentError:
        return {}


@cache
def _title(name: str) -> str:
    """The first heading of its card, without the word card."""
    first = (_folder() / f"{name}.md").read_text(encoding="utf-8").partition("\n")[0]
    return first.lstrip("# ").rpartition(": ")[2]


def _folder() -> Path:
    return Path(settings.ROOT) / _FOLDER
