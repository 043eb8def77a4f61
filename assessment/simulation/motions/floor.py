"""Motions in front support: push-up and forearm plank. The head points along +z, the belly down."""

import numpy as np

from assessment.simulation.body import Body
from assessment.simulation.rotations import Array, about_x, rotate
from assessment.simulation.skeleton import SIDES, Arms, Pose, arm_by_reach, shoulders
from assessment.simulation.timeline import Cue

from .stance import feet, head_frame, vectors

__all__ = ["plank", "push_up"]

# How far the body's middle lies ahead of the toes, so that it stays in the picture's centre.
_TOES_BEHIND_M = 0.82


def push_up(body: Body, cue: Cue) -> Pose:
    """Hands under the shoulders; drive 1 brings the chest near the floor in one straight line."""
    w, scale = cue.both, body.scale
    ankle, foot = _toes(body, cue.t_s.size, 68.0)
    wide, palm = body.half_shoulder_m + 0.07 * scale, 0.045 * scale
    top = palm + np.sqrt((0.985 * body.arm_m) ** 2 - (0.07 * scale) ** 2)
    height = top + w * (0.235 * scale - top)
    pelvis, trunk = _line(body, ankle, height, -0.13 * scale * w * cue.fault("sag") - 0.004)
    start, _ = _line(body, ankle[:1], np.array([top]), np.array([-0.004]))
    root = shoulders(body, start, _line(body, ankle[:1], np.array([top]), np.array([-0.004]))[1])
    wrist = vectors(SIDES * wide, palm, root[0, :, 2] - 0.01)
    arms = arm_by_reach(
        body,
        pelvis,
        trunk,
        wrist=wrist,
        pole=vectors(SIDES * 0.75, 0.35, -0.75),
        along=vectors(SIDES * 0.12, -0.12, 0.98),
        thumb=vectors(-SIDES, 0.0, 0.0),
    )
    head = head_frame(trunk, -26.0 + 6.0 * w + cue.sway[:, 1], 1.5 * cue.sway[:, 3])
    return Pose(
        pelvis,
        trunk,
        head,
        ankle,
        np.broadcast_to(vectors(0.0 * SIDES, -1.0, 0.3), ankle.shape),
        foot,
        arms,
    )


def plank(body: Body, cue: Cue) -> Pose:
    """Forearms on the floor, held straight at drive 1; at drive 0 the hips are high, resting."""
    w, scale = cue.both, body.scale
    ankle, foot = _toes(body, cue.t_s.size, 68.0)
    height = np.full_like(w, 0.055 * scale + 0.98 * body.upper_arm_m)
    bend = (
        0.17 * scale * (1.0 - w)
        - 0.11 * scale * w * cue.fault("sag")
        + 0.13 * scale * w * cue.fault("pike")
    )
    pelvis, trunk = _line(body, ankle, height, bend - 0.004 + 0.003 * cue.sway[:, 2])
    root = shoulders(body, pelvis, trunk)
    aside = 0.02 * scale
    drop = root[..., 1] - 0.055 * scale
    ahead = np.sqrt(np.clip(body.upper_arm_m**2 - drop**2 - aside**2, 0.0, None))
    elbow = root + vectors(-SIDES * aside, -drop, ahead)
    along = np.broadcast_to(vectors(-SIDES * 0.25, -0.04, 0.97), root.shape)
    along = along / np.linalg.norm(along, axis=-1, keepdims=True)
    thumb = np.broadcast_to(vectors(0.0 * SIDES, 1.0, 0.0), root.shape)
    arms = Arms(elbow, elbow + body.forearm_m * along, along, thumb)
    head = head_frame(trunk, -16.0 + cue.sway[:, 1], 1.5 * cue.sway[:, 3])
    pole = np.broadcast_to(vectors(0.0 * SIDES, -1.0, 0.3), ankle.shape)
    return Pose(pelvis, trunk, head, ankle, pole, foot, arms, grip=True)


def _toes(body: Body, frames: int, pitch_deg: float) -> tuple[Array, Array]:
    """Ankles and feet standing on the toes."""
    foot = feet(frames, 0.0) @ about_x(np.full((frames, 2), pitch_deg))
    toe = vectors(
        SIDES * body.half_hip_m,
        body.ankle_height_m - body.sole_below_ankle_m,
        -_TOES_BEHIND_M * body.scale,
    )
    return toe - rotate(foot, (0.0, -body.sole_below_ankle_m, body.toe_forward_m)), foot


def _line(body: Body, ankle: Array, shoulder_height: Array, rise_m: Array) -> tuple[Array, Array]:
    """Pelvis and trunk of a body from ankles to shoulders, hips `rise_m` above the line."""
    leg = np.arcsin(np.clip(rise_m / (0.998 * body.leg_m), -1.0, 1.0))
    back = np.arcsin(np.clip(rise_m / body.trunk_m, -1.0, 1.0))
    span = 0.998 * body.leg_m * np.cos(leg) + body.trunk_m * np.cos(back)
    middle = ankle.mean(axis=1)
    slope = np.arcsin((shoulder_height - middle[:, 1]) / span)
    pelvis = middle + 0.998 * body.leg_m * vectors(0.0, np.sin(slope + leg), np.cos(slope + leg))
    return pelvis, about_x(90.0 - np.degrees(slope - back))
