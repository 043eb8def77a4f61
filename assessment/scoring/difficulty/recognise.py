"""What the element network says of a clip; nothing where no weights are shipped. Experimental.

It learned on made people alone. What it names is checked and explained by what is measured, and
what it alone names is listed only where no measurement refuses it (elements.py).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.core.units import F32, F64
from assessment.scoring.difficulty.timeline import Recognised, timeline
from assessment.sensing.picture import STEP_S, Picture, lag
from assessment.vision.nets.crops import crops, energy

if TYPE_CHECKING:  # torch takes seconds to import: only where there are weights
    from assessment.vision.nets.elements import ElementNetwork

__all__ = [
    "FOLDER",
    "LEAST",
    "MANIFEST",
    "Shipped",
    "is_kind",
    "lines_aligned",
    "recognise",
    "shares",
    "shipped",
]

FOLDER = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"
# An answer counts from here; chosen before any test set was made: as likely as not.
LEAST = 0.5
# Frames the network looks at in one go, and how many of them on each side only to know what is
# before and after: 5 s, more than it can see (its branches reach 4.3 s).
_FRAMES, _AROUND = 640, 80
# Less alike than this, the two motion energies say nothing about the lag: CSI is left out. Chosen.
_ALIKE = 0.25
_LINES = 32


def recognise(landmarks: Landmarks, heard: Picture | None = None) -> list[Recognised]:
    """Elements in order of time. `heard`: CSI of the same time, its clock off by up to 5 s."""
    kept = shipped()
    if kept is None or len(landmarks) == 0:
        return []
    found = crops(landmarks)
    lines, there = (None, False) if heard is None else lines_aligned(energy(found, STEP_S), heard)
    told, ends = shares(kept.network, found.points, lines if there else None)
    spotted = timeline(told, ends, kept.names, least=LEAST)
    return [
        Recognised(
            id=one.id,
            start_s=one.start_s + found.start_s,
            end_s=one.end_s + found.start_s,
            confidence=one.confidence,
        )
        for one in spotted
    ]


def is_kind(element_id: str, kind: str) -> bool:
    """Whether an element of the files is of a kind of the network: `air_turn_2` of `air_turn`."""
    return element_id == kind or element_id.rstrip("0123456789") == f"{kind}_"


def lines_aligned(moved: F64, heard: Picture) -> tuple[F32, bool]:
    """CSI lines by the clock of the video [K, 32], and whether the two clocks could be joined.

    `moved`: motion energy of the video, each 0.25 s.
    """
    late_s, alike = lag(moved, heard.energy)
    at = np.arange(len(moved)) + late_s / STEP_S
    steps = np.arange(len(heard.lines))
    columns = [np.interp(at, steps, column) for column in heard.lines.T]
    return np.stack(columns, axis=1).astype(np.float32), alike >= _ALIKE


def shares(network: "ElementNetwork", points: F32 | None, lines: F32 | None) -> tuple[F64, F64]:
    """(likelihoods [K, classes], seconds to start and end [K, 2]) of a whole clip, in stretches.

    points [T, 17, 4], lines [K, 32]; either may be None.
    """
    import torch

    from assessment.vision.nets.elements import Sight

    steps = len(points) // 4 if points is not None else len(lines if lines is not None else ())
    told, ends = [], []
    for start, stop, first, last in _stretches(max(steps, 1)):
        sight = Sight(
            points=torch.from_numpy(_part(points, 4 * first, 4 * last, (17, 4))),
            lines=torch.from_numpy(_part(lines, first, last, (_LINES,))),
            has=torch.tensor([[float(points is not None), float(lines is not None)]]),
        )
        with torch.inference_mode():
            logits, away = network(sight)
        inside = slice(start - first, stop - first)
        told.append(torch.softmax(logits[0, inside], dim=1).double().numpy())
        ends.append(away[0, inside].double().numpy())
    return np.concatenate(told), np.concatenate(ends)


def _stretches(steps: int) -> Iterator[tuple[int, int, int, int]]:
    """(start, stop, first, last) in moments: what is asked, and what is shown for it."""
    size, around = _FRAMES // 4, _AROUND // 4
    for start in range(0, steps, size):
        stop = min(start + size, steps)
        yield start, stop, max(start - around, 0), min(stop + around, steps)


def _part(values: F32 | None, first: int, last: int, shape: tuple[int, ...]) -> F32:
    """[1, last - first, ...]; zeros where there is nothing."""
    part = np.zeros((1, last - first, *shape), np.float32)
    if values is not None:
        there = values[first:last]
        part[0, : len(there)] = there
    return part


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """The network, the names of its kinds, and the digest of its weights."""

    network: "ElementNetwork"
    names: tuple[str, ...]
    sha256: str


@cache
def shipped() -> Shipped | None:
    """Raises AssessmentError where the weights are not those of the manifest."""
    manifest = FOLDER / MANIFEST
    if not manifest.is_file():
        return None
    told = json.loads(manifest.read_text(encoding="utf-8"))
    file = FOLDER / told["file"]
    whole = file.read_bytes()
    if hashlib.sha256(whole).hexdigest() != told["sha256"]:
        raise AssessmentError(
            "weights_damaged", f"{file.name} is not the file of its manifest; install it again."
        )
    from safetensors.torch import load

    from assessment.vision.nets.elements import ElementConfig, ElementNetwork

    names = tuple(told["kinds"])
    network = ElementNetwork(ElementConfig(classes=len(names) + 1)).eval()
    network.load_state_dict({name: values.float() for name, values in load(whole).items()})
    return Shipped(network=network, names=names, sha256=told["sha256"])
