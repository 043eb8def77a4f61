"""From markers on the skin to the middles of the joints, which is what a camera's network marks.

A plug-in-gait marker of shoulder, knee or ankle sits on the skin over the bone; hips are computed
centres already. Elbows are left where they are: the axis of a straight elbow is not measured. A
head band lies above the ears.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from assessment.core.units import F64

__all__ = ["joint_centres"]

# Marker to joint centre, metres: half the joint's width with the marker's radius of 7 mm; an
# acromion marker lies above the shoulder. Usual grown-up figures of the plug-in-gait model.
_SHOULDER_DOWN: Final = 0.05
_KNEE_IN: Final = 0.055
_ANKLE_IN: Final = 0.042
# From the middle of a band down to the ears: a forehead's height (chosen).
_BAND_DOWN: Final = 0.06
# A toe marker lies on the foot behind the toes, a heel marker as high; networks mark the tip of the
# big toe, near the sole (chosen).
_TOE_AHEAD: Final = 0.03
_TOE_DOWN: Final = 0.03
_SIDES: Final = (("l", -1.0), ("r", 1.0))


def joint_centres(points: Mapping[str, F64]) -> dict[str, F64]:
    """Optical points [T, 3], metres, with shoulders, knees, ankles, feet and head band moved."""
    moved = dict(points)
    hip_line = _unit(points["l_hip"] - points["r_hip"])
    hips = (points["l_hip"] + points["r_hip"]) / 2
    down = _unit(hips - (points["l_shoulder"] + points["r_shoulder"]) / 2)
    middle = (points["head_front"] + points["head_back"]) / 2
    above = _unit(middle - (points["l_shoulder"] + points["r_shoulder"]) / 2)
    for name in ("head_front", "head_back"):
        moved[name] = points[name] - _BAND_DOWN * above
    for side, inwards in _SIDES:
        hip, knee, ankle = (points[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
        moved[f"{side}_shoulder"] = points[f"{side}_shoulder"] + _SHOULDER_DOWN * down
        moved[f"{side}_knee"] = knee + inwards * _KNEE_IN * _across(hip_line, knee - hip)
        forward = points[f"{side}_toe"] - points[f"{side}_heel"]
        sole = _across(ankle - knee, forward)
        moved[f"{side}_heel"] = points[f"{side}_heel"] + _TOE_DOWN * sole
        moved[f"{side}_toe"] = (
            points[f"{side}_toe"] + _TOE_AHEAD * _unit(forward) + _TOE_DOWN * sole
        )
        moved[f"{side}_ankle"] = ankle + inwards * _ANKLE_IN * _unit(
            np.cross(knee - ankle, forward)
        )
    return moved


def _unit(vector: F64) -> F64:
    result: F64 = vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-9)
    return result


def _across(line: F64, limb: F64) -> F64:
    """The direction of `line` square to a limb."""
    along = _unit(limb)
    return _unit(line - along * np.sum(line * along, axis=-1, keepdims=True))
