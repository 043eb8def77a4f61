"""Motions led by the legs: deep squat, sit to stand, inline lunge, deadlift."""

import numpy as np

from assessment.simulation.body import Body
from assessment.simulation.rotations import Array, about_x, rotate
from assessment.simulation.skeleton import SIDES, Pose, arm_by_angles, arm_by_reach, shoulders
from assessment.simulation.timeline import Cue

from .stance import feet, head_frame, hips_over, knees_ahead, trunk_frame, vectors

__all__ = ["deadlift", "deep_squat", "inline_lunge", "sit_to_stand"]


def deep_squat(body: Body, cue: Cue) -> Pose:
    """Feet shoulder-wide, arms rising ahead; at drive 1 knee 108, trunk 38 degrees from upright."""
    frames, w = cue.t_s.size, cue.both
    toe_out = 16.0
    half = body.half_hip_m + 0.055 * body.scale
    shank = 2.0 + w * (17.0 - 4.0 * cue.fault("trunk_lean"))
    knee = 6.0 + 102.0 * w
    height, ahead = hips_over(body, shank, knee, half - body.half_hip_m)
    shift = 0.055 * body.scale * w * cue.fault("asymmetry")
    rise = 14.0 * w * cue.fault("heels_up")
    foot = feet(frames, toe_out) @ about_x(np.stack([rise, rise], axis=1))
    toe = vectors(SIDES * half, body.ankle_height_m - body.sole_below_ankle_m, 0.0) + rotate(
        feet(frames, toe_out), (0.0, 0.0, body.toe_forward_m)
    )
    ankle = toe - rotate(foot, (0.0, -body.sole_below_ankle_m, body.toe_forward_m))
    pelvis = vectors(
        shift + 0.006 * cue.sway[:, 0], ankle[:, 0, 1] + height, ankle[:, 0, 2] + ahead
    )
    lean = 2.0 + w * (36.0 + 22.0 * cue.fault("trunk_lean")) + 0.8 * cue.sway[:, 1]
    trunk = trunk_frame(
        lean, aside_deg=-6.0 * w * cue.fault("asymmetry"), turn_deg=0.6 * cue.sway[:, 2]
    )
    lift = np.stack([w, w], axis=1)
    arms = arm_by_angles(
        body,
        pelvis,
        trunk,
        flexion=4.0 + 100.0 * np.minimum(lift * 1.15, 1.0),
        abduction=9.0 - 5.0 * lift,
        elbow=13.0 - 5.0 * lift,
        supination=np.zeros_like(lift),
    )
    pole = knees_ahead(frames, toe_out) - vectors(
        SIDES * 0.75 * (w * cue.fault("knees_in"))[:, None], 0.0, 0.0
    )
    head = head_frame(trunk, -0.75 * lean + 3.0, 2.0 * cue.sway[:, 3])
    return Pose(pelvis, trunk, head, ankle, pole, foot, arms)


def sit_to_stand(body: Body, cue: Cue) -> Pose:
    """From a chair to standing and back; drive 0 sits, 1 stands; the trunk leans first."""
    frames, w = cue.t_s.size, cue.both
    half = body.half_hip_m + 0.02 * body.scale
    opened = np.clip((w - 0.12) / 0.88, 0.0, None)
    knee = 97.0 - 91.0 * opened
    shank = 8.0 + 13.0 * np.sin(np.pi * np.clip(w, 0.0, 1.0)) - 6.0 * w
    height, ahead = hips_over(body, shank, knee, half - body.half_hip_m)
    ankle = np.broadcast_to(vectors(SIDES * half, body.ankle_height_m, 0.12), (frames, 2, 3))
    shift = 0.05 * body.scale * np.sin(np.pi * np.clip(w, 0.0, 1.0)) * cue.fault("asymmetry")
    pelvis = vectors(shift + 0.004 * cue.sway[:, 0], body.ankle_height_m + height, 0.12 + ahead)
    bow = np.sin(np.pi * np.clip(w, 0.0, 1.0) ** 0.75)
    lean = 3.0 + (34.0 + 18.0 * cue.fault("trunk_lean")) * bow + 0.8 * cue.sway[:, 1]
    trunk = trunk_frame(lean, aside_deg=-1.1e2 * shift, turn_deg=0.6 * cue.sway[:, 2])
    rest = np.stack([1.0 - w, 1.0 - w], axis=1)
    arms = arm_by_angles(
        body,
        pelvis,
        trunk,
        flexion=5.0 + 27.0 * rest + 14.0 * bow[:, None],
        abduction=8.0 + 1.0 * rest,
        elbow=12.0 + 26.0 * rest,
        supination=-30.0 * rest,
    )
    head = head_frame(trunk, -0.6 * lean + 2.0, 2.0 * cue.sway[:, 3])
    seat_height, seat_ahead = hips_over(
        body, np.array([8.0]), np.array([97.0]), half - body.half_hip_m
    )
    seat = vectors(
        0.0, body.ankle_height_m + seat_height[0] - 0.108 * body.scale, 0.12 + seat_ahead[0]
    )
    return Pose(
        pelvis,
        trunk,
        head,
        ankle,
        knees_ahead(frames, 6.0),
        feet(frames, 6.0),
        arms,
        props=("chair",),
        anchors={"seat": seat},
    )


