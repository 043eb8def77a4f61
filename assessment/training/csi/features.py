"""All blocks of features of a set, computed once and kept on disk."""

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assessment.core.units import F64
from assessment.sensing.processing.motion import motion_signals
from assessment.sensing.record import CsiRecording
from assessment.training.csi.baseline import baseline_features
from assessment.training.csi.data import Labelled
from assessment.training.csi.measures import course, energy, speed
from assessment.training.csi.picture import picture
from assessment.training.csi.strokes import strokes

__all__ = ["BASELINE", "BLOCKS", "ROOM_BOUND", "blocks_of", "features"]

# Part of the name of a kept file: raise it when a feature changes.
RECIPE = 1
# Of every set: the slowest has 20 packets a second; movements of the body stay below 10 Hz here.
RATE_HZ = 20.0

BASELINE = "baseline"
BLOCKS = ("energy", "speed", "course", "picture", "strokes", "strokes_each", BASELINE)
# They hold levels and shapes of single carriers, which another room changes. Inner folds of one
# room can't tell, so they are never offered to a test in another room.
ROOM_BOUND = frozenset({"picture", BASELINE})


def blocks_of(recording: CsiRecording) -> dict[str, F64]:
    """One row of every block. Raises CsiRefused for a recording with too few packets."""
    signals = motion_signals(recording, rate_hz=RATE_HZ)
    return {
        "energy": energy(signals),
        "speed": speed(signals),
        "course": course(signals),
        "picture": picture(signals),
        "strokes": strokes(signals, each_channel=False),
        "strokes_each": strokes(signals, each_channel=True),
        BASELINE: baseline_features(recording),
    }


def features(samples: Sequence[Labelled], *, keep: Path, name: str) -> dict[str, F64]:
    """Block -> [N, D]. A second call with the same recordings reads what the first has kept."""
    keep.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(f"{RECIPE} {name}".encode())
    for sample in samples:
        digest.update(sample.recording.csi.tobytes())
    path = keep / f"features-{digest.hexdigest()[:16]}.npz"
    if path.is_file():
        with np.load(path, allow_pickle=False) as kept:
            return {block: kept[block] for block in kept.files}
    rows: list[dict[str, F64]] = []
    started = time.monotonic()
    for done, sample in enumerate(samples, 1):
        rows.append(blocks_of(sample.recording))
        if done % 100 == 0:
            left = (time.monotonic() - started) / done * (len(samples) - done)
            sys.stderr.write(f"{name}: features {done} of {len(samples)}, about {left:.0f} s\n")
    found = {block: np.stack([row[block] for row in rows]) for block in rows[0]}
    np.savez(path, **found)
    return found
