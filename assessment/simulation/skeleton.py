"""From a pose (pelvis, trunk, limbs over time) to joints: the forward kinematics."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from .body import Body
from .rotations import Array, about_x, reach, rotate, unit

__all__ = [
    "SIDES",
    "Joints",
    "Pose",
    "arm_by_angles",
    "arm_by_reach",
    "assemble",
    "face_points",
    "hand_points",
    "shoulders",
]

# Sign of x on the person's left and right; index 0 is left everywhere.
SIDES = np.array([1.0, -1.0])


@dataclass(frozen=True)
class Arms:
    """Elbows, wrists and the direction of hands and thumbs, all (T, 2, 3)."""

    NAMES: ClassVar = ("elbow", "wrist", "along", "thumb")

    elbow: Array
    wrist: Array
    along: Array
    thumb: Array


@dataclass(frozen=True)
class Pose:
    """What a motion decides. Shapes (T, ...); index 0 of a pair is the person's left.

    pelvis (T, 3); trunk, hips, head (T, 3, 3) with columns left, up, forward; ankle (T, 2, 3);
    knee_pole (T, 2, 3): where knees point; foot (T, 2, 3, 3).
    """

    pelvis: Array
    trunk: Array
    hips: Array
    head: Array
    ankle: Array
    knee_pole: Array
    foot: Array
    arms: Arms
    grip: bool = False
    props: tuple[str, ...] = ()
    anchors: dict[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Joints:
    """Named points (T, 3) in metres, `left_` and `right_` where there are two, and frames."""

    points: dict[str, Array]
    trunk: Array
    hips: Array
    head: Array
    foot: Array
    thumb: Array
    grip: bool
    props: tuple[str, ...]
    anchors: dict[str, Array]

    def pair(self, name: str) -> Array:
        """The left and right point of a name, (T, 2, 3)."""
        return np.stack([self.points[f"left_{name}"], self.points[f"right_{name}"]], axis=1)


def shoulders(body: Body, pelvis: Array, trunk: Array) -> Array:
    """Shoulder centres (T, 2, 3)."""
    return np.stack(
        [pelvis + rotate(trunk, (s * body.half_shoulder_m, body.trunk_m, 0.0)) for s in SIDES],
        axis=1,
    )


def arm_by_angles(
    body: Body,
    pelvis: Array,
    trunk: Array,
    *,
    flexion: Array,
    abduction: Array,
    rotation: Array,
    elbow: Array,
    supination: Array,
) -> Arms:
    """Arms by joint angles in the trunk's frame, degrees, each (T, 2).

    flexion lifts the arm forward after abduction lifted it sideways; rotation turns the upper arm
    about itself, inwards if positive; elbow 0 is straight; supination 0 has the thumb forward on a
    hanging arm, 90 outward.
    """
    frame = trunk[:, None] @ about_x(-flexion)
    spread = np.radians(abduction)
    zero, one = np.zeros_like(spread), np.ones_like(spread)
    upper = rotate(frame, np.stack([SIDES * np.sin(spread), -np.cos(spread), zero], axis=-1))
    ahead = rotate(frame, np.stack([zero, zero, one], axis=-1))
    aside = rotate(frame, np.stack([SIDES * np.cos(spread), np.sin(spread), zero], axis=-1))
    inward = np.radians(rotation)[..., None]
    front = np.cos(inward) * ahead - np.sin(inward) * aside
    outer = np.cos(inward) * aside + np.sin(inward) * ahead
    bend = np.radians(elbow)[..., None]
    along = np.cos(bend) * upper + np.sin(bend) * front
    over = np.cos(bend) * front - np.sin(bend) * upper
    turn = np.radians(supination)[..., None]
    thumb = np.cos(turn) * over + np.sin(turn) * outer
    middle = shoulders(body, pelvis, trunk) + body.upper_arm_m * upper
    return Arms(middle, middle + body.forearm_m * along, along, thumb)


def arm_by_reach(
    body: Body,
    pelvis: Array,
    trunk: Array,
    *,
    wrist: Array,
    pole: Array,
    along: Array | None,
    thumb: Array,
) -> Arms:
    """Arms that reach for `wrist` (T, 2, 3), elbows towards `pole`.

    along: where the hands point; None goes on with the forearms.
    """
    root = shoulders(body, pelvis, trunk)
    elbow, tip = reach(
        root, np.broadcast_to(wrist, root.shape), body.upper_arm_m, body.forearm_m, pole
    )
    ahead = unit(tip - elbow) if along is None else np.broadcast_to(along, root.shape)
    return Arms(elbow, tip, ahead, np.broadcast_to(thumb, root.shape))


def assemble(body: Body, pose: Pose) -> Joints:
    """All joints of a pose."""
    points: dict[str, Array] = {"pelvis": pose.pelvis}
    hip = np.stack(
        [pose.pelvis + rotate(pose.hips, (s * body.half_hip_m, 0.0, 0.0)) for s in SIDES], axis=1
    )
    knee, ankle = reach(hip, pose.ankle, body.thigh_m, body.shank_m, pose.knee_pole)
    sole = -body.sole_below_ankle_m
    thumb = unit(
        pose.arms.thumb
        - pose.arms.along * np.sum(pose.arms.thumb * pose.arms.along, -1, keepdims=True)
    )
    pairs = {
        "hip": hip,
        "knee": knee,
        "ankle": ankle,
        "heel": ankle + rotate(pose.foot, (0.0, sole, -body.heel_back_m)),
        "toe": ankle + rotate(pose.foot, (0.0, sole, body.toe_forward_m)),
        "shoulder": shoulders(body, pose.pelvis, pose.trunk),
        "elbow": pose.arms.elbow,
        "wrist": pose.arms.wrist,
        **hand_points(body, pose.arms.wrist, pose.arms.along, thumb),
    }
    for name, pair in pairs.items():
        points[f"left_{name}"], points[f"right_{name}"] = pair[:, 0], pair[:, 1]
    points["neck"] = pose.pelvis + rotate(pose.trunk, (0.0, body.trunk_m + body.neck_m, 0.0))
    above = body.scale * body.head * rotate(pose.head, (0.0, 0.155, 0.03))
    points |= face_points(body, points["neck"] + above, pose.head)
    return Joints(
        points,
        pose.trunk,
        pose.hips,
        pose.head,
        pose.foot,
        thumb,
        pose.grip,
        pose.props,
        pose.anchors,
    )


# Points of the face from the head's centre, metres on the reference body; x outward.
_FACE = {
    "eye_inner": (0.020, 0.006, 0.088),
    "eye": (0.033, 0.006, 0.086),
    "eye_outer": (0.046, 0.006, 0.078),
    "ear": (0.086, -0.012, -0.008),
    "mouth": (0.025, -0.064, 0.082),
}


def face_points(body: Body, centre: Array, head: Array) -> dict[str, Array]:
    """Middle of the head and the points of the face, (T, 3) each. head: its frame (T, 3, 3)."""
    big = body.scale * body.head
    points = {"head": centre, "nose": centre + big * rotate(head, (0.0, -0.025, 0.101))}
    for side, s in (("left", 1.0), ("right", -1.0)):
        for name, (x, y, z) in _FACE.items():
            points[f"{side}_{name}"] = centre + big * rotate(head, (s * x, y, z))
    return points


def hand_points(body: Body, wrist: Array, along: Array, thumb: Array) -> dict[str, Array]:
    """Index, little finger and thumb of both hands, (T, 2, 3) each."""
    return {
        "index": wrist + body.scale * (0.088 * along + 0.026 * thumb),
        "pinky": wrist + body.scale * (0.078 * along - 0.030 * thumb),
        "thumb": wrist + body.scale * (0.045 * along + 0.042 * thumb),
    }
