"""One repetition as a row of numbers: the postures it goes through, not how fast.

Of every channel of the parts that matter: its value at the start, at the far point and at the
end, its extremes, range, mean and spread, and the same against the start; then what the working
side does more than the other one. Tempo, speed and smoothness are left out on purpose: healthy
people acting a fault hesitate, and patients hesitate also when they are right.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.channels import CHANNELS, channels
from assessment.scoring.technique.frame import START_FRAMES, body_frame
from assessment.scoring.technique.movements import MOVEMENTS, Part
from assessment.scoring.technique.side import canonical
from assessment.scoring.technique.skeleton import at

__all__ = ["STATS", "Layout", "View", "features", "layout", "space_rows"]

View = Literal["space", "picture"]

STATS = (
    "start", "end", "far", "min", "max", "range", "mean", "spread",
    "min_rel", "max_rel", "mean_rel", "far_rel",
)  # fmt: skip

# Joints of each part, once each: what moves beside the parts of a movement sets no far point.
_MOVES: dict[Part, tuple[str, ...]] = {
    "head": ("head",),
    "trunk": ("neck", "l_shoulder", "r_shoulder"),
    "arms": ("l_elbow", "r_elbow", "l_wrist", "r_wrist"),
    "pelvis": ("pelvis", "l_hip", "r_hip"),
    "legs": ("l_knee", "r_knee", "l_ankle", "r_ankle", "l_toe", "r_toe"),
}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`channel` [F] and `stat` [F] say what a feature is; `against` [F] is the channel of the
    other side that is taken off, -1 where none is.
    """

    channel: tuple[int, ...]
    stat: tuple[int, ...]
    against: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.channel)


def space_rows(positions: F64, movement: int) -> F64:
    """[T, 17, 3] metres in room axes -> [1 or 2, F]: two where both sides work."""
    body = body_frame(positions)
    return np.stack([features(one, movement, "space") for one in canonical(body, movement)])


def features(body: F64, movement: int, view: View) -> F64:
    """[T, 17, 3] canonical, in the body frame -> [F] as `layout` names them."""
    plan = layout(MOVEMENTS[movement].parts, view)
    # The models of space were made with a far point of the whole body.
    parts = MOVEMENTS[movement].parts if view == "picture" else tuple(_MOVES)
    table = _summary(channels(body), _far_point(body, parts))
    stat, against = np.array(plan.stat), np.array(plan.against)
    other = np.where(against < 0, 0.0, table[against, stat])
    result: F64 = table[np.array(plan.channel), stat] - other
    return result


@cache
def layout(parts: tuple[Part, ...], view: View) -> Layout:
    """Which features the parts have in a view."""
    place = {(one.side, one.name): row for row, one in enumerate(CHANNELS)}
    used = [
        row for row, one in enumerate(CHANNELS) if one.part in parts and one.seen in ("both", view)
    ]
    alone = [(row, -1) for row in used]
    pairs = [
        (row, place["other", CHANNELS[row].name]) for row in used if CHANNELS[row].side == "working"
    ]
    rows = [(row, stat, other) for row, other in alone + pairs for stat in range(len(STATS))]
    channel, stat, against = zip(*rows, strict=True)
    return Layout(channel=channel, stat=stat, against=against)


def _summary(values: F64, far_at: int) -> F64:
    """[T, C] -> [C, len(STATS)]."""
    start = values[:START_FRAMES].mean(axis=0)
    end = values[-START_FRAMES:].mean(axis=0)
    far = values[far_at]
    low, high, mean = values.min(axis=0), values.max(axis=0), values.mean(axis=0)
    return np.stack(
        [
            start, end, far, low, high, high - low, mean, values.std(axis=0),
            low - start, high - start, mean - start, far - start,
        ],
        axis=1,
    )  # fmt: skip


def _far_point(body: F64, parts: tuple[Part, ...]) -> int:
    """The frame in which the joints of the parts are furthest from their start, all together."""
    moving = body[:, [at(joint) for part in parts for joint in _MOVES[part]]]
    way = np.linalg.norm(moving - moving[:START_FRAMES].mean(axis=0), axis=-1)
    return int(np.nansum(way, axis=1).argmax())
