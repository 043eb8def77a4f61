"""Points of one person over time, with the directions and the length that curves refer to."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from assessment.core.geometry import distance
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64

__all__ = ["Body", "Side", "other_side"]

Side = Literal["left", "right"]
# A torso seen short (bent towards the camera) is no shorter: the length that is reached in one
# frame of ten is taken. Chosen: a single frame may be wrong.
_TORSO_PERCENTILE = 90


def other_side(side: Side) -> Side:
    return "right" if side == "left" else "left"


@dataclass(frozen=True)
class Body:
    """xy [T, 33, 2], any unit, y down: the picture, or the world as a camera would see it."""

    xy: F64

    @staticmethod
    def of_picture(landmarks: Landmarks) -> "Body":
        return Body(landmarks.xy_px.astype(np.float64))

    def at(self, name: str) -> F64:
        """One landmark, [T, 2]."""
        points: F64 = self.xy[:, mediapipe33().index(name)]
        return points

    def pair(self, joint: str) -> tuple[F64, F64]:
        """(left, right), [T, 2] each."""
        return self.at(f"left_{joint}"), self.at(f"right_{joint}")

    def middle(self, joint: str) -> F64:
        left, right = self.pair(joint)
        return (left + right) / 2

    @cached_property
    def torso(self) -> float:
        """Length from the middle of the hips to that of the shoulders; NaN without a pose."""
        lengths = distance(self.middle("hip"), self.middle("shoulder"))
        seen = lengths[~np.isnan(lengths)]
        length = float(np.percentile(seen, _TORSO_PERCENTILE)) if len(seen) else np.nan
        return length if length > 0 else np.nan

    @cached_property
    def ahead(self) -> float:
        """+1 when the person looks to the right of the picture, -1 to the left (side view)."""
        feet = self.middle("foot_index") - self.middle("heel")
        face = self.at("nose") - self.middle("ear")
        return _sign(feet[:, 0] + face[:, 0])

    @cached_property
    def leftwards(self) -> float:
        """+1 when the person's left is at the right of the picture (seen from the front)."""
        shoulders, hips = self.pair("shoulder"), self.pair("hip")
        return _sign((shoulders[0] - shoulders[1] + hips[0] - hips[1])[:, 0])

    def outwards(self, side: Side) -> float:
        """+1 when away from the middle of the body, on this side, is to the right."""
        return self.leftwards if side == "left" else -self.leftwards


def _sign(values: F64) -> float:
    seen = values[~np.isnan(values)]
    return -1.0 if len(seen) and float(np.median(seen)) < 0 else 1.0
