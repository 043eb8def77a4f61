"""Named curves over time: planar ones in the picture, and world signals for counting.

Every definition with its figure stands in docs/algorithms/kinematics.md; units, views and known
errors in `assessment/core/curves.py`.
"""

import numpy as np

from assessment.core.curves import curve_base
from assessment.core.kinematics.angles import SIDED_ANGLES
from assessment.core.kinematics.body import Body, Side, other_side
from assessment.core.kinematics.middle import MIDDLES
from assessment.core.kinematics.paths import PATHS
from assessment.core.kinematics.world import world_curve
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64

__all__ = [
    "MIN_VISIBILITY",
    "Body",
    "Side",
    "curve",
    "curve_joints",
    "other_side",
    "world_curve",
]

# Below this MediaPipe's visibility a joint is not measured. Source: the capture-gate rule of 0.5.
MIN_VISIBILITY = 0.5

_SIDED = SIDED_ANGLES | PATHS


def curve_joints(name: str) -> tuple[str, ...]:
    """Landmarks a curve needs, e.g. knee_left -> left_hip, left_knee, left_ankle."""
    fact, side = curve_base(name)
    sides = ("left", "right") if side is None or name.startswith("foot_lift") else (side,)
    return tuple(f"{one}_{joint}" for joint in fact.joints for one in sides)


def curve(name: str, landmarks: Landmarks, body: Body | None = None) -> F64:
    """A named curve, [T], NaN where a joint it needs scores under MIN_VISIBILITY.

    `body`: that of the same landmarks, where several curves are taken. Raises KeyError for a
    name outside the vocabulary.
    """
    fact, side = curve_base(name)
    body = body or Body.of_picture(landmarks)
    values = MIDDLES[fact.name](body) if side is None else _SIDED[fact.name](body, side)
    places = [mediapipe33().index(joint) for joint in curve_joints(name)]
    seen = (landmarks.visibility[:, places] >= MIN_VISIBILITY).all(axis=1)
    result: F64 = np.where(seen, values, np.nan)
    return result
