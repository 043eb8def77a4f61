"""The arms of a motion: by joint angles, on something fixed, or on the person's own body."""

from typing import Final, NamedTuple

import numpy as np

from assessment.exercises.motion import Motion

from .body import Body
from .posture import Posture
from .rotations import Array, rotate, unit
from .skeleton import SIDES, Arms, arm_by_angles, arm_by_reach, shoulders
from .stance import Stance, per_side, vectors
from .timeline import Cue

__all__ = ["arms", "free_arms"]

# Heights above the floor on the reference body: a wrist over a flat palm, an elbow on the mat.
_PALM_M: Final = 0.045
_ELBOW_M: Final = 0.055
# Wrists that start lower than this lean on the floor, others hold a bar (chosen).
_FLOOR_M: Final = 0.30

Axes = tuple[float, float, float]


class _Touch(NamedTuple):
    """Hands on the body, in the trunk's axes (outward, up, ahead) on the reference body.

    wrist: metres from the hips' middle; elbow, along, thumb: directions.
    """

    wrist: Axes
    elbow: Axes
    along: Axes
    thumb: Axes


_TOUCHES: Final = {
    "hips": _Touch((0.172, 0.085, -0.030), (0.9, 0.0, -0.55), (-0.20, -0.30, 0.93), (0, 1, 0)),
    "head": _Touch(
        (0.10, 0.655, -0.075), (0.95, 0.10, 0.25), (-0.75, 0.40, -0.35), (-0.3, -0.9, 0)
    ),
    "chest": _Touch(
        (-0.045, 0.395, 0.16), (0.45, -0.85, 0.30), (-0.72, 0.62, -0.25), (0.5, 0.7, 0.3)
    ),
}


def free_arms(body: Body, stance: Stance, cue: Cue, held: Posture) -> Arms:
    """Arms by joint angles in the trunk's frame."""
    drift = np.stack([cue.sway[:, 4], -cue.sway[:, 4]], axis=1)
    return arm_by_angles(
        body,
        stance.pelvis,
        stance.trunk,
        flexion=held["arm.flexion"] + 1.5 * drift,
        abduction=held["arm.abduction"] + 0.8 * drift,
        rotation=held["arm.rotation"],
        elbow=held["arm.elbow"] + 1.5 * drift,
        supination=held["arm.turn"],
    )


def arms(body: Body, motion: Motion, cue: Cue, stance: Stance, free: tuple[Arms, Arms]) -> Arms:
    """Arms of every frame. free: arms by joint angles, of every frame and of the start pose."""
    made, start = free
    words = per_side(motion.arms, cue)
    for mode in sorted(set(motion.arms) - {"free"}):
        if mode == "planted":
            other = _planted(body, motion.elbows, stance, start.wrist)
        elif mode == "forearms":
            other = _forearms(body, stance)
        else:
            other = _touching(body, stance, _TOUCHES[mode])
        here = (words == mode)[..., None]
        made = Arms(*(np.where(here, getattr(other, n), getattr(made, n)) for n in Arms.NAMES))
    return made


def _planted(body: Body, elbows: Axes, stance: Stance, resting: Array) -> Arms:
    """Hands stay where the start pose has them: flat on the floor, or around a bar."""
    floor = bool(resting[..., 1].max() < _FLOOR_M * body.scale)
    wrist = resting.copy()
    if floor:
        wrist[..., 1] = _PALM_M * body.scale
    return arm_by_reach(
        body,
        stance.pelvis,
        stance.trunk,
        wrist=wrist,
        pole=_turned(stance, elbows),
        along=vectors(SIDES * 0.12, -0.12, 0.98) if floor else None,
        thumb=vectors(-SIDES, 0.0, 0.0),
    )


def _forearms(body: Body, stance: Stance) -> Arms:
    """Elbows and forearms on the mat, elbows a little ahead of or under the shoulders."""
    root = shoulders(body, stance.pelvis, stance.trunk)
    aside = 0.02 * body.scale
    drop = root[..., 1] - _ELBOW_M * body.scale
    ahead = np.sqrt(np.clip(body.upper_arm_m**2 - drop**2 - aside**2, 0.0, None))
    elbow = root + body.upper_arm_m * unit(vectors(-SIDES * aside, -drop, ahead))
    along = np.broadcast_to(unit(vectors(-SIDES * 0.25, -0.04, 0.97)), root.shape)
    thumb = np.broadcast_to(vectors(0.0 * SIDES, 1.0, 0.0), root.shape)
    return Arms(elbow, elbow + body.forearm_m * along, along, thumb)


def _touching(body: Body, stance: Stance, touch: _Touch) -> Arms:
    out, up, ahead = (body.scale * v for v in touch.wrist)
    return arm_by_reach(
        body,
        stance.pelvis,
        stance.trunk,
        wrist=stance.pelvis[:, None] + _turned(stance, (out, up, ahead)),
        pole=_turned(stance, touch.elbow),
        along=unit(_turned(stance, touch.along)),
        thumb=_turned(stance, touch.thumb),
    )


def _turned(stance: Stance, axes: Axes) -> Array:
    """(outward, up, ahead) of the trunk as world vectors of both sides, (T, 2, 3)."""
    return rotate(stance.trunk[:, None], vectors(SIDES * axes[0], axes[1], axes[2]))
