"""The one motion: performs any exercise's `[motion]` table (assessment.exercises.motion)."""

from typing import Final

import numpy as np

from assessment.exercises.motion import Motion

from .arms import arms, free_arms
from .body import Body
from .posture import Posture, posture
from .rotations import Array, about_x, about_y, about_z
from .skeleton import Pose
from .stance import Stance, stance
from .timeline import Cue

__all__ = ["perform"]

# Props that are held, so that the fingers close.
_HELD: Final = frozenset({"dumbbells", "barbell", "stick", "bar", "parallel_bars"})
# The stick of a hurdle on the reference body: how high (a shin) and how far ahead of the ankles.
_HURDLE_M: Final = (0.40, 0.30)


def perform(body: Body, motion: Motion, cue: Cue, held: Posture | None = None) -> Pose:
    """The pose of every frame of a cue; `held` may say every number of the posture itself."""
    held = posture(motion, cue) if held is None else held
    placed = stance(body, motion, cue, held)
    # The start pose without sway or faults says where planted hands and furniture are.
    still = Cue(np.zeros(1), np.zeros((1, 2)), {}, np.zeros((1, 6)), cue.side_at[:1])
    rest_held = posture(motion, still)
    rest = stance(body, motion, still, rest_held)
    rest_arms = free_arms(body, rest, still, rest_held)
    free = free_arms(body, placed, cue, held), rest_arms
    return Pose(
        placed.pelvis,
        placed.trunk,
        placed.hips,
        _head(cue, held, placed),
        placed.ankle,
        placed.knee_pole,
        placed.foot,
        arms(body, motion, cue, placed, free),
        grip=bool(_HELD & set(motion.props)),
        props=motion.props,
        anchors=_anchors(body, motion, rest, rest_arms.wrist[0]),
    )


def _head(cue: Cue, held: Posture, placed: Stance) -> Array:
    """Head frame: `nod` adds to a gaze that stays ahead as far as the neck allows."""
    gaze = -0.75 * np.clip(held["trunk.lean"], -20.0, 75.0)
    turn = about_y(held["head.turn"] + 2.0 * cue.sway[:, 3])
    nod = about_x(gaze + held["head.nod"])
    return np.asarray(placed.trunk @ turn @ about_z(-held["head.tilt"]) @ nod)


def _anchors(body: Body, motion: Motion, rest: Stance, wrists: Array) -> dict[str, Array]:
    """Places of the props that do not move with the hands, metres."""
    scale = body.scale
    feet = [
        (value, pose["foot.ahead"].first if first else pose["foot.ahead"].second)
        for pose in (motion.start, motion.far)
        for first, value in ((True, pose["foot.up"].first), (False, pose["foot.up"].second))
    ]
    tall, ahead = max(feet)
    return {
        "seat": rest.pelvis[0] - np.array([0.0, 0.108 * scale, 0.0]),
        "wrists": wrists,
        "step": scale * np.array([0.0, tall, ahead]),
        "hurdle": scale * np.array([0.0, *_HURDLE_M]),
    }
