"""Where in a clip something difficult happens: turns, turns in the air, shapes, inversions.

Physical rules alone, with bounds that follow from what the words mean: a turn that misses more
than a quarter is no turn (the three-quarter rule of the codes of points), a flight has both feet
off the floor, upside down means the head under the hips and a foot over them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.units import F64, Mask
from assessment.scoring.difficulty.motion import BodyMotion

__all__ = ["AIRBORNE", "OFF_FLOOR", "THREE_QUARTERS", "TURNED", "TURNING", "Spot", "SpotKind",
           "flies", "spot_of", "spots"]  # fmt: skip

SpotKind = Literal["single_leg_turn", "stepped_turn", "air_turn", "aerial", "inversion",
                   "somersault", "shape_jump", "leg_hold"]  # fmt: skip
TURNING: frozenset[SpotKind] = frozenset(
    {"single_leg_turn", "stepped_turn", "air_turn", "aerial", "inversion", "somersault"}
)
# Those whose turns about the vertical are counted.
TURNED: frozenset[SpotKind] = frozenset({"single_leg_turn", "stepped_turn", "air_turn"})
AIRBORNE: frozenset[SpotKind] = frozenset({"air_turn", "shape_jump", "aerial", "somersault"})

THREE_QUARTERS = 0.75
# Slower than a turn in five seconds is walking about. Chosen.
_TURNING_RATE = 0.2
_TURN_PAUSE_S = 0.25
# Torso lengths (half a metre). A foot counts as off the floor from a hand's width; a flight also
# reaches twice that, which running seldom does.
OFF_FLOOR, _FLIGHT_PEAK = 0.18, 0.32
_SHORTEST_FLIGHT_S = 0.12
# The highest standing jumps lift the body's centre by 0.9 m: 0.86 s of free fall, and drawn-up
# legs are off the floor a little longer.
_LONGEST_FLIGHT_S = 1.0
# Cosine of the trunk: under this the head is clearly under the hips; over it, up again.
_UPSIDE_DOWN, _UPRIGHT = -0.25, 0.5
# Trunk within 45 degrees of level, and the feet at hip height: the body lies in the air.
_LYING, _LYING_PEAK = 0.71, 0.9
_HANDS_OFF = 0.6
_LEGS_APART_DEG = 100.0
# Both thighs against the trunk: a pike or straddle asks for 60 (elements/*.toml), and 30 more are
# still the attempt (elements_rules.py). A runner's knees do not come up together.
_FOLDED_DEG = 90.0
# On one leg with the other 150 degrees from it: a split asks for 170, the last error that is
# still a split is 150. Hips under this (torso lengths) sit on the floor or kneel.
_HELD_DEG, _STANDING_RISE, _SHORTEST_HOLD_S = 150.0, 1.2, 0.2
_FREE_LEG, _FREE_SHARE = 0.25, 0.6
# A free fall in torso lengths (half a metre) a second squared.
_GRAVITY = 9.81 / 0.5
# Of the rise of a free fall: who draws up the legs has the feet off the floor for up to twice as
# long as the hips' own rise would take, and the rise goes with the square of that.
_THROWN_SHARE = 0.25


@dataclass(frozen=True, kw_only=True)
class Spot:
    """`turns` signed (left positive), with one standard deviation; `flight_s` 0 on the floor."""

    kind: SpotKind
    start_s: float
    end_s: float
    turns: float = 0.0
    turns_error: float = 0.0
    flight_s: float = 0.0
    legs_deg: float = 0.0
    height: float = 0.0


def spots(motion: BodyMotion) -> list[Spot]:
    """In order of time; where two claim the same moment, the rarer kind has it."""
    found: list[Spot] = []
    for finder in (_inversions, _flights, _turns, _leg_holds):
        for spot in finder(motion):
            if not any(s.start_s < spot.end_s and spot.start_s < s.end_s for s in found):
                found.append(spot)
    return sorted(found, key=lambda spot: spot.start_s)


def _inversions(motion: BodyMotion) -> Iterator[Spot]:
    over_hips = motion.lift.max(1) > motion.rise
    inverted = (motion.up < _UPSIDE_DOWN) & over_hips
    upright = np.flatnonzero(motion.up >= _UPRIGHT)
    for head_under, head_over in _runs(inverted, motion.t_s, 0.1):
        before, after = upright[upright < head_under], upright[upright > head_over]
        first = int(before[-1]) if len(before) else 0
        last = int(after[0]) if len(after) else len(motion.t_s) - 1
        upside = first + np.flatnonzero(inverted[first : last + 1])
        free = bool((motion.hands[upside].min(1) > _HANDS_OFF).all())
        airborne = bool((motion.lift[upside].min(1) > _FLIGHT_PEAK).all())
        around = _flight_around(motion, int(upside[0]), int(upside[-1]))
        thrown = airborne and _is_thrown(motion, *around)
        kind: SpotKind = "somersault" if free and thrown else "inversion"
        yield spot_of(motion, kind, first, last)


def _flight_around(motion: BodyMotion, start: int, stop: int) -> tuple[int, int]:
    """First and last frame with both feet off the floor, from before `start` to after `stop`."""
    down = np.flatnonzero(motion.lift.min(1) <= OFF_FLOOR)
    before, after = down[down < start], down[down > stop]
    first = int(before[-1]) + 1 if len(before) else 0
    return first, int(after[0]) - 1 if len(after) else len(motion.t_s) - 1


def _flights(motion: BodyMotion) -> Iterator[Spot]:
    lower = motion.lift.min(1)
    for first, last in _runs(lower > OFF_FLOOR, motion.t_s, _SHORTEST_FLIGHT_S):
        part = slice(first, last + 1)
        if lower[part].max() < _FLIGHT_PEAK or not _is_thrown(motion, first, last):
            continue
        turned, error = motion.heading.between(max(first - 1, 0), min(last + 1, len(lower) - 1))
        legs = float(np.percentile(motion.legs_deg[part], 80))
        is_folded = np.percentile(motion.folded_deg[part], 20) <= _FOLDED_DEG
        lies = motion.up[part].min() < _LYING and lower[part].max() > _LYING_PEAK
        kind: SpotKind
        hands_off = motion.hands[part].min() > _HANDS_OFF
        if motion.up[part].min() < _UPSIDE_DOWN and hands_off:
            kind = "somersault"  # tucked: the feet are never over the hips
        elif lies and not is_folded:
            kind = "aerial"
        elif abs(turned) + error >= THREE_QUARTERS:
            kind = "air_turn"
        elif is_folded or legs >= _LEGS_APART_DEG:
            kind = "shape_jump"
        else:
            continue
        yield spot_of(motion, kind, first, last, flight=True)


def flies(motion: BodyMotion, start_s: float, end_s: float) -> bool:
    """Whether both feet are off the floor in a free fall at some time from `start_s` to `end_s`."""
    return any(
        _is_thrown(motion, first, last)
        for first, last in _runs(motion.lift.min(1) > OFF_FLOOR, motion.t_s, _SHORTEST_FLIGHT_S)
        if motion.t_s[first] < end_s and start_s < motion.t_s[last]
    )


def _is_thrown(motion: BodyMotion, first: int, last: int) -> bool:
    """Whether the hips rise as a free fall of that length makes them; feet that are only lifted,
    or a floor that is lost while somebody bends, leave them where they are.
    """
    seconds = _flight_s(float(motion.t_s[last] - motion.t_s[first]))
    if seconds > _LONGEST_FLIGHT_S + _SHORTEST_FLIGHT_S:
        return False
    hips = motion.rise[max(first - 1, 0) : last + 2]
    rose = float(hips.max()) - float(hips[0] + hips[-1]) / 2
    return rose >= _THROWN_SHARE * _GRAVITY * seconds**2 / 8


def _turns(motion: BodyMotion) -> Iterator[Spot]:
    for sign in (1.0, -1.0):
        turning = sign * motion.heading.rate > _TURNING_RATE
        for first, last in _runs(turning, motion.t_s, 0.0, pause_s=_TURN_PAUSE_S):
            turned, error = motion.heading.between(first, last)
            if sign * turned + error < THREE_QUARTERS:
                continue
            lift = motion.lift[first : last + 1]
            free = np.abs(lift[:, 0] - lift[:, 1]) > _FREE_LEG
            same = np.sign(np.median(lift[:, 0] - lift[:, 1])) == np.sign(lift[:, 0] - lift[:, 1])
            single = float((free & same).mean()) >= _FREE_SHARE
            yield spot_of(motion, "single_leg_turn" if single else "stepped_turn", first, last)


def _leg_holds(motion: BodyMotion) -> Iterator[Spot]:
    stands = (motion.lift.min(1) < OFF_FLOOR) & (motion.rise > _STANDING_RISE)
    held = stands & (motion.legs_deg >= _HELD_DEG)
    for first, last in _runs(held, motion.t_s, _SHORTEST_HOLD_S, pause_s=0.1):
        yield spot_of(motion, "leg_hold", first, last)


def spot_of(
    motion: BodyMotion, kind: SpotKind, first: int, last: int, *, flight: bool = False
) -> Spot:
    """What is measured of frames `first` to `last`, taken for such a spot."""
    turned, error = motion.heading.between(first, last)
    part = slice(first, last + 1)
    seconds = float(motion.t_s[last] - motion.t_s[first])
    return Spot(
        kind=kind,
        start_s=float(motion.t_s[first]),
        end_s=float(motion.t_s[last]),
        turns=turned,
        turns_error=error,
        flight_s=_flight_s(seconds) if flight else 0.0,
        legs_deg=float(motion.legs_deg[part].max()),
        height=float(motion.lift[part].min(1).max()),
    )


def _flight_s(seconds: float) -> float:
    """Whole flight from the time above OFF_FLOOR: the feet leave and land at g x flight / 2."""
    return seconds + 4 * OFF_FLOOR / (_GRAVITY * seconds)


def _runs(
    mask: Mask, t_s: F64, shortest_s: float, *, pause_s: float = 0.0
) -> Iterator[tuple[int, int]]:
    """(first, last) of the stretches of `mask`; pauses of up to `pause_s` are joined."""
    edges = np.diff(np.concatenate(([False], mask, [False])).astype(np.int8))
    spans = list(zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1, strict=True))
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and t_s[first] - t_s[joined[-1][1]] <= pause_s:
            joined[-1] = (joined[-1][0], int(last))
        else:
            joined.append((int(first), int(last)))
    for first, last in joined:
        if t_s[last] - t_s[first] >= shortest_s:
            yield first, last
