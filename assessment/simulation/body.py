"""The person's proportions: segment lengths and shape, scaled from one reference body."""

from dataclasses import dataclass, fields
from typing import Final

__all__ = ["REFERENCE_HEIGHT_M", "Body"]

# Crown above the floor of the reference segments below.
REFERENCE_HEIGHT_M: Final = 1.735


@dataclass(frozen=True)
class Body:
    """Segment lengths in metres; `width` scales the trunk's radii, `limb_width` those of the limbs.

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

    @classmethod
    def of_height(
        cls, height_m: float, *, width: float, limb_width: float, hip_width: float
    ) -> "Body":
        """The reference body scaled to a standing height; hip_width widens the hips."""
        scale = height_m / REFERENCE_HEIGHT_M
        lengths = {
            field.name: float(field.default) * scale  # type: ignore[arg-type]
            for field in fields(cls)
            if field.name.endswith("_m")
        }
        lengths["half_hip_m"] *= hip_width
        return cls(**lengths, scale=scale, width=width, limb_width=limb_width)

    @property
    def leg_m(self) -> float:
        """Hip to ankle of a straight leg."""
        return self.thigh_m + self.shank_m

    @property
    def arm_m(self) -> float:
        """Shoulder to wrist of a straight arm."""
        return self.upper_arm_m + self.forearm_m
