"""From where the camera looks at the person, for the whole clip and over time."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from assessment.core.kinematics import Side
from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, JSON, Mask
from assessment.exercises import schema
from assessment.vision.orientation import (
    circular_mean_deg,
    levelness,
    running_mean_deg,
    turned_deg,
    yaw_deg,
)

__all__ = [
    "FAR_SHARE",
    "FLOOR_TOLERANCE_DEG",
    "NEAR_SHARE",
    "TOLERANCE_DEG",
    "TURNED_DEG",
    "ViewFound",
    "ViewSpan",
    "view_estimate",
    "view_mean",
    "view_name",
    "views_over_time",
]

# Planar angles are not to be trusted when the camera is more than 25 degrees off, and both
# witnesses read turned people too near: 30 degrees off as 22 to 40, nobody straight before the
# camera further off than 13. People on the floor are read nearer still: 30 as 17 to 46, 0 as 10 at
# most. Source: tracking.md.
TOLERANCE_DEG = 20.0
FLOOR_TOLERANCE_DEG = 14.0
# So near to a view a movement can be counted in the picture, though no angle is right. On rendered
# people 30 degrees off their view 55 of 56 clips are counted exactly so, 51 on the network's depth.
COUNTED_DEG = 40.0
_MIDDLE_DEG: dict[schema.View, float] = {"front": 0.0, "side": 90.0, "back": 180.0}
# A trunk nearer to level than to upright in most frames. Chosen.
_LEVEL = 0.5
_FEWEST_FRAMES = 3
# A person has turned when the trunk stays this far off for at least so long. Chosen: more than
# the swing of a trunk rotation, which comes back within a repetition.
TURNED_DEG = 40.0
_TURN_LASTS_S = 2.0
# A body counts as standing straight when shoulders, hips and ankles are in line. Chosen.
_STRAIGHT_DEG = 160.0
_UPRIGHT_DEG = 35.0
# On rendered people the network shows a body that stands before a level camera leaning 5 degrees
# towards it, and 6 more or less; steps of 15 can be told apart. Source: tracking.md.
_LEVEL_LEAN_DEG = 5.0
_PITCHED_DEG = 15.0
# Share of the picture's height or width that the body takes at its longest. Source: the capture
# gate, under 45 % of the frame is too far and over 92 % too near, each a little looser.
FAR_SHARE = 0.40
NEAR_SHARE = 0.95

Pitch = Literal["above", "level", "below"]
Distance = Literal["near", "good", "far"]


@dataclass(frozen=True, kw_only=True)
class ViewFound:
    """`yaw_deg` in (-180, 180]: 0 from the front, 90 from the person's left, 180 from behind.

    `near` is the side of the body towards the camera; `facing` the side of the picture the
    person looks to (meaningful in a side view). `tilt_deg`: the picture's turn, clockwise
    positive; it and `pitch` (camera above or below) are None where nobody stands straight.
    `kept`: share of the frames with a pose that are seen from here; under 1 the person turned.
    """

    name: schema.View
    yaw_deg: float
    near: Side
    facing: Literal["left", "right"]
    tilt_deg: float | None = None
    pitch: Pitch | None = None
    distance: Distance = "good"
    kept: float = 1.0

    def counts(self, wanted: schema.View) -> bool:
        """Whether a movement that is best seen from `wanted` can be counted in the picture."""
        if self.name == wanted:
            return True
        middle = _MIDDLE_DEG.get(wanted)
        return middle is not None and abs(abs(self.yaw_deg) - middle) < COUNTED_DEG

    def payload(self) -> dict[str, JSON]:
        return {
            "name": self.name,
            "side": self.near,
            "yaw_deg": round(self.yaw_deg, 1),
            "tilt_deg": None if self.tilt_deg is None else round(self.tilt_deg, 1),
            "pitch": self.pitch,
            "distance": self.distance,
        }


@dataclass(frozen=True, kw_only=True)
class ViewSpan:
    """A stretch in which the person keeps one direction."""

    start_s: float
    end_s: float
    view: ViewFound


def view_estimate(landmarks: Landmarks) -> ViewFound | None:
    """The direction that most frames share; None with fewer than three frames with a pose."""
    spans = views_over_time(landmarks)
    if not spans:
        return None
    frames = [_posed(landmarks, span) for span in spans]
    most = max(range(len(spans)), key=frames.__getitem__)
    return replace(spans[most].view, kept=frames[most] / sum(frames))


def view_mean(landmarks: Landmarks) -> ViewFound | None:
    """The mean direction of all frames; None with fewer than three frames with a pose."""
    usable = np.flatnonzero((landmarks.flags & FLAG_NO_POSE) == 0)
    if len(usable) < _FEWEST_FRAMES:
        return None
    yaw = circular_mean_deg(yaw_deg(landmarks))
    xy = landmarks.xy_px[usable].astype(np.float64)
    world = landmarks.world_m[usable].astype(np.float64)
    straight = _straight(xy)
    return ViewFound(
        name=view_name(yaw, level=bool(np.median(levelness(xy)) > _LEVEL)),
        yaw_deg=yaw,
        near="left" if yaw >= 0 else "right",
        facing=_facing(xy),
        tilt_deg=_tilt_deg(xy[straight]),
        pitch=_pitch(world[straight]),
        distance=_distance(xy, landmarks),
    )


def view_name(yaw: float, *, level: bool = False) -> schema.View:
    """A view's name holds within a tolerance of it, that from the side within less where the trunk
    is level; between them lies three-quarter.
    """
    away = abs(float(turned_deg(yaw, 0.0)))
    if away < TOLERANCE_DEG:
        return "front"
    if away > 180.0 - TOLERANCE_DEG:
        return "back"
    tolerance = FLOOR_TOLERANCE_DEG if level else TOLERANCE_DEG
    return "side" if abs(away - 90.0) < tolerance else "three_quarter"


def views_over_time(landmarks: Landmarks) -> list[ViewSpan]:
    """The clip in stretches of one direction, in order of time; a short look aside is none."""
    yaw = yaw_deg(landmarks)
    rows = np.flatnonzero(~np.isnan(yaw))
    if len(rows) < _FEWEST_FRAMES:
        return []
    starts = _turns(landmarks.t_s[rows], yaw[rows])
    edges = [*(int(rows[at]) for at in starts), len(landmarks)]
    spans = []
    for first, after in pairwise(edges):
        view = view_mean(landmarks.part(first, after))
        if view is not None:
            end_s = float(landmarks.t_s[after - 1])
            spans.append(ViewSpan(start_s=float(landmarks.t_s[first]), end_s=end_s, view=view))
    return spans


def _posed(landmarks: Landmarks, span: ViewSpan) -> int:
    inside = (landmarks.t_s >= span.start_s) & (landmarks.t_s <= span.end_s)
    return int((inside & ((landmarks.flags & FLAG_NO_POSE) == 0)).sum())


def _turns(t_s: F64, yaw: F64) -> list[int]:
    """Places at which a new direction begins and stays; the first is 0."""
    starts = [0]
    while True:
        after = starts[-1]
        far = np.abs(turned_deg(yaw[after:], running_mean_deg(yaw[after:]))) > TURNED_DEG
        new = next((at for at in np.flatnonzero(far) + after if _stays(t_s, yaw, after, at)), None)
        if new is None:
            return starts
        starts.append(int(new))


def _stays(t_s: F64, yaw: F64, before: int, at: int) -> bool:
    """Whether from `at` on the direction differs from that since `before` for long enough."""
    if t_s[-1] < t_s[at] + _TURN_LASTS_S:
        return False
    part = yaw[at : int(np.searchsorted(t_s, t_s[at] + _TURN_LASTS_S))]
    off = np.abs(turned_deg(part, circular_mean_deg(yaw[before : at + 1]))) > TURNED_DEG
    return bool(off.mean() > 0.9)


def _at(points: F64, joint: str) -> F64:
    found: F64 = points[:, mediapipe33().index(joint)]
    return found


def _middle(points: F64, joint: str) -> F64:
    return (_at(points, f"left_{joint}") + _at(points, f"right_{joint}")) / 2


def _straight(xy: F64) -> Mask:
    """Frames in which the person stands upright with straight legs and hips."""
    trunk = _middle(xy, "shoulder") - _middle(xy, "hip")
    legs = _middle(xy, "hip") - _middle(xy, "ankle")
    lengths = np.linalg.norm(trunk, axis=1) * np.linalg.norm(legs, axis=1)
    bend = np.einsum("ti,ti->t", trunk, legs) / np.maximum(lengths, 1e-9)
    whole = trunk + legs
    lean = np.degrees(np.arctan2(np.abs(whole[:, 0]), -whole[:, 1]))
    result: Mask = (bend > -np.cos(np.radians(_STRAIGHT_DEG))) & (lean < _UPRIGHT_DEG)
    return result


def _tilt_deg(xy: F64) -> float | None:
    if len(xy) < _FEWEST_FRAMES:
        return None
    body = _middle(xy, "shoulder") - _middle(xy, "ankle")
    return float(np.median(np.degrees(np.arctan2(body[:, 0], -body[:, 1]))))


def _pitch(world: F64) -> Pitch | None:
    if len(world) < _FEWEST_FRAMES:
        return None
    body = _middle(world, "shoulder") - _middle(world, "ankle")
    lean = float(np.median(np.degrees(np.arctan2(-body[:, 2], -body[:, 1])))) - _LEVEL_LEAN_DEG
    if abs(lean) < _PITCHED_DEG:
        return "level"
    return "above" if lean > 0 else "below"


def _distance(xy: F64, landmarks: Landmarks) -> Distance:
    """By the longest the body gets, from head to heel or from hand to foot."""
    shares = np.ptp(xy, axis=1) / [landmarks.width_px, landmarks.height_px]
    share = float(np.percentile(shares.max(axis=1), 90))
    if share < FAR_SHARE:
        return "far"
    return "near" if share > NEAR_SHARE else "good"


def _facing(xy: F64) -> Literal["left", "right"]:
    ahead = sum(
        (_at(xy, f"{side}_foot_index") - _at(xy, f"{side}_heel"))[:, 0]
        for side in ("left", "right")
    )
    nose = _at(xy, "nose") - (_at(xy, "left_ear") + _at(xy, "right_ear")) / 2
    return "right" if float(np.median(ahead + nose[:, 0])) >= 0 else "left"
