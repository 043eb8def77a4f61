"""A rendered person who does what motion capture measured of a real one.

The person is built to the measured limbs, so every joint stands where it was measured and the
feet stand on the floor; breadth, clothes and colours are those of the recipe.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from .body import REFERENCE_HEIGHT_M, Body
from .camera import place
from .frame import Scene
from .framing import framed
from .people import Person
from .recipe import Recipe
from .rotations import Array, about_x, rotate, unit
from .skeleton import Joints, face_points, hand_points
from .timeline import RepetitionTruth
from .truth import world_points

__all__ = ["MEASURED", "reenacted"]

# What is measured of a person: joint centres, and front and back of the head at the height of the
# ears, in the world frame of `rotations`.
MEASURED: Final = (
    "head_front",
    "head_back",
    *(
        f"{side}_{name}"
        for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
        for side in ("left", "right")
    ),
)
# Trunk, thigh and shank of the reference body, metres.
_TALL_M: Final = Body().trunk_m + Body().leg_m
# The floor is where the lower ankle rests in this share of the frames.
_FLOOR_PERCENTILE: Final = 5.0
# The middle of the head is above the ears, between which its two points lie, metres.
_EARS_M: Final = 0.012
# A band's front is higher than its back when the person looks ahead (as these people wear it).
_BAND_DEG: Final = 12.0


def reenacted(
    recipe: Recipe,
    t_s: Array,
    points: Mapping[str, Array],
    span: RepetitionTruth,
    *,
    yaw_deg: float,
) -> Scene:
    """The scene of `points`, each of MEASURED (T, 3) metres, facing z, seen from `yaw_deg`.

    span: the one repetition that it shows.
    """
    body = _body(recipe, points)
    joints = _joints(body, _grounded(body, points))
    camera = place(framed(world_points(joints), yaw_deg, recipe.video), recipe.video)
    still = np.tile(np.eye(2, 3), (t_s.size, 1, 1))
    person = Person(body, joints, recipe.look)
    return Scene(recipe, t_s, joints, (span,), camera, (person,), 1, still)


def _pair(points: Mapping[str, Array], name: str) -> Array:
    return np.stack([points[f"left_{name}"], points[f"right_{name}"]], axis=1)


def _body(recipe: Recipe, points: Mapping[str, Array]) -> Body:
    """As tall as the measured person; the hips as wide."""

    def long(a: Array, b: Array) -> float:
        return float(np.median(np.linalg.norm(a - b, axis=-1)))

    hip, knee, ankle = (_pair(points, name) for name in ("hip", "knee", "ankle"))
    trunk = long(_pair(points, "shoulder").mean(axis=1), hip.mean(axis=1))
    tall = trunk + long(hip, knee) + long(knee, ankle)
    shape = replace(recipe.body, height_m=REFERENCE_HEIGHT_M * tall / _TALL_M)
    return replace(Body.of(shape), half_hip_m=long(hip[:, 0], hip[:, 1]) / 2)


def _grounded(body: Body, points: Mapping[str, Array]) -> dict[str, Array]:
    """The person moved over the middle of the room, ankles at their height above the floor."""
    ankle, hip = _pair(points, "ankle"), _pair(points, "hip")
    low = float(np.percentile(ankle[..., 1].min(axis=1), _FLOOR_PERCENTILE))
    middle = hip.mean(axis=1)[0]
    move = np.array([-middle[0], body.ankle_height_m - low, -middle[2]])
    return {name: point + move for name, point in points.items()}


def _joints(body: Body, points: Mapping[str, Array]) -> Joints:
    shoulder, hip, ankle = (_pair(points, name) for name in ("shoulder", "hip", "ankle"))
    pelvis, top = hip.mean(axis=1), shoulder.mean(axis=1)
    trunk = _stretched(body, top - pelvis, (shoulder[:, 0] - shoulder[:, 1]) / 2)
    hips = _square(up=top - pelvis, left=hip[:, 0] - hip[:, 1])
    head_at, head = _head(body, points, top)
    foot = _feet(points, ankle)
    elbow, wrist = _pair(points, "elbow"), _pair(points, "wrist")
    along = unit(wrist - elbow)
    thumb = _thumbs(trunk, along)
    pairs = {name: _pair(points, name) for name in ("shoulder", "elbow", "hip", "knee")}
    pairs |= {"ankle": ankle, "wrist": wrist, **hand_points(body, wrist, along, thumb)}
    sole = -body.sole_below_ankle_m
    pairs["heel"] = ankle + rotate(foot, (0.0, sole, -body.heel_back_m))
    pairs["toe"] = ankle + rotate(foot, (0.0, sole, body.toe_forward_m))
    made = {"pelvis": pelvis, "neck": top, **face_points(body, head_at, head)}
    for name, pair in pairs.items():
        made[f"left_{name}"], made[f"right_{name}"] = pair[:, 0], pair[:, 1]
    return Joints(made, trunk, hips, head, foot, thumb, grip=False, props=(), anchors={})


def _square(*, up: Array, left: Array) -> Array:
    """Frames (T, 3, 3) with columns left, up, forward; `up` is kept."""
    above = unit(up)
    ahead = unit(np.cross(left, above))
    return np.stack([np.cross(above, ahead), above, ahead], axis=-1)


def _stretched(body: Body, up: Array, left: Array) -> Array:
    """A trunk frame whose axes reach the measured shoulders, raised or drawn in as they are."""
    ahead = unit(np.cross(left, up))
    return np.stack([left / body.half_shoulder_m, up / body.trunk_m, ahead], axis=-1)


def _head(body: Body, points: Mapping[str, Array], top: Array) -> tuple[Array, Array]:
    """Middle and frame of the head."""
    ahead = unit(points["head_front"] - points["head_back"])
    middle = (points["head_front"] + points["head_back"]) / 2
    left = unit(np.cross(middle - top, ahead))
    band = np.stack([left, np.cross(ahead, left), ahead], axis=-1)
    frame = band @ about_x(np.array(_BAND_DEG))
    return middle + body.scale * _EARS_M * frame[..., 1], frame


def _feet(points: Mapping[str, Array], ankle: Array) -> Array:
    """Frames (T, 2, 3, 3): forward from heel to toe, up towards the shank."""
    ahead = unit(_pair(points, "toe") - _pair(points, "heel"))
    left = unit(np.cross(_pair(points, "knee") - ankle, ahead))
    return np.stack([left, np.cross(ahead, left), ahead], axis=-1)


def _thumbs(trunk: Array, along: Array) -> Array:
    """Thumbs (T, 2, 3): forward on a hanging arm, up on one that is held forward."""
    ahead, above = trunk[:, None, :, 2], unit(trunk[..., 1])[:, None]
    share = np.abs(np.sum(ahead * along, axis=-1, keepdims=True))
    pole = (1.0 - share) * ahead + share * above
    return unit(pole - along * np.sum(pole * along, axis=-1, keepdims=True))
