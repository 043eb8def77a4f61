"""The other person in the picture: waiting, walking past, or exercising beside."""

from dataclasses import dataclass, replace
from typing import Final, Never

import numpy as np

from assessment.core.errors import CatalogueError
from assessment.exercises.motion import Motion
from assessment.exercises.motion_load import motion_load

from .body import Body
from .camera import Camera
from .motion import perform
from .posture import Posture, posture
from .recipe import BodyRecipe, Look, Recipe
from .rotations import Array, about_y, rotate
from .skeleton import Joints, assemble
from .timeline import Cue, cue, schedule

__all__ = ["Person", "other_person"]

# Chosen: another build and other colours than the first person's.
_BODY: Final = BodyRecipe(height_m=1.66, width=1.08, limb_width=1.05)
_LOOK: Final = Look(
    skin="#b47b57",
    hair_colour="#5b4332",
    hair="bun",
    shirt="#8a4b6b",
    accent="#f2f0ea",
    shorts="#5c6670",
    clothes="long",
)
# Where they are in the camera's frame: metres to the right, and away behind the person.
_BESIDE: Final = (0.66, 0.60)
_BEHIND_M: Final = 0.95
_BEFORE_M: Final = -0.75
# A calm walk: metres a second, strides a second, and how far the path reaches to each side.
_SPEED, _STRIDES, _REACH_M = 1.1, 0.85, 2.4


@dataclass(frozen=True)
class Person:
    """A body, where its joints are, and how it is dressed."""

    body: Body
    joints: Joints
    look: Look


def other_person(recipe: Recipe, t_s: Array, camera: Camera) -> Person:
    """The second person of a recipe at the times t_s."""
    body = Body.of(_BODY)
    toward_right = np.array([camera.right[0], 0.0, camera.right[2]])
    away = np.array([camera.ahead[0], 0.0, camera.ahead[2]])
    toward_right, away = (v / np.linalg.norm(v) for v in (toward_right, away))
    kind = recipe.scene.other
    if kind in ("walking", "passing"):
        joints = _walking(body, t_s, recipe.seed)
        depth = _BEHIND_M if kind == "walking" else _BEFORE_M
        start = np.random.default_rng([recipe.seed, 5]).uniform(0.5, 1.5)
        along = (_SPEED * t_s + start) % (2 * _REACH_M) - _REACH_M
        heading = float(np.degrees(np.arctan2(toward_right[0], toward_right[2])))
        place = along[:, None] * toward_right + depth * away
    else:
        joints = _beside(body, recipe, t_s)
        heading = 0.0 if kind == "exercising" else 25.0
        place = np.broadcast_to(_BESIDE[0] * toward_right + _BESIDE[1] * away, (t_s.size, 3))
    return Person(body, _moved(joints, heading, place), _LOOK)


def _beside(body: Body, recipe: Recipe, t_s: Array) -> Joints:
    """Standing still, or the same exercise out of step."""
    rng = np.random.default_rng([recipe.seed, 6])
    asked = replace(recipe.motion, faults=(), still_start_s=recipe.motion.still_start_s + 0.6)
    motion = recipe.motion.motion
    if recipe.scene.other == "standing":
        motion, asked = _standing(), replace(asked, side="both")
    repetitions, _total = schedule(motion, asked, rng)
    return assemble(body, perform(body, motion, cue(motion, asked, repetitions, t_s, rng)))


def _standing() -> Motion:
    def refuse(why: str) -> Never:
        raise CatalogueError("exercise_invalid", why)

    return motion_load({}, codes=frozenset(), hold=False, refuse=refuse)


def _walking(body: Body, t_s: Array, seed: int) -> Joints:
    """On the spot: thighs swing, the knee bends most while its thigh comes forward."""
    rng = np.random.default_rng([seed, 7])
    motion = replace(_standing(), root="pelvis", legs=("free", "free"))
    still = np.zeros((t_s.size, 6))
    told = Cue(t_s, np.zeros((t_s.size, 2)), {}, still, ("both",) * t_s.size)
    held: Posture = posture(motion, told)
    phase = 2.0 * np.pi * _STRIDES * t_s[:, None] + rng.uniform(0, 6) + np.array([0.0, np.pi])
    held["leg.hip"] = 4.0 + 22.0 * np.sin(phase)
    held["leg.knee"] = 6.0 + 50.0 * np.clip(np.cos(phase + 0.3), 0.0, None) ** 2
    held["arm.flexion"] = 2.0 - 18.0 * np.sin(phase)
    held["foot.pitch"] = 10.0 * np.clip(-np.sin(phase), 0.0, None)
    hip, bend = np.radians(held["leg.hip"]), np.radians(held["leg.hip"] - held["leg.knee"])
    long = body.thigh_m * np.cos(hip) + body.shank_m * np.cos(bend) + body.ankle_height_m
    held["pelvis.up"] = long.max(axis=1) / body.scale
    return assemble(body, perform(body, motion, told, held))


def _moved(joints: Joints, heading_deg: float, place: Array) -> Joints:
    """The joints turned about the vertical and moved to a place (T, 3)."""
    turn = about_y(np.array(heading_deg))
    return replace(
        joints,
        points={name: rotate(turn, point) + place for name, point in joints.points.items()},
        trunk=turn @ joints.trunk,
        hips=turn @ joints.hips,
        head=turn @ joints.head,
        foot=turn @ joints.foot,
        thumb=rotate(turn, joints.thumb),
        anchors={name: rotate(turn, at) + place[0] for name, at in joints.anchors.items()},
    )
