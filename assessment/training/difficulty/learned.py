"""The element network on motion capture that it never saw: the same films, the same figures.

What it names is put as spots, so that it is held to exactly what the physical rules are held to.
Counts of turns are theirs alone: the network gives none.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assessment.core.units import JSON
from assessment.exercises.element_load import element_get
from assessment.scoring.difficulty.elements import find
from assessment.scoring.difficulty.recognise import recognise
from assessment.scoring.difficulty.spots import Spot, SpotKind
from assessment.training.difficulty.data import Clip
from assessment.training.difficulty.measured import Seen, figures, intervals
from assessment.training.difficulty.phone import Stand, filmed

__all__ = ["joined", "record_of", "told_by_network"]

# Kinds without a turn.
_PLAIN = frozenset(
    {"cossack_jump", "free_vertical_split", "frontal_split_jump", "pike_jump", "split_jump",
     "straddle_jump"}
)  # fmt: skip
_COUNTS = ("revolution_mae_turns", "revolution_within_0_2")


def told_by_network(
    clip: Clip, *, is_negative: bool, azimuth_deg: float, seed: int
) -> tuple[Seen, Seen]:
    """The film of `measured.seen_clip` with the same seed: what the network names, and the elements
    of the whole stage, measurements and network.
    """
    landmarks = filmed(clip, Stand(azimuth_deg=azimuth_deg), seed=seed)
    named = tuple(
        _spot("shape_jump" if one.id in _PLAIN else "air_turn", one.start_s, one.end_s)
        for one in recognise(landmarks)
    )
    listed = tuple(
        _spot(element_get(one.id).movement or "air_turn", one.start_s, one.end_s)
        for one in find(landmarks)
    )
    return (
        Seen(clip=clip, is_negative=is_negative, found=named, raw=0.0),
        Seen(clip=clip, is_negative=is_negative, found=listed, raw=0.0),
    )


def _spot(kind: SpotKind, start_s: float, end_s: float) -> Spot:
    return Spot(kind=kind, start_s=start_s, end_s=end_s)


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
