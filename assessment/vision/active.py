"""Where in a clip the exercise is done: not the way to the place and back, nor lying down for it.

In each shot the place is found at which the person spends most of the time, by hips and feet.
Frames away from it are walking; upright frames before and after an exercise on the floor (or
lying ones around an upright one) are setting up. Standing about at the place is kept: it holds
no repetition anyway.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask
from assessment.exercises import Exercise
from assessment.vision.posture import ON_THE_FLOOR, lying, standing

__all__ = ["Span", "active_only", "active_spans"]

Span = tuple[float, float]

# Torso lengths. Hips of a deep squat and feet of a wide side lunge move this far, but not both
# at once. Chosen.
_AWAY_TORSO = 1.2
# Shorter absences are noise of the landmarks; shorter stays are passing by. Chosen.
_ABSENT_S = 1.0
_STAYS_S = 1.0
_SAMPLES = 200


def active_spans(landmarks: Landmarks, exercise: Exercise | None) -> tuple[Span, ...]:
    """Spans in order of time; none where no pose was found."""
    with_pose = (landmarks.flags & FLAG_NO_POSE) == 0
    if not with_pose.any():
        return ()
    there = with_pose.copy()
    cuts = np.flatnonzero((landmarks.flags & FLAG_CUT) != 0)
    edges = [0, *(int(cut) for cut in cuts if cut > 0), len(landmarks)]
    for first, after in pairwise(edges):
        rows = np.flatnonzero(with_pose[first:after]) + first
        if len(rows):
            there[rows] = _at_home(landmarks, rows)
    there &= ~_setting_up(landmarks, there, exercise)
    return _spans(landmarks.t_s, there)


def active_only(landmarks: Landmarks, spans: tuple[Span, ...]) -> Landmarks:
    """The same frames, with no pose outside the spans."""
    inside = np.zeros(len(landmarks), np.bool_)
    for start_s, end_s in spans:
        inside |= (landmarks.t_s >= start_s - 1e-9) & (landmarks.t_s <= end_s + 1e-9)
    if inside.all():
        return landmarks
    gone = ~inside[:, None]
    return replace(
        landmarks,
        xy_px=np.where(gone[..., None], np.float32(np.nan), landmarks.xy_px),
        world_m=np.where(gone[..., None], np.float32(np.nan), landmarks.world_m),
        visibility=np.where(gone, np.float32(0), landmarks.visibility),
        flags=np.where(inside, landmarks.flags, landmarks.flags | FLAG_NO_POSE),
    )


def _at_home(landmarks: Landmarks, rows: npt.NDArray[np.intp]) -> Mask:
    """Of one shot: near, by hips or feet, to the place where most frames are."""
    xy = landmarks.xy_px[rows].astype(np.float64)
    hips, feet, shoulders = (_middle(xy, joint) for joint in ("hip", "ankle", "shoulder"))
    torso_px = max(float(np.median(np.linalg.norm(shoulders - hips, axis=1))), 1.0)
    sample = np.linspace(0, len(rows) - 1, min(len(rows), _SAMPLES)).astype(int)
    near = [_near(hips, feet, int(at), torso_px) for at in sample]
    home: Mask = max(near, key=lambda one: int(one.sum()))
    return home


def _near(hips: F64, feet: F64, at: int, torso_px: float) -> Mask:
    by_hips = np.linalg.norm(hips - hips[at], axis=1)
    by_feet = np.linalg.norm(feet - feet[at], axis=1)
    result: Mask = np.minimum(by_hips, by_feet) <= _AWAY_TORSO * torso_px
    return result


def _middle(xy: F64, joint: str) -> F64:
    index = mediapipe33().index
    result: F64 = (xy[:, index(f"left_{joint}")] + xy[:, index(f"right_{joint}")]) / 2
    return result


def _setting_up(landmarks: Landmarks, there: Mask, exercise: Exercise | None) -> Mask:
    """Frames of the other posture that lie before the first or after the last of the right one."""
    none = np.zeros(len(landmarks), np.bool_)
    if exercise is None:
        return none
    on_floor = exercise.posture in ON_THE_FLOOR
    other = standing(landmarks) if on_floor else lying(landmarks)
    right = np.flatnonzero(there & ~other)
    if not len(right) or not other.any():
        return none
    outside = none.copy()
    outside[: right[0]] = True
    outside[right[-1] + 1 :] = True
    return outside


def _spans(t_s: F64, there: Mask) -> tuple[Span, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    spans: list[Span] = []
    for first, after in edges.reshape(-1, 2):
        start_s, end_s = float(t_s[first]), float(t_s[after - 1])
        if spans and start_s - spans[-1][1] <= _ABSENT_S:
            spans[-1] = (spans[-1][0], end_s)
        else:
            spans.append((start_s, end_s))
    stays = tuple(span for span in spans if span[1] - span[0] >= _STAYS_S)
    return stays or tuple(spans)
