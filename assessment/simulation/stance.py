"""Where pelvis and legs are: standing feet solved from the knees, other roots placed outright."""

from dataclasses import dataclass

import numpy as np

from assessment.exercises.motion import Motion

from .body import Body
from .posture import Posture
from .rotations import Array, about_x, about_y, about_z, rotate
from .skeleton import SIDES
from .timeline import Cue

__all__ = ["Stance", "per_side", "stance", "vectors"]

# How far a quiet person drifts at a sway of 1: aside in metres, trunk in degrees (chosen).
_DRIFT_M = 0.006
_DRIFT_DEG = 0.8
# A leg counts as stretched at this share of its length (chosen: a trace of bend stays).
_STRETCH = 0.9995


@dataclass(frozen=True)
class Stance:
    """Pelvis (T, 3), frames (T, 3, 3), ankles and knee directions (T, 2, 3), feet (T, 2, 3, 3)."""

    pelvis: Array
    hips: Array
    trunk: Array
    ankle: Array
    knee_pole: Array
    foot: Array


def vectors(x: Array | float, y: Array | float, z: Array | float) -> Array:
    """Stack coordinates into vectors (..., 3), broadcast."""
    return np.stack(
        np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (x, y, z))), axis=-1
    )


def stance(body: Body, motion: Motion, cue: Cue, held: Posture) -> Stance:
    """Trunk, pelvis and legs of every frame."""
    lean = held["trunk.lean"] + _DRIFT_DEG * cue.sway[:, 1]
    trunk = _frame(lean, held["trunk.side"], held["trunk.turn"] + _DRIFT_DEG * cue.sway[:, 2])
    hips = _frame(lean, -held["pelvis.tilt"], held["pelvis.turn"])
    ankle, foot = _planted(body, held)
    pelvis = _pelvis(body, motion, cue, held, (trunk, hips, ankle))
    pole = _pole(held, standing=motion.root == "feet")
    freed = _freed(body, held, pelvis, hips)
    free = per_side(motion.legs, cue) == "free"
    return Stance(
        pelvis,
        hips,
        trunk,
        np.where(free[..., None], freed[0], ankle),
        np.where(free[..., None], freed[1], pole),
        np.where(free[..., None, None], freed[2], foot),
    )


def per_side(modes: tuple[str, str], cue: Cue) -> Array:
    """Words of the left and the right side in every frame, (T, 2)."""
    pairs = {"left": modes, "right": modes[::-1], "both": (modes[0], modes[0])}
    return np.array([pairs[side] for side in cue.side_at])


def _frame(lean_deg: Array, side_deg: Array, turn_deg: Array) -> Array:
    """Leaned forward, tipped to the left and turned to the left about its own axis."""
    return about_x(lean_deg) @ about_z(-side_deg) @ about_y(turn_deg)


def _planted(body: Body, held: Posture) -> tuple[Array, Array]:
    """Ankles and feet; a raised heel turns about the toe, raised toes about the heel."""
    flat = about_y(SIDES * held["foot.out"])
    foot = flat @ about_x(held["foot.pitch"])
    half = body.half_hip_m + body.scale * held["foot.wide"]
    place = vectors(
        SIDES * half,
        body.ankle_height_m + body.scale * held["foot.up"],
        body.scale * held["foot.ahead"],
    )
    forward = np.where(held["foot.pitch"] >= 0.0, body.toe_forward_m, -body.heel_back_m)
    pivot = vectors(0.0, -body.sole_below_ankle_m, forward)
    return place + rotate(flat, pivot) - rotate(foot, pivot), foot


