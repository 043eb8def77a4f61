"""How a rendered person performs an exercise, as data. Explained in catalogue/_motion.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "ARMS",
    "FIELDS",
    "LEGS",
    "PROPS",
    "ROOTS",
    "SIDES",
    "Field",
    "Motion",
    "MotionFault",
    "Pose",
    "Sided",
    "Timing",
]

MotionSide = Literal["both", "left", "right", "alternate"]
SIDES: Final[tuple[MotionSide, ...]] = ("both", "left", "right", "alternate")
ROOTS: Final = ("feet", "pelvis", "shoulders")
LEGS: Final = ("planted", "free")
ARMS: Final = ("free", "planted", "forearms", "hips", "head", "chest")
PROPS: Final = (
    "chair",
    "box",
    "dumbbells",
    "barbell",
    "stick",
    "ball",
    "bar",
    "parallel_bars",
    "step",
    "hurdle",
)


@dataclass(frozen=True)
class Field:
    """One number of a pose: its neutral value, the range it may take, and whether it has sides."""

    neutral: float
    low: float
    high: float
    sided: bool = False


# Degrees, or metres on the reference body. Ranges of joints: a little beyond the norms of the AAOS
# (Greene, Heckman 1994), so that a fault may go wrong; ranges of places: the size of the room.
FIELDS: Final[dict[str, Field]] = {
    "trunk.lean": Field(2.0, -130.0, 130.0),
    "trunk.side": Field(0.0, -100.0, 100.0),
    "trunk.turn": Field(0.0, -90.0, 90.0),
    "pelvis.turn": Field(0.0, -60.0, 60.0),
    "pelvis.tilt": Field(0.0, -100.0, 100.0),
    "pelvis.aside": Field(0.0, -1.0, 1.0),
    "pelvis.up": Field(0.0, -0.5, 2.5),
    "pelvis.ahead": Field(0.0, -1.0, 1.0),
    "head.nod": Field(2.0, -80.0, 80.0),
    "head.turn": Field(0.0, -80.0, 80.0),
    "head.tilt": Field(0.0, -45.0, 45.0),
    "leg.shank": Field(1.5, -90.0, 95.0, sided=True),
    "leg.knee": Field(4.0, 0.0, 150.0, sided=True),
    "leg.out": Field(0.0, -60.0, 60.0, sided=True),
    "leg.hip": Field(2.0, -40.0, 135.0, sided=True),
    "leg.hip_out": Field(0.0, -35.0, 60.0, sided=True),
    "foot.wide": Field(0.02, -0.3, 1.0, sided=True),
    "foot.ahead": Field(0.0, -1.2, 1.2, sided=True),
    "foot.up": Field(0.0, 0.0, 1.5, sided=True),
    "foot.pitch": Field(0.0, -45.0, 90.0, sided=True),
    "foot.out": Field(8.0, -40.0, 60.0, sided=True),
    "arm.flexion": Field(4.0, -70.0, 190.0, sided=True),
    "arm.abduction": Field(9.0, -40.0, 185.0, sided=True),
    "arm.rotation": Field(0.0, -110.0, 110.0, sided=True),
    "arm.elbow": Field(14.0, 0.0, 155.0, sided=True),
    "arm.turn": Field(8.0, -100.0, 110.0, sided=True),
}


@dataclass(frozen=True)
class Sided:
    """A value for each side: the working and the other one, or fixed to left and right."""

    first: float
    second: float
    fixed: bool = False

    def pair(self, side: str) -> tuple[float, float]:
        """Left and right while `side` (left, right or both) works."""
        if self.fixed or side == "left":
            return self.first, self.second
        return (self.second, self.first) if side == "right" else (self.first, self.first)


# Field name to value; every field of FIELDS is there.
Pose = Mapping[str, Sided]


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Shares of a repetition: the way out, the far point, the way back; they sum to 1."""

    out: float = 0.42
    hold: float = 0.12
    back: float = 0.46


@dataclass(frozen=True, kw_only=True)
class MotionFault:
    """A planted fault. The poses are complete; amplitude and pace are factors, left out means 1.

    `finding` is the code of the rule that should find it, or None where no rule looks for it.
    """

    id: str
    finding: str | None
    start: Pose
    middle: Pose
    far: Pose
    amplitude: Sided
    pace: Timing
    sway: float


@dataclass(frozen=True, kw_only=True)
class Motion:
    """One movement between key poses. `middle` is passed at the drive `middle_at`."""

    sides: tuple[MotionSide, ...]
    root: str
    stand_on: str
    legs: tuple[str, str]
    arms: tuple[str, str]
    elbows: tuple[float, float, float]
    props: tuple[str, ...]
    sway: float
    timing: Timing
    middle_at: float
    start: Pose
    middle: Pose
    far: Pose
    faults: tuple[MotionFault, ...]

    def fault(self, fault_id: str) -> MotionFault | None:
        """The planted fault of this id, or None."""
        return next((fault for fault in self.faults if fault.id == fault_id), None)
