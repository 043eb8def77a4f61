"""The person's proportions: segment lengths and shape, scaled from one reference body."""

from dataclasses import dataclass, fields
from typing import Final

from .recipe import BodyRecipe

__all__ = ["REFERENCE_HEIGHT_M", "Body"]

# Crown above the floor of the reference segments below.
REFERENCE_HEIGHT_M: Final = 1.735


@dataclass(frozen=True)
class Body:
    """Segment lengths in metres; `width`, `limb_width` and `head` scale trunk, limbs and head.

    Reference lengths: docs/algorithms/simulation.md, "The body".
    """

    thigh_m: float = 0.43
    shank_m: float = 0.42
    trunk_m: float = 0.50
    upper_arm_m: float = 0.29
    forearm_m: float = 0.26
    half_hip_m: float = 0.09
    half_shoulder_m: float = 0.185
    neck_m: float = 0.03
    ankle_height_m: float = 0.09
    heel_back_m: float = 0.045
    toe_forward_m: float = 0.15
    sole_below_ankle_m: float = 0.06
    scale: float = 1.0
    width: float = 1.0
    limb_width: float = 1.0
    head: float = 1.0

    @classmethod
    def of(cls, shape: BodyRecipe) -> "Body":
        """The reference body scaled to a standing height and shaped."""
        scale = shape.height_m / REFERENCE_HEIGHT_M
        lengths = {
            field.name: float(field.default) * scale  # type: ignore[arg-type]
            for field in fields(cls)
            if field.name.endswith("_m")
        }
        lengths["half_hip_m"] *= shape.hip_width
        return cls(
            **lengths,
            scale=scale,
            width=shape.width,
            limb_width=shape.limb_width,
            head=shape.head,
        )

    @property
    def leg_m(self) -> float:
        """Hip to ankle of a straight leg."""
        return self.thigh_m + self.shank_m

    @property
    def arm_m(self) -> float:
        """Shoulder to wrist of a straight arm."""
        return self.upper_arm_m + self.forearm_m
