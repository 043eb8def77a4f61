"""The view of a part of a clip in which the person turns.

Source: docs/algorithms/repetitions.md, "A person who turns".
"""

import numpy as np

from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.units import Mask
from assessment.vision.orientation import turned_deg
from assessment.vision.view import TURNED_DEG, ViewFound, view_mean, views_over_time

__all__ = ["frames_facing", "view_during"]

Span = tuple[float, float]


def view_during(landmarks: Landmarks, clip: ViewFound | None, span: Span) -> ViewFound | None:
    """The clip's view unless the person turned: that of the stretch around these frames, or, where
    they turn away from it for no longer than this, that of the frames themselves.
    """
    if clip is None:
        return None
    usual = clip
    if clip.kept < 1.0:
        stretches = views_over_time(landmarks)
        shared = [min(one.end_s, span[1]) - max(one.start_s, span[0]) for one in stretches]
        usual = stretches[int(np.argmax(shared))].view
    first, after = np.searchsorted(landmarks.t_s, (span[0] - 1e-6, span[1] + 1e-6))
    own = view_mean(landmarks.part(int(first), int(after)))
    if own is None or abs(float(turned_deg(own.yaw_deg, usual.yaw_deg))) <= TURNED_DEG:
        return usual if usual.name != clip.name or usual.near != clip.near else clip
    return own


def frames_facing(landmarks: Landmarks, clip: ViewFound | None) -> Mask:
    """[T]: frames with a pose in the stretches that are seen from the clip's own view."""
    faced: Mask = (landmarks.flags & FLAG_NO_POSE) == 0
    if clip is None or clip.kept == 1.0:
        return faced
    inside = np.zeros(len(landmarks), np.bool_)
    for one in views_over_time(landmarks):
        if one.view.name == clip.name and one.view.near == clip.near:
            inside |= (landmarks.t_s >= one.start_s) & (landmarks.t_s <= one.end_s)
    return faced & inside
