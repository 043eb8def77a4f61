"""Left/right swaps: the network sometimes names left right for some frames.

Arms, legs and the trunk with the face are looked at each by itself; a whole body named as its
mirror image is all three at once. Over a window of frames the naming is chosen that makes the
movement smoothest (a shortest path over both namings): every exchange costs, and so does every
frame that departs from what the network says. Since a path has to come back to the network's
naming within the window, only stretches that begin and end by a jump, at most SWAP_LONGEST_S
apart, are repaired; a longer one may be a person who turned round.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from assessment.core.skeleton import mediapipe33
from assessment.core.units import F32, F64
from assessment.vision.pose.port import PoseFound

__all__ = ["LEGS", "SWAP_LONGEST_S", "SwapFinder", "exchanged", "torso_px"]

SWAP_LONGEST_S = 1.0
# The left joints of each group; their mirror twins are the right ones.
GROUPS: tuple[tuple[str, ...], ...] = (
    (
        "left_shoulder",
        "left_hip",
        "left_ear",
        "left_eye",
        "left_eye_inner",
        "left_eye_outer",
        "mouth_left",
    ),
    ("left_elbow", "left_wrist", "left_pinky", "left_index", "left_thumb"),
    ("left_knee", "left_ankle", "left_heel", "left_foot_index"),
)
LEGS = (False, False, True)
# The face goes with the trunk, but its sides lie too close together to judge by.
_JUDGED: tuple[tuple[str, ...], ...] = (GROUPS[0][:2], *GROUPS[1:])
# Costs in torso lengths of mean movement. Chosen on rendered people: an exchange must explain
# more than landmark noise does, and a second of departing from the network's naming as much as
# a small step. Source: tracking.md.
_EXCHANGE = (0.25, 0.15, 0.15)
_DEPART_PER_S = 0.25
# A joint that moved further than this between two frames says nothing more by moving further.
_FARTHEST = 1.5
# Costs of a frame: [pair before it exchanged against each other][frame against the one before].
_Table = tuple[tuple[float, float], tuple[float, float]]
_FREE: _Table = ((0.0, 0.0), (0.0, 0.0))


def _pairs(names: tuple[str, ...]) -> tuple[list[int], list[int]]:
    skeleton = mediapipe33()
    left = [skeleton.index(name) for name in names]
    return left, [skeleton.mirror[at] for at in left]


def exchanged(found: PoseFound, groups: tuple[bool, ...]) -> PoseFound:
    """The pose with the sides of the chosen groups (in the order of GROUPS) exchanged."""
    order = np.arange(33)
    for names, chosen in zip(GROUPS, groups, strict=True):
        if chosen:
            left, right = _pairs(names)
            order[left], order[right] = right, left
    return PoseFound(
        xy_px=found.xy_px[order],
        world_m=found.world_m[order],
        visibility=found.visibility[order],
        people=found.people,
    )


@dataclass(frozen=True, kw_only=True)
class _Frame:
    t_s: float
    xy: F32
    torso_px: float


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A frame that waits for its decision: its costs by group, and seconds since the last one."""

    t_s: float
    since_s: float
    tables: tuple[_Table, ...]


class SwapFinder:
    """Streams over frames with a pose; decisions come out in order, SWAP_LONGEST_S late.

    `push` and `finish` return for each decided frame which groups are to be exchanged. `finish`
    also forgets: call it where nothing may reach across.
    """

    def __init__(self) -> None:
        self._pairs = [_pairs(names) for names in _JUDGED]
        self._waiting: deque[_Step] = deque()
        self._seen: list[_Frame] = []  # the two newest, as the network named them
        # Whether the last two decided frames are exchanged, by group.
        self._states = [(0, 0)] * len(GROUPS)

    def push(self, t_s: float, found: PoseFound) -> list[tuple[bool, ...]]:
        frame = _Frame(t_s=t_s, xy=found.xy_px, torso_px=torso_px(found.xy_px))
        tables = tuple(_table(self._seen, frame, pair) for pair in self._pairs)
        since_s = t_s - self._seen[-1].t_s if self._seen else 0.0
        self._waiting.append(_Step(t_s=t_s, since_s=since_s, tables=tables))
        self._seen = [*self._seen[-1:], frame]
        decided = []
        while self._waiting[0].t_s <= t_s - SWAP_LONGEST_S:
            decided.append(self._decide())
        return decided

    def finish(self) -> list[tuple[bool, ...]]:
        decided = [self._decide() for _ in range(len(self._waiting))]
        self._seen, self._states = [], [(0, 0)] * len(GROUPS)
        return decided

    def _decide(self) -> tuple[bool, ...]:
        """Names the first waiting frame by what lies within SWAP_LONGEST_S after it.

        The window ends there however many frames wait, so that a stream and a whole clip decide
        alike.
        """
        until_s = self._waiting[0].t_s + SWAP_LONGEST_S + 1e-9
        window = [step for step in self._waiting if step.t_s <= until_s]
        chosen = [_path_start(window, group, self._states[group]) for group in range(len(GROUPS))]
        self._states = [(state[1], now) for state, now in zip(self._states, chosen, strict=True)]
        self._waiting.popleft()
        return tuple(now == 1 for now in chosen)