def inline_lunge(body: Body, cue: Cue) -> Pose:
    """Split stance in line, named leg ahead; hips sink until the front knee bends 92 degrees."""
    frames, w = cue.t_s.size, cue.both
    front = 0 if cue.side == "left" else 1
    scale = body.scale
    low_height, low_ahead = hips_over(body, np.array([6.0]), np.array([92.0]), 0.03 * scale)
    front_z = 0.38 * scale
    bottom = np.array([body.ankle_height_m + low_height[0], front_z + low_ahead[0]])
    top = np.array([body.ankle_height_m + 0.735 * scale, 0.03 * scale])
    path = top + w[:, None] * (bottom - top)
    pelvis = vectors(0.004 * cue.sway[:, 0], path[:, 0], path[:, 1])
    heel_up = 24.0 + 38.0 * w
    zero = np.zeros(frames)
    pitch = np.stack([zero, heel_up] if front == 0 else [heel_up, zero], axis=1)
    foot = feet(frames, 2.0) @ about_x(pitch)
    toe_z = np.where(np.arange(2) == front, front_z + body.toe_forward_m, -0.42 * scale)
    toe = vectors(SIDES * 0.06 * scale, body.ankle_height_m - body.sole_below_ankle_m, toe_z)
    ankle = toe - rotate(foot, (0.0, -body.sole_below_ankle_m, body.toe_forward_m))
    lean = 2.0 + w * (4.0 + 24.0 * cue.fault("trunk_lean")) + 0.8 * cue.sway[:, 1]
    trunk = trunk_frame(lean, aside_deg=1.2 * cue.sway[:, 4], turn_deg=0.8 * cue.sway[:, 2])
    grip = pelvis[:, None] + rotate(
        trunk[:, None], vectors(SIDES * 0.172 * scale, 0.085 * scale, -0.030 * scale)
    )
    inward = rotate(trunk[:, None], vectors(-0.20 * SIDES, -0.30, 0.93))
    arms = arm_by_reach(
        body,
        pelvis,
        trunk,
        wrist=grip,
        pole=rotate(trunk[:, None], vectors(SIDES * 0.9, 0.0, -0.55)),
        along=inward,
        thumb=rotate(trunk[:, None], vectors(0.0 * SIDES, 1.0, 0.0)),
    )
    head = head_frame(trunk, -0.7 * lean + 3.0, 2.0 * cue.sway[:, 3])
    return Pose(pelvis, trunk, head, ankle, knees_ahead(frames, 2.0), foot, arms)


def deadlift(body: Body, cue: Cue) -> Pose:
    """Hip hinge with a bar; at drive 1 the trunk leans 66 and the knees bend 38 degrees."""
    frames, w = cue.t_s.size, cue.both
    half = body.half_hip_m + 0.02 * body.scale
    knee = 5.0 + w * (33.0 - 26.0 * cue.fault("knees_straight"))
    shank = 2.0 - w * (4.0 + 6.0 * cue.fault("knees_straight"))
    height, ahead = hips_over(body, shank, knee, half - body.half_hip_m)
    ankle = np.broadcast_to(vectors(SIDES * half, body.ankle_height_m, 0.0), (frames, 2, 3))
    pelvis = vectors(0.004 * cue.sway[:, 0], body.ankle_height_m + height, ahead)
    lean = 2.0 + 64.0 * w + 0.6 * cue.sway[:, 1]
    trunk = trunk_frame(lean, aside_deg=0.5 * cue.sway[:, 2], turn_deg=0.0 * w)
    root = shoulders(body, pelvis, trunk).mean(axis=1)
    bar = _bar(body, root, pelvis, w)
    wrist = bar[:, None] + vectors(SIDES * 0.235 * body.scale, 0.055 * body.scale, 0.0)
    arms = arm_by_reach(
        body,
        pelvis,
        trunk,
        wrist=wrist,
        pole=vectors(SIDES * 0.4, 0.0, -1.0),
        along=np.broadcast_to(vectors(0.0, -1.0, 0.05), (frames, 2, 3)),
        thumb=vectors(-SIDES, 0.0, 0.0),
    )
    head = head_frame(trunk, -0.62 * lean + 3.0, 1.5 * cue.sway[:, 3])
    return Pose(
        pelvis,
        trunk,
        head,
        ankle,
        knees_ahead(frames, 8.0),
        feet(frames, 8.0),
        arms,
        grip=True,
        props=("barbell",),
        anchors={"bar": bar},
    )


def _bar(body: Body, shoulder: Array, pelvis: Array, w: Array) -> Array:
    """The bar hangs under the shoulders, always in front of the thighs and shins."""
    drop = 0.985 * (body.arm_m + 0.055 * body.scale)
    ahead = np.maximum(shoulder[:, 2], pelvis[:, 2] + (0.135 + 0.12 * w) * body.scale)
    return vectors(
        shoulder[:, 0], shoulder[:, 1] - np.sqrt(drop**2 - (ahead - shoulder[:, 2]) ** 2), ahead
    )
