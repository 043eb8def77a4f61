"""The ten movements that the verdict was trained on, and what belongs to each.

Source of the movements: Vakanski, Jun, Paul, Baker, "A Data Set of Human Body Movements for
Physical Rehabilitation Exercises", Data 2018, 3(1), 2.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["MOVEMENTS", "Movement", "Part", "SideRule"]

SideRule = Literal["wrist_moves_more", "ankle_moves_more", "ankle_in_front", "pelvis_shift", "both"]
Part = Literal["head", "trunk", "arms", "pelvis", "legs"]

# What a verdict may hang on: the legs don't judge an arm movement, nor the arms a leg movement,
# although acted faults change the whole body.
_LEG_PARTS: tuple[Part, ...] = ("head", "trunk", "pelvis", "legs")
_ARM_PARTS: tuple[Part, ...] = ("head", "trunk", "arms")


@dataclass(frozen=True, kw_only=True)
class Movement:
    """`id`: that of the catalogue; `side`: how the working side is found."""

    id: str
    name: str
    side: SideRule
    parts: tuple[Part, ...]


def _leg(id_: str, name: str, side: SideRule) -> Movement:
    return Movement(id=id_, name=name, side=side, parts=_LEG_PARTS)


def _arm(id_: str, name: str) -> Movement:
    return Movement(id=id_, name=name, side="wrist_moves_more", parts=_ARM_PARTS)


MOVEMENTS: dict[int, Movement] = {
    1: _leg("deep_squat", "deep squat", "both"),
    2: _leg("hurdle_step", "hurdle step", "ankle_moves_more"),
    3: _leg("inline_lunge", "inline lunge", "ankle_in_front"),
    4: _leg("side_lunge", "side lunge", "pelvis_shift"),
    5: _leg("sit_to_stand", "sit to stand", "both"),
    6: _leg("active_straight_leg_raise", "standing active straight leg raise", "ankle_moves_more"),
    7: _arm("shoulder_abduction", "standing shoulder abduction"),
    8: _arm("shoulder_extension", "standing shoulder extension"),
    9: _arm("shoulder_rotation", "standing shoulder internal-external rotation"),
    10: _arm("shoulder_scaption", "standing shoulder scaption"),
}