def _pelvis(
    body: Body, motion: Motion, cue: Cue, held: Posture, known: tuple[Array, Array, Array]
) -> Array:
    trunk, hips, ankle = known
    move = body.scale * vectors(held["pelvis.aside"], held["pelvis.up"], held["pelvis.ahead"])
    move[:, 0] += _DRIFT_M * body.scale * cue.sway[:, 0]
    if motion.root == "pelvis":
        return move
    if motion.root == "shoulders":
        return np.asarray(move - rotate(trunk, (0.0, body.trunk_m, 0.0)))
    hip = np.stack([rotate(hips, (s * body.half_hip_m, 0.0, 0.0)) for s in SIDES], axis=1)
    shank = np.radians(held["leg.shank"])
    thigh = shank - np.radians(held["leg.knee"])
    ahead = body.shank_m * np.sin(shank) + body.thigh_m * np.sin(thigh)
    height = body.shank_m * np.cos(shank) + body.thigh_m * np.cos(thigh)
    aside = ankle[..., 0] - move[:, None, 0] - hip[..., 0]
    level = np.sign(height) * np.sqrt(np.clip(height**2 - aside**2, 0.0, None))
    solved = ankle[..., 1:] + np.stack([level, ahead], axis=-1) - hip[..., 1:]
    bears = _bearing(motion.stand_on, cue)
    move[:, 1:] += np.sum(solved * bears[..., None], axis=1) / bears.sum(axis=1, keepdims=True)
    planted = (per_side(motion.legs, cue) == "planted")[..., None]
    return _within_reach(body, move, hip, np.where(planted, ankle, np.nan))


def _within_reach(body: Body, pelvis: Array, hip: Array, ankle: Array) -> Array:
    """The pelvis sunk until each planted leg reaches its foot. hip: from the pelvis."""
    across = ankle[..., [0, 2]] - (pelvis[:, None] + hip)[..., [0, 2]]
    tall = np.sqrt(np.clip((_STRETCH * body.leg_m) ** 2 - np.sum(across**2, axis=-1), 0.0, None))
    highest = np.nanmin(ankle[..., 1] + tall - hip[..., 1], axis=1, initial=np.inf)
    pelvis[:, 1] = np.minimum(pelvis[:, 1], highest)
    return pelvis


def _bearing(stand_on: str, cue: Cue) -> Array:
    """Which legs carry the pelvis, (T, 2) of 0 and 1."""
    first = {"both": (1.0, 1.0), "working": (1.0, 0.0), "other": (0.0, 1.0)}[stand_on]
    pairs = {"left": first, "right": first[::-1], "both": (1.0, 1.0)}
    return np.array([pairs[side] for side in cue.side_at])


def _pole(held: Posture, *, standing: bool) -> Array:
    """Knees point over the toes; on a floor or a seat also up."""
    angle = np.radians(SIDES * (held["foot.out"] + held["leg.out"]))
    ahead = vectors(np.sin(angle), 0.0, np.cos(angle))
    return ahead if standing else 0.6 * ahead + np.array([0.0, 0.8, 0.0])


def _freed(body: Body, held: Posture, pelvis: Array, hips: Array) -> tuple[Array, Array, Array]:
    """Ankles, knee directions and feet of legs in the air, by joint angles from the pelvis."""
    frame = hips[:, None] @ about_x(-held["leg.hip"])
    out, knee = np.radians(held["leg.hip_out"]), np.radians(held["leg.knee"])[..., None]
    thigh = rotate(frame, vectors(SIDES * np.sin(out), -np.cos(out), 0.0))
    front = rotate(frame, vectors(0.0 * out, 0.0, 1.0))
    shank = np.cos(knee) * thigh - np.sin(knee) * front
    ahead = np.cos(knee) * front + np.sin(knee) * thigh
    hip = np.stack([pelvis + rotate(hips, (s * body.half_hip_m, 0.0, 0.0)) for s in SIDES], axis=1)
    ankle = hip + body.thigh_m * thigh + body.shank_m * shank
    square = np.stack([np.cross(-shank, ahead), -shank, ahead], axis=-1)
    foot = square @ about_y(SIDES * held["foot.out"]) @ about_x(held["foot.pitch"])
    return ankle, front, foot
