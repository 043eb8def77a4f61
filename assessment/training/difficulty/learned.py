"""The element network on motion capture that it never saw: the same films, the same figures.

What it names is put as spots, so that it is held to exactly what the physical rules are held to.
Counts of turns are theirs alone: the network gives none.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assessment.core.units import JSON
from assessment.scoring.difficulty.recognise import recognise
from assessment.scoring.difficulty.spots import Spot
from assessment.training.difficulty.data import Clip
from assessment.training.difficulty.measured import Seen, figures, intervals
from assessment.training.difficulty.phone import Stand, filmed

__all__ = ["PLAIN", "heard_of", "joined", "record_of"]

# Kinds without a turn.
PLAIN = frozenset(
    {"cossack_jump", "free_vertical_split", "frontal_split_jump", "pike_jump", "split_jump",
     "straddle_jump"}
)  # fmt: skip
_COUNTS = ("revolution_mae_turns", "revolution_within_0_2")


def heard_of(clip: Clip, *, is_negative: bool, azimuth_deg: float, seed: int) -> Seen:
    """The film of `measured.seen_clip` with the same seed, as the network tells it."""
    landmarks = filmed(clip, Stand(azimuth_deg=azimuth_deg), seed=seed)
    found = tuple(
        Spot(
            kind="shape_jump" if one.id in PLAIN else "air_turn",
            start_s=one.start_s,
            end_s=one.end_s,
        )
        for one in recognise(landmarks)
    )
    return Seen(clip=clip, is_negative=is_negative, found=found, raw=0.0)


def joined(
    measured: Sequence[Seen], learned: Sequence[Seen], how: Literal["or", "and"]
) -> list[Seen]:
    """Spots of either, or the measured ones that the network names too."""
    result = []
    for one, other in zip(measured, learned, strict=True):
        if how == "or":
            found = one.found + other.found
        else:
            found = tuple(spot for spot in one.found if any(_meet(spot, b) for b in other.found))
        result.append(replace(one, found=found))
    return result


def record_of(seen: Sequence[Seen]) -> dict[str, JSON]:
    """Figures without counts of turns, with intervals, and by set."""
    sets = sorted({one.clip.collection for one in seen})
    return {
        "metrics": _told(seen),
        "interval": intervals(seen),
        "set": {name: _told([one for one in seen if one.clip.collection == name]) for name in sets},
    }


def _told(seen: Sequence[Seen]) -> dict[str, JSON]:
    return {name: value for name, value in figures(seen).items() if name not in _COUNTS}


def _meet(one: Spot, other: Spot) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s