def _path_start(window: list[_Step], group: int, before: tuple[int, int]) -> int:
    """The naming of the window's first frame (1: exchanged) on the cheapest path through it.

    Worked backwards: `left` holds for the namings of two neighbouring frames what the rest of
    the window costs at least. The last frame has to be as the network named it.
    """
    tables, price = [step.tables[group] for step in window], _EXCHANGE[group]
    if tables[0] is _FREE:
        return 0  # nothing before it speaks against the network
    if before == (0, 0) and all(table[0][0] <= table[0][1] for table in tables):
        return 0
    left = {(p, c): 0.0 if c == 0 else np.inf for p in (0, 1) for c in (0, 1)}
    for step, table in zip(window[:0:-1], tables[:0:-1], strict=True):
        left = {
            (p, c): min(_cost(step, table, (p, c), n, price) + left[c, n] for n in (0, 1))
            for p, c in left
        }
    costs = [_cost(window[0], tables[0], before, n, price) + left[before[1], n] for n in (0, 1)]
    return int(costs[1] < costs[0])


def _cost(step: _Step, table: _Table, before: tuple[int, int], now: int, price: float) -> float:
    """Of naming a frame `now` after two frames named `before`.

    The naming may only change where the network's own jumps: else a jump at an awkward place
    would be moved to an easier one.
    """
    exchange = before[1] ^ now
    same, crossed = table[before[0] ^ before[1]]
    if exchange and crossed >= same:
        return np.inf
    return (crossed if exchange else same) + price * exchange + _DEPART_PER_S * step.since_s * now


def _table(seen: list[_Frame], now: _Frame, pair: tuple[list[int], list[int]]) -> _Table:
    """How far the joints move, and how much their speed changes, under each naming."""
    if not seen:
        return _FREE
    here, last = _both(now.xy, pair, 0), _both(seen[-1].xy, pair, 0)
    rows = []
    for first in (0, 1):
        ahead = np.zeros_like(last)
        if len(seen) == 2 and seen[1].t_s > seen[0].t_s:
            pace = (now.t_s - seen[1].t_s) / (seen[1].t_s - seen[0].t_s)
            ahead = (last - _both(seen[0].xy, pair, first)) * min(pace, 2.0)
        rows.append(
            tuple(
                (_size(named - last, now) + _size(named - last - ahead, now)) / 2
                for named in (here, _both(now.xy, pair, 1))
            )
        )
    return (rows[0][0], rows[0][1]), (rows[1][0], rows[1][1])


def _both(xy: F32, pair: tuple[list[int], list[int]], exchange: int) -> F64:
    """[2, n, 2]: joints of the left and of the right side, or the other way round."""
    sides = (pair[1], pair[0]) if exchange else pair
    result: F64 = np.stack([xy[sides[0]], xy[sides[1]]]).astype(np.float64)
    return result


def _size(moved: F64, frame: _Frame) -> float:
    """Mean length in torso lengths."""
    lengths = np.linalg.norm(moved, axis=-1) / frame.torso_px
    return float(np.minimum(lengths, _FARTHEST).mean())


def torso_px(xy: F32) -> float:
    """Length of the trunk in one picture, at least a pixel; xy [33, 2]."""
    index = mediapipe33().index
    middles = [
        xy[[index(f"left_{joint}"), index(f"right_{joint}")]].mean(axis=0)
        for joint in ("hip", "shoulder")
    ]
    return max(float(np.linalg.norm(middles[0] - middles[1])), 1.0)
