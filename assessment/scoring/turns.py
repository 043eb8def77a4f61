"""The view of a part of a clip in which the person turns.

Source: docs/algorithms/repetitions.md, "A person who turns".
"""

import numpy as np

from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.units import Mask
from assessment.vision.orientation import turned_deg
from assessment.vision.view import TURNED_DEG, ViewFound, ViewSpan, view_mean, views_over_time

__all__ = ["frames_facing", "stretches", "view_during"]

Span = tuple[float, float]


def stretches(landmarks: Landmarks, clip: ViewFound | None) -> list[ViewSpan]:
    """Where each direction is kept; empty where the person keeps the clip's own throughout."""
    return [] if clip is None or clip.kept == 1.0 else views_over_time(landmarks)


def view_during(
    landmarks: Landmarks, clip: ViewFound | None, turns: list[ViewSpan], span: Span
) -> ViewFound | None:
    """The clip's view unless the person turned: that of the stretch around these frames, or, where
    they turn away from it for no longer than this, that of the frames themselves.
    """
    if clip is None:
        return None
    usual = clip
    if turns:
        shared = [min(one.end_s, span[1]) - max(one.start_s, span[0]) for one in turns]
        usual = turns[int(np.argmax(shared))].view
    first, after = np.searchsorted(landmarks.t_s, (span[0] - 1e-6, span[1] + 1e-6))
    own = view_mean(landmarks.part(int(first), int(after)))
    if own is not None and abs(float(turned_deg(own.yaw_deg, usual.yaw_deg))) > TURNED_DEG:
        return own
    return clip if _same(usual, clip) else usual


def frames_facing(landmarks: Landmarks, clip: ViewFound | None, turns: list[ViewSpan]) -> Mask:
    """[T]: frames with a pose in the stretches that are seen from the clip's own view."""
    faced: Mask = (landmarks.flags & FLAG_NO_POSE) == 0
    if clip is None or not turns:
        return faced
    inside = np.zeros(len(landmarks), np.bool_)
    for one in turns:
        if _same(one.view, clip):
            inside |= (landmarks.t_s >= one.start_s) & (landmarks.t_s <= one.end_s)
    return faced & inside


def _same(one: ViewFound, other: ViewFound) -> bool:
    return one.name == other.name and one.near == other.near
