"""Figures of the physical rules on motion capture seen through a virtual phone.

Nothing is learned here. A labelled segment counts as found when a spot of a turning kind overlaps
it. Negatives are clips without segments, except where another clip of the same set and label has
one: there the label says that an element was missed by whoever segmented it.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from assessment.core.records import Landmarks
from assessment.core.units import JSON
from assessment.scoring.difficulty.motion import body_motion
from assessment.scoring.difficulty.spots import TURNING, Spot, spots
from assessment.scoring.evaluation import interval
from assessment.training.difficulty.data import Clip, Segment
from assessment.training.difficulty.phone import Stand, filmed
from assessment.vision.orientation import yaw_deg

__all__ = [
    "AZIMUTHS",
    "Seen",
    "baseline",
    "figures",
    "intervals",
    "is_turning",
    "negatives",
    "seen_clip",
]

_KINDS = Path(__file__).parent / "kinds.toml"
AZIMUTHS = (15.0, 135.0, 255.0)
# The baseline: three quarters of a turn within so long, by the plain sum of the directions.
_RAW_WINDOW_S = 2.0
_MINUTE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One clip from one side: what is labelled and what was found."""

    clip: Clip
    is_negative: bool
    found: tuple[Spot, ...]
    raw: float

    @property
    def turning(self) -> list[Spot]:
        return [spot for spot in self.found if spot.kind in TURNING]

    @property
    def wanted(self) -> list[Segment]:
        return [one for one in self.clip.segments if is_turning(one.kind)]


def is_turning(kind: str) -> bool:
    """By the first pattern of kinds.toml that fits; a kind that none fits is not turning."""
    return next((means == "turning" for pattern, means in _kinds() if fnmatchcase(kind, pattern)),
                False)  # fmt: skip


@cache
def _kinds() -> tuple[tuple[str, Literal["turning", "plain"]], ...]:
    kept = tomllib.loads(_KINDS.read_text(encoding="utf-8"))["kinds"]
    return tuple((pattern, means) for pattern, means in kept)


def negatives(clips: Sequence[Clip]) -> set[int]:
    """Places of the clips that hold no element."""
    with_elements = {(one.collection, one.label) for one in clips if one.segments}
    return {
        at
        for at, one in enumerate(clips)
        if not one.segments and (one.collection, one.label) not in with_elements
    }


def seen_clip(clip: Clip, *, is_negative: bool, azimuth_deg: float, seed: int) -> Seen:
    landmarks = filmed(clip, Stand(azimuth_deg=azimuth_deg), seed=seed)
    return Seen(
        clip=clip,
        is_negative=is_negative,
        found=tuple(spots(body_motion(landmarks))),
        raw=_raw_turns(landmarks),
    )


def _raw_turns(landmarks: Landmarks) -> float:
    """Most turns within two seconds, the directions of the frames simply unwrapped."""
    yaw = yaw_deg(landmarks)
    seen = ~np.isnan(yaw)
    if not seen.any():
        return 0.0
    turns = np.unwrap(np.radians(yaw[seen])) / (2 * np.pi)
    t_s = landmarks.t_s[seen]
    after = np.searchsorted(t_s, t_s + _RAW_WINDOW_S, side="right") - 1
    return float(np.abs(turns[after] - turns).max())


def figures(seen: Sequence[Seen]) -> dict[str, JSON]:
    """balanced_accuracy, recall_turning, specificity, false per minute, revolution_mae_turns.

    balanced_accuracy is the mean of the share of labelled turning elements found and of the share
    of negative clips in which nothing was.
    """
    off = [value for one in seen for value in _revolutions_off(one)]
    quiet = [one for one in seen if one.is_negative]
    minutes = sum(one.clip.duration_s for one in quiet) / _MINUTE_S
    false = sum(len(one.turning) for one in quiet)
    shapes = sum(spot.kind == "shape_jump" for one in quiet for spot in one.found)
    tallies = [_tally(one) for one in seen]
    wanted = sum(one.wanted for one in tallies)
    both = wanted > 0 and len(quiet) > 0
    return {
        "balanced_accuracy": round(_balanced(tallies), 4) if both else None,
        "recall_turning": round(_recall(tallies), 4) if wanted else None,
        "specificity": round(_specificity(tallies), 4) if quiet else None,
        "false_turning_per_minute": round(false / minutes, 3) if minutes else None,
        "false_elements_per_minute": round((false + shapes) / minutes, 3) if minutes else None,
        "revolution_mae_turns": round(float(np.mean(off)), 3) if off else None,
        "revolution_within_0_2": round(float(np.mean(np.array(off) <= 0.2)), 3) if off else None,
        "elements": wanted,
        "negative_minutes": round(minutes, 2),
    }


def intervals(seen: Sequence[Seen]) -> dict[str, JSON]:
    """95 %, films drawn anew."""
    tallies = [_tally(one) for one in seen]
    return {name: [*interval(tallies, of)] for name, of in _SHARES.items()}


def baseline(seen: Sequence[Seen]) -> float:
    """Balanced accuracy by clip of the raw sum of directions, at three quarters of a turn."""
    wanted = [one.raw >= 0.75 for one in seen if one.wanted]
    quiet = [one.raw < 0.75 for one in seen if one.is_negative]
    shares = [float(np.mean(part)) if part else 0.0 for part in (wanted, quiet)]
    return round(sum(shares) / 2, 4)


@dataclass(frozen=True, kw_only=True)
class _Tally:
    """What one film adds to the shares."""

    wanted: int
    hits: int
    quiet: int
    silent: int


def _tally(one: Seen) -> _Tally:
    return _Tally(
        wanted=len(one.wanted),
        hits=sum(bool(_over(one.turning, part)) for part in one.wanted),
        quiet=int(one.is_negative),
        silent=int(one.is_negative and not one.turning),
    )


def _recall(films: Sequence[_Tally]) -> float:
    wanted = sum(one.wanted for one in films)
    return sum(one.hits for one in films) / wanted if wanted else 0.0


def _specificity(films: Sequence[_Tally]) -> float:
    quiet = sum(one.quiet for one in films)
    return sum(one.silent for one in films) / quiet if quiet else 0.0


def _balanced(films: Sequence[_Tally]) -> float:
    return (_recall(films) + _specificity(films)) / 2


_SHARES = {
    "balanced_accuracy": _balanced,
    "recall_turning": _recall,
    "specificity": _specificity,
}


def _revolutions_off(one: Seen) -> list[float]:
    """|found - labelled| turns; labelled parts under one spot are summed (a turn that goes on)."""
    groups: dict[int, list[Segment]] = {}
    for part in one.wanted:
        over = _over(one.turning, part)
        if part.turn_deg and over:
            groups.setdefault(one.turning.index(over[0]), []).append(part)
    return [
        abs(abs(one.turning[at].turns) - abs(sum(part.turn_deg for part in parts)) / 360.0)
        for at, parts in groups.items()
        if one.turning[at].kind not in ("inversion", "somersault", "aerial")
    ]


def _over(found: Sequence[Spot], part: Segment) -> list[Spot]:
    """Spots that overlap a segment, the longest overlap first."""
    over = [spot for spot in found if spot.start_s < part.end_s and part.start_s < spot.end_s]
    return sorted(
        over,
        key=lambda spot: max(spot.start_s, part.start_s) - min(spot.end_s, part.end_s),
    )
