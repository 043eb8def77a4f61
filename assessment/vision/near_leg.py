"""Which leg is which in a side view, where the exercise says what the one towards the camera does.

Thighs that lie on one another can't be told apart in a picture: the network hangs the raised foot
now on the left and now on the right leg, for seconds, which no smoothness shows. The exercise file
may settle it (`near_leg`, catalogue/_fields.md): with `standing`, the leg towards the camera is
the one whose foot is lower. Frames in which the feet are about level, or that are not seen from
the side, stay as the network named them.
"""

import numpy as np

from assessment.core.skeleton import mediapipe33
from assessment.exercises.schema import NearLeg
from assessment.vision.orientation import world_yaw_deg
from assessment.vision.pose.port import PoseFound
from assessment.vision.swaps import LEGS, exchanged, torso_px

__all__ = ["near_leg_named"]

# A foot this much higher than the other is the raised one, in torso lengths. Chosen: a foot held up
# is 0.5 higher, or a third of that where the network draws it between the two; feet that the
# network lays on one another differ by 0.03.
_RAISED_TORSO = 0.05
# So far off the side it still shows which leg is nearer. Chosen: half way to three-quarter.
_SIDE_WITHIN_DEG = 35.0
_FOOT = ("ankle", "heel", "foot_index")


def near_leg_named(found: PoseFound, near_leg: NearLeg | None) -> PoseFound:
    """The same pose, with its legs exchanged where the nearer one does not do what it should."""
    if near_leg is None:
        return found
    yaw = float(world_yaw_deg(found.world_m[None].astype(np.float64))[0])
    if abs(abs(yaw) - 90.0) > _SIDE_WITHIN_DEG:
        return found
    near, far = ("left", "right") if yaw > 0 else ("right", "left")
    raised = _foot_y(found, far) - _foot_y(found, near)
    return exchanged(found, LEGS) if raised > _RAISED_TORSO * torso_px(found.xy_px) else found


def _foot_y(found: PoseFound, side: str) -> float:
    """Mean of a foot's points in pixels, larger is lower."""
    places = [mediapipe33().index(f"{side}_{point}") for point in _FOOT]
    return float(found.xy_px[places, 1].mean())
