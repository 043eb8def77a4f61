"""From what a camera and a pose network saw of a repetition to the rows that the verdict reads.

Only the three-quarter view that the phone model was trained on, from the side that works.
"""

import numpy as np

from assessment.core.kinematics import Side
from assessment.core.records import Landmarks
from assessment.core.units import F64
from assessment.scoring.repetitions import RepetitionSide
from assessment.scoring.technique.features import features
from assessment.scoring.technique.frame import gaps_filled, picture_frame, resampled
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.side import mirrored
from assessment.scoring.technique.skeleton import from_mediapipe

__all__ = ["movement_of", "picture_rows", "works_near"]

# A landmark that the network believes in less is taken as not seen. Chosen: its own middle.
_SEEN = 0.5
# Share of the frames in which every joint must be seen. Chosen, as for figures of the rubric.
_SEEN_SHARE = 0.6
_FEWEST_FRAMES = 8


def movement_of(exercise_id: str) -> int | None:
    """The movement of the training data that an exercise of the catalogue is."""
    return next((one for one, named in MOVEMENTS.items() if named.id == exercise_id), None)


def works_near(side: RepetitionSide, near: Side | None, movement: int) -> bool:
    """Whether the side towards the camera is the one that works; both at once only where the
    movement has it so, since the models have seen no other.
    """
    return side == ("both" if MOVEMENTS[movement].side == "both" else near)


def picture_rows(
    landmarks: Landmarks, span: tuple[float, float], movement: int, *, near: str
) -> F64 | None:
    """[1, F] for the frames of `span` (seconds); None where too little was seen.

    `near`: the side towards the camera, which is taken for the one that works.
    """
    inside = (landmarks.t_s >= span[0] - 1e-6) & (landmarks.t_s <= span[1] + 1e-6)
    if inside.sum() < _FEWEST_FRAMES:
        return None
    points = landmarks.xy_px[inside].astype(np.float64)
    points[landmarks.visibility[inside] < _SEEN] = np.nan
    joints = from_mediapipe(points)
    if (~np.isnan(joints[..., 0])).mean(axis=0).min() < _SEEN_SHARE:
        return None
    body = picture_frame(resampled(landmarks.t_s[inside], gaps_filled(joints)))
    return features(mirrored(body) if near == "left" else body, movement, "picture")[None]
