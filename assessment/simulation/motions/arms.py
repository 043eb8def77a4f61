"""Motions led by the arms: shoulder abduction, curl, jumping jack."""

import numpy as np

from assessment.simulation.body import Body
from assessment.simulation.rotations import Array
from assessment.simulation.skeleton import SIDES, Pose, arm_by_angles
from assessment.simulation.timeline import Cue

from .stance import feet, head_frame, hips_over, knees_ahead, trunk_frame, vectors

__all__ = ["curl", "jumping_jack", "shoulder_abduction"]


def _standing(body: Body, cue: Cue, lean: Array, aside: Array) -> tuple[Array, Array, Array, Array]:
    """Pelvis, trunk, head and ankles of quiet standing with a given lean."""
    frames = cue.t_s.size
    half = body.half_hip_m + 0.02 * body.scale
    height, ahead = hips_over(
        body, np.full(frames, 1.5), np.full(frames, 4.0), half - body.half_hip_m
    )
    ankle = np.broadcast_to(vectors(SIDES * half, body.ankle_height_m, 0.0), (frames, 2, 3))
    pelvis = vectors(
        0.008 * cue.sway[:, 0],
        body.ankle_height_m + height - 0.0005,
        ahead + 0.004 * cue.sway[:, 1],
    )
    trunk = trunk_frame(lean, aside_deg=aside, turn_deg=0.8 * cue.sway[:, 2])
    head = head_frame(trunk, -0.8 * lean + 2.0, 2.0 * cue.sway[:, 3])
    return pelvis, trunk, head, ankle


def shoulder_abduction(body: Body, cue: Cue) -> Pose:
    """Arms rise sideways from 9 to 165 degrees at drive 1, elbows nearly straight."""
    frames = cue.t_s.size
    less = np.stack([np.ones(frames), 1.0 - 0.35 * cue.fault("asymmetry")], axis=1)
    w = cue.drive * less
    aside = 11.0 * cue.both * cue.fault("trunk_lean") * (-1.0 if cue.side == "right" else 1.0)
    pelvis, trunk, head, ankle = _standing(body, cue, 1.0 + 0.6 * cue.sway[:, 1], aside)
    arms = arm_by_angles(
        body,
        pelvis,
        trunk,
        flexion=4.0 * (1.0 - w) + 1.0 * cue.sway[:, 4:6],
        abduction=9.0 + 156.0 * w,
        elbow=8.0 + 50.0 * w * cue.fault("elbow_bent")[:, None],
        supination=100.0 * np.clip(w, 0.0, 1.0),
    )
    return Pose(pelvis, trunk, head, ankle, knees_ahead(frames, 8.0), feet(frames, 8.0), arms)


def curl(body: Body, cue: Cue) -> Pose:
    """Elbows bend from 12 to 138 degrees at drive 1 with dumbbells, upper arms quiet."""
    frames = cue.t_s.size
    less = np.stack([np.ones(frames), 1.0 - 0.4 * cue.fault("asymmetry")], axis=1)
    w = cue.drive * less
    swing = cue.both * cue.fault("swing")
    pelvis, trunk, head, ankle = _standing(
        body, cue, 1.0 - 9.0 * swing + 0.6 * cue.sway[:, 1], 0.0 * swing
    )
    arms = arm_by_angles(
        body,
        pelvis,
        trunk,
        flexion=3.0 + 4.0 * w + 26.0 * swing[:, None],
        abduction=np.full_like(w, 8.0),
        elbow=12.0 + 126.0 * w,
        supination=20.0 + 65.0 * np.clip(1.6 * w, 0.0, 1.0),
    )
    return Pose(
        pelvis,
        trunk,
        head,
        ankle,
        knees_ahead(frames, 8.0),
        feet(frames, 8.0),
        arms,
        grip=True,
        props=("dumbbells",),
    )


def jumping_jack(body: Body, cue: Cue) -> Pose:
    """Arms to 158 degrees and feet apart with a small hop each way."""
    frames, w = cue.t_s.size, cue.both
    narrow, wide = body.half_hip_m + 0.005 * body.scale, body.half_hip_m + 0.26 * body.scale
    half = narrow + w * (wide - narrow)
    air = np.clip(np.sin(np.pi * np.clip(w, 0.0, 1.0)), 0.0, 1.0) ** 2
    knee = 7.0 + 9.0 * (1.0 - air)
    height, ahead = _level(body, knee, half - body.half_hip_m)
    lift = 0.035 * body.scale * air
    ankle = vectors(SIDES * half[:, None], (body.ankle_height_m + lift)[:, None], 0.0)
    pelvis = vectors(0.006 * cue.sway[:, 0], body.ankle_height_m + lift + height, ahead)
    lean = 3.0 + 0.8 * cue.sway[:, 1]
    trunk = trunk_frame(lean, aside_deg=0.6 * cue.sway[:, 4], turn_deg=0.8 * cue.sway[:, 2])
    arm = cue.drive * np.stack([np.ones(frames), 1.0 - 0.35 * cue.fault("asymmetry")], axis=1)
    arms = arm_by_angles(
        body,
        pelvis,
        trunk,
        flexion=4.0 * (1.0 - arm),
        abduction=10.0 + 148.0 * arm,
        elbow=14.0 + 10.0 * np.sin(np.pi * np.clip(arm, 0.0, 1.0)),
        supination=100.0 * np.clip(arm, 0.0, 1.0),
    )
    head = head_frame(trunk, -0.8 * lean + 2.0, 2.0 * cue.sway[:, 3])
    return Pose(pelvis, trunk, head, ankle, knees_ahead(frames, 14.0), feet(frames, 12.0), arms)


def _level(body: Body, knee_deg: Array, aside_m: Array) -> tuple[Array, Array]:
    """Hip height above the ankles for a knee bend and feet `aside_m` outside the hips."""
    bend = np.radians(knee_deg)
    span = np.sqrt(
        body.thigh_m**2 + body.shank_m**2 + 2.0 * body.thigh_m * body.shank_m * np.cos(bend)
    )
    return np.sqrt(span**2 - aside_m**2), np.zeros_like(span)
