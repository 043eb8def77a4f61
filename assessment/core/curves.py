"""The vocabulary of curves: what can be measured over time, its unit, views and known error.

Light on purpose (no arrays): exercise files are checked against it in the web process too. The
formulas stand in `assessment/core/kinematics/`, the figures in docs/algorithms/kinematics.md.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # its module imports arrays; this one is light
    from assessment.core.units import Unit

__all__ = [
    "CURVES",
    "CURVE_LABELS",
    "JOINTS",
    "SIDED",
    "SIGNED",
    "WIRE_CURVES",
    "Curve",
    "CurveView",
    "curve_base",
]

CurveView = Literal["front", "back", "side", "three_quarter"]

_SIDE: tuple[CurveView, ...] = ("side",)
_FRONTAL: tuple[CurveView, ...] = ("front", "back")
_ANY: tuple[CurveView, ...] = ("front", "back", "side", "three_quarter")

# Body parts that a finding or a picture may name.
JOINTS = (
    "head",
    "neck",
    "shoulder",
    "elbow",
    "wrist",
    "trunk",
    "pelvis",
    "hip",
    "knee",
    "ankle",
    "foot",
)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One curve of the vocabulary.

    `joints`: landmarks it needs, without side; a middle curve needs those of both sides.
    `views`: where it may be reported (a signal for counting may use any). `error`: mean absolute
    error in `unit` in those views; source: the study of rendered people for knee, hip, shoulder
    and elbow, else chosen from the landmark error of 3 to 7 % of the torso.
    """

    name: str
    label: str
    unit: "Unit"
    sided: bool
    joints: tuple[str, ...]
    error: float
    views: tuple[CurveView, ...] = _ANY


_Row = tuple[str, str, "Unit", float, str, tuple[CurveView, ...]]

_SIDED_ROWS: tuple[_Row, ...] = (
    # Angles at a joint: the middle one of the three; 180 is straight.
    ("knee", "knee", "deg", 5, "hip knee ankle", _ANY),
    ("hip", "hip", "deg", 5, "shoulder hip knee", _ANY),
    ("shoulder", "shoulder", "deg", 6, "hip shoulder elbow", _ANY),
    ("elbow", "elbow", "deg", 8, "shoulder elbow wrist", _ANY),
    ("ankle", "ankle", "deg", 8, "knee ankle foot_index", _SIDE),
    ("body_line", "body line", "deg", 5, "shoulder hip ankle", _ANY),
    ("neck", "neck", "deg", 8, "ear shoulder hip", _SIDE),
    # Segments against the vertical or the horizontal.
    ("thigh_lift", "thigh above level", "deg", 6, "knee hip", _ANY),
    ("shank_lean", "shank lean", "deg", 5, "ankle knee", _ANY),
    ("trunk_shank", "trunk against shank", "deg", 7, "shoulder hip knee ankle", _SIDE),
    ("upper_arm_lift", "upper arm above level", "deg", 6, "shoulder elbow", _ANY),
    ("forearm_lift", "forearm above level", "deg", 8, "elbow wrist", _ANY),
    ("forearm_lean", "forearm lean", "deg", 8, "elbow wrist", _ANY),
    ("leg_lift", "leg above level", "deg", 5, "hip ankle", _ANY),
    ("leg_out", "leg outwards", "deg", 5, "hip ankle", _FRONTAL),
    ("foot_pitch", "heel above toes", "deg", 8, "heel foot_index", _SIDE),
    ("arm_ahead", "arm ahead of the trunk", "deg", 6, "hip shoulder elbow", _SIDE),
    ("forearm_out", "forearm turned out", "deg", 12, "shoulder elbow wrist", _FRONTAL),
    # Distances in torso lengths.
    ("knee_inward", "knee inwards", "torso", 0.05, "hip knee ankle", _FRONTAL),
    ("knee_forward", "knee ahead of toes", "torso", 0.08, "knee foot_index heel", _SIDE),
    ("heel_lift", "heel above toes", "torso", 0.05, "heel foot_index", _ANY),
    ("foot_lift", "foot above the other", "torso", 0.05, "ankle", _FRONTAL),
    ("elbow_drift", "elbow off the shoulder", "torso", 0.06, "shoulder elbow", _ANY),
    ("wrist_path", "wrist ahead of the foot", "torso", 0.08, "wrist ankle", _ANY),
    ("shrug", "ear above shoulder", "torso", 0.05, "ear shoulder hip", _ANY),
)
_MIDDLE_ROWS: tuple[_Row, ...] = (
    # Of the middle of the body.
    ("trunk_lean", "Trunk lean", "deg", 5, "hip shoulder", _ANY),
    ("trunk_side", "Trunk tilt to the left", "deg", 5, "hip shoulder", _FRONTAL),
    ("shoulder_tilt", "Left shoulder above right", "deg", 4, "shoulder", _FRONTAL),
    ("pelvis_tilt", "Left hip above right", "deg", 5, "hip", _FRONTAL),
    ("trunk_turn", "Trunk turn to the left", "deg", 12, "shoulder", _FRONTAL),
    ("pelvis_turn", "Pelvis turn to the left", "deg", 15, "hip", _FRONTAL),
    ("knee_spread", "Knees over ankles", "ratio", 0.1, "knee ankle", _FRONTAL),
    ("foot_spread", "Ankles over shoulders", "ratio", 0.1, "ankle shoulder", _FRONTAL),
    ("hand_spread", "Hands over shoulders", "ratio", 0.1, "wrist shoulder", _FRONTAL),
    ("base_width", "Base of support", "torso", 0.1, "heel foot_index", _ANY),
    ("hip_height", "Hips above ankles", "torso", 0.06, "hip ankle", _ANY),
    ("hip_side", "Hips to the left of the feet", "torso", 0.06, "hip ankle", _FRONTAL),
    ("hands_side", "Hands to the left of the hips", "torso", 0.08, "wrist hip", _FRONTAL),
    ("hands_height", "Hands above shoulders", "torso", 0.06, "wrist shoulder", _ANY),
    ("head_over_hands", "Head above hands", "torso", 0.06, "ear wrist", _ANY),
    ("head_forward", "Head ahead of shoulders", "torso", 0.06, "ear shoulder", _SIDE),
    ("sway", "Hips off their middle", "torso", 0.04, "hip", _ANY),
)


