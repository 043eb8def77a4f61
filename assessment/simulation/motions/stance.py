"""Parts shared by the standing motions: trunk and head frames, planted feet, hanging arms."""

import numpy as np

from assessment.simulation.body import Body
from assessment.simulation.rotations import Array, about_x, about_y, about_z
from assessment.simulation.skeleton import SIDES, Arms, arm_by_angles

__all__ = [
    "feet",
    "hanging_arms",
    "head_frame",
    "hips_over",
    "knees_ahead",
    "trunk_frame",
    "vectors",
]


def vectors(x: Array | float, y: Array | float, z: Array | float) -> Array:
    """Stack coordinates into vectors (..., 3), broadcast."""
    return np.stack(
        np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (x, y, z))), axis=-1
    )


def trunk_frame(lean_deg: Array, *, aside_deg: Array, turn_deg: Array) -> Array:
    """Trunk frame (T, 3, 3): leaned forward, tipped to the person's right, turned to the left."""
    return about_y(turn_deg) @ about_z(aside_deg) @ about_x(lean_deg)


def head_frame(trunk: Array, nod_deg: Array, turn_deg: Array) -> Array:
    """Head frame in front of a trunk; a negative nod looks up."""
    return trunk @ about_y(turn_deg) @ about_x(nod_deg)


def feet(frames: int, toe_out_deg: float) -> Array:
    """Flat feet (T, 2, 3, 3), turned out on each side."""
    return np.broadcast_to(about_y(SIDES * toe_out_deg), (frames, 2, 3, 3))


def knees_ahead(frames: int, toe_out_deg: float) -> Array:
    """Knees over the toes: pole directions (T, 2, 3)."""
    angle = np.radians(SIDES * toe_out_deg)
    return np.broadcast_to(vectors(np.sin(angle), 0.0, np.cos(angle)), (frames, 2, 3))


def hips_over(body: Body, shank_deg: Array, knee_deg: Array, aside_m: float) -> tuple[Array, Array]:
    """Height above and distance ahead of the ankles of hips whose knees bend by knee_deg exactly.

    shank_deg tilts the shin forward; aside_m is how far each ankle stands outside its hip.
    """
    shank, thigh = np.radians(shank_deg), np.radians(shank_deg - knee_deg)
    ahead = body.shank_m * np.sin(shank) + body.thigh_m * np.sin(thigh)
    height = body.shank_m * np.cos(shank) + body.thigh_m * np.cos(thigh)
    return np.sqrt(height**2 - aside_m**2), ahead


def hanging_arms(body: Body, pelvis: Array, trunk: Array, sway: Array) -> Arms:
    """Relaxed arms beside the body."""
    drift = np.stack([sway, -sway], axis=1)
    return arm_by_angles(
        body,
        pelvis,
        trunk,
        flexion=4.0 + 1.5 * drift,
        abduction=9.0 + 0.8 * drift,
        elbow=14.0 + 2.0 * drift,
        supination=np.full_like(drift, 8.0),
    )
