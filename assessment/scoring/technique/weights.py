"""The shipped weights: safetensors held to the digest of their manifest, never a pickle.

One file an input (`kinect`, `vicon`, `phone`), in it a model against everybody and one against
the person's own baseline. Source: docs/algorithms/technique.md, "The weights".
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from assessment.core.errors import AssessmentError
from assessment.scoring.technique.decide import Decision
from assessment.scoring.technique.movements import Part
from assessment.scoring.technique.trees import Trees
from assessment.scoring.technique.trio import FAMILIES, Boosted, MovementModel, Trio

__all__ = [
    "AGAINST",
    "FOLDER",
    "Against",
    "Model",
    "manifest",
    "model_bytes",
    "model_load",
    "model_open",
]

FOLDER = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"

# Against whom a repetition is held: other people's correct ones, or the person's own.
Against = Literal["population", "personal"]
AGAINST: tuple[Against, ...] = ("population", "personal")

_Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class Model:
    """`decisions` and `trios` by whom a repetition is held against."""

    trios: dict[Against, Trio]
    decisions: dict[Against, Decision]
    sha256: str


@cache
def manifest(folder: Path = FOLDER) -> dict[str, Any]:
    """Raises AssessmentError when there are no weights."""
    path = folder / MANIFEST
    if not path.is_file():
        raise AssessmentError(
            "weights_missing",
            "The technique weights are not here; make them with: train technique --protocol ship.",
        )
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


@cache
def model_open(name: str, folder: Path = FOLDER) -> Model:
    """The model of an input. Raises AssessmentError when the file is not that of the manifest."""
    entry = manifest(folder)["files"].get(name)
    if entry is None:
        raise AssessmentError("weights_missing", f"There are no technique weights for {name}.")
    path = folder / str(entry["file"])
    return model_load(path.read_bytes() if path.is_file() else b"", str(entry["sha256"]))


def model_load(kept: bytes, sha256: str) -> Model:
    """Raises AssessmentError for bytes that don't have the digest or are no safetensors."""
    if hashlib.sha256(kept).hexdigest() != sha256:
        raise AssessmentError(
            "weights_damaged",
            "The technique weights are not the ones of the manifest: install Plumbline again.",
        )
    try:
        arrays = load(kept)
        trios = {against: _trio(arrays, f"{against}.") for against in AGAINST}
        decisions = {against: _decision(arrays[f"{against}.decision"]) for against in AGAINST}
    except (SafetensorError, KeyError, ValueError) as error:
        raise AssessmentError(
            "weights_invalid",
            "The technique weights are not safetensors of this version: install Plumbline again.",
        ) from error
    return Model(trios=trios, decisions=decisions, sha256=sha256)


def model_bytes(trios: dict[Against, Trio], decisions: dict[Against, Decision]) -> bytes:
    """The inverse of `model_load`; the digest is that of the bytes."""
    arrays: _Arrays = {}
    for against, trio in trios.items():
        decision = decisions[against]
        arrays[f"{against}.decision"] = np.array(
            [decision.slope, decision.offset, decision.unsure], np.float64
        )
        for movement, model in trio.movements.items():
            arrays |= _movement_arrays(model, f"{against}.m{movement:02d}.")
        for parts, boosted in trio.families.items():
            prefix = f"{against}.{_family_name(parts)}."
            arrays |= _tree_arrays(boosted.trees, prefix)
            arrays[f"{prefix}base"] = np.array([boosted.base])
    return save({name: np.ascontiguousarray(one) for name, one in sorted(arrays.items())})


_OF_MOVEMENT = ("mean", "scale", "weights", "usual", "usual_spread")
_OF_TREES = ("feature", "threshold", "left", "right", "value", "root")


def _family_name(parts: tuple[Part, ...]) -> str:
    return "family-" + "-".join(parts)


def _movement_arrays(model: MovementModel, prefix: str) -> _Arrays:
    arrays: _Arrays = {f"{prefix}{name}": getattr(model, name) for name in _OF_MOVEMENT}
    arrays[f"{prefix}bias"] = np.array([model.bias])
    return arrays | _tree_arrays(model.forest, f"{prefix}forest.")


def _tree_arrays(trees: Trees, prefix: str) -> _Arrays:
    return {f"{prefix}{name}": getattr(trees, name) for name in _OF_TREES}


def _trio(arrays: _Arrays, prefix: str) -> Trio:
    movements = {
        movement: MovementModel(
            **{name: arrays[f"{prefix}m{movement:02d}.{name}"] for name in _OF_MOVEMENT},
            bias=float(arrays[f"{prefix}m{movement:02d}.bias"][0]),
            forest=_trees(arrays, f"{prefix}m{movement:02d}.forest."),
        )
        for family in FAMILIES.values()
        for movement in family
    }
    families = {
        parts: Boosted(
            trees=_trees(arrays, f"{prefix}{_family_name(parts)}."),
            base=float(arrays[f"{prefix}{_family_name(parts)}.base"][0]),
        )
        for parts in FAMILIES
    }
    return Trio(movements=movements, families=families)


def _trees(arrays: _Arrays, prefix: str) -> Trees:
    return Trees(**{name: arrays[f"{prefix}{name}"] for name in _OF_TREES})


def _decision(kept: npt.NDArray[Any]) -> Decision:
    slope, offset, unsure = (float(one) for one in kept)
    return Decision(slope=slope, offset=offset, unsure=unsure)