def _read(row: _Row, *, sided: bool) -> Curve:
    name, label, unit, error, joints, views = row
    return Curve(
        name=name,
        label=label,
        unit=unit,
        sided=sided,
        joints=tuple(joints.split()),
        error=error,
        views=views,
    )


CURVES: dict[str, Curve] = {
    **{row[0]: _read(row, sided=True) for row in _SIDED_ROWS},
    **{row[0]: _read(row, sided=False) for row in _MIDDLE_ROWS},
}
SIDED: tuple[str, ...] = tuple(row[0] for row in _SIDED_ROWS)
# Middle curves whose sign tells the person's left (+) from the right.
SIGNED: frozenset[str] = frozenset(
    {
        "trunk_side",
        "shoulder_tilt",
        "pelvis_tilt",
        "trunk_turn",
        "pelvis_turn",
        "hip_side",
        "hands_side",
        "sway",
    }
)

# The curves that travel to a browser frame by frame, in degrees.
WIRE_CURVES: tuple[str, ...] = (
    *(
        f"{joint}_{side}"
        for joint in ("knee", "hip", "shoulder", "elbow")
        for side in ("left", "right")
    ),
    "trunk_lean",
)


def curve_base(name: str) -> tuple[Curve, Literal["left", "right"] | None]:
    """`knee_left` -> (knee, left); `trunk_lean` -> (trunk_lean, None).

    Raises KeyError for a name outside the vocabulary, also for a sided one without its side.
    """
    base, _, side = name.rpartition("_")
    if side in ("left", "right") and base in SIDED:
        return CURVES[base], "left" if side == "left" else "right"
    if name in SIDED:
        raise KeyError(f"{name} needs a side: {name}_left or {name}_right")
    return CURVES[name], None


def _label(name: str) -> str:
    fact, side = curve_base(name)
    return fact.label if side is None else f"{side.capitalize()} {fact.label}"


CURVE_LABELS: dict[str, str] = {name: _label(name) for name in WIRE_CURVES}
