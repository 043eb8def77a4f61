"""What the landmarks tell of a recording: parts out of the picture, size, posture."""

import numpy as np

from assessment.core.kinematics import curve_joints
from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask
from assessment.exercises import Exercise
from assessment.vision.posture import ON_THE_FLOOR, lying, standing
from assessment.vision.quality.reasons import QualityReason, Severity, reason_of, spells

__all__ = ["body_reasons"]

# Source: the proposed rules of the capture gate.
_SEEN = 0.5
# A joint is out when it lies further beyond the edge than the network errs, in torso lengths: nine
# in ten of the joints it sees are nearer to the truth on rendered people (7 to 12 %).
_BEYOND_TORSO = 0.10
# The network looks at the person in 256 pixels: fewer than this are blown up. Chosen, with a fifth
# to spare; and a body under a fifth of the shorter side drowns in the noise of the sensor.
_SMALLEST_PX = 200.0
_SMALLEST_SHARE = 0.2
# Head and feet both within 1 % of the edges: nothing more can be lost before joints are. Chosen.
_FILLS = 0.98
# Parts that leave the picture in each repetition come back within the longest ordinary one.
_APART_S = 4.0
_MOST = 0.5

_FEET = ("left_ankle", "right_ankle", "left_foot_index", "right_foot_index")
_SHOULDERS = ("left_shoulder", "right_shoulder")
_HIPS = ("left_hip", "right_hip")
_HANDS = ("left_wrist", "right_wrist", "left_index", "right_index")
# The crown lies beyond the ears by this share of the way from the shoulders to them. Source: the
# proportions of the rendered person, a head .21 m high whose ears are .185 m above the shoulders.
_CROWN = 0.6
_LEG_JOINTS = frozenset({"knee", "ankle", "heel", "foot_index"})
_ARM_JOINTS = frozenset({"elbow", "wrist", "index"})


def body_reasons(landmarks: Landmarks, exercise: Exercise | None) -> list[QualityReason]:
    """Reasons of frames with a pose; empty where there is none."""
    with_pose = (landmarks.flags & FLAG_NO_POSE) == 0
    shares = np.where(with_pose[:, None, None], _shares(landmarks), 0.5)
    beyond = _beyond(landmarks)
    legs, arms = _needed(exercise, _LEG_JOINTS), _needed(exercise, _ARM_JOINTS)
    wrong: list[tuple[str, Mask, Severity]] = [
        ("feet_out", _feet_out(landmarks, beyond), legs),
        ("hands_out", beyond[:, _places(_HANDS)].sum(axis=1) >= 2, arms),
        ("head_out", _head_out(shares), "warning"),
        ("too_small", _too_small(landmarks, shares), "warning"),
        ("too_near", _fills(shares), "warning"),
    ]
    found = [
        reason_of(reason, start_s, end_s, severity)
        for reason, mask, severity in wrong
        for start_s, end_s in spells(landmarks.t_s, mask & with_pose, apart_s=_APART_S)
    ]
    return found + _posture(landmarks, with_pose, exercise)


def _shares(landmarks: Landmarks) -> F64:
    """[T, 33, 2]: places as shares of the picture."""
    size = np.array([landmarks.width_px, landmarks.height_px], np.float64)
    result: F64 = landmarks.xy_px.astype(np.float64) / size
    return result


def _needed(exercise: Exercise | None, parts: frozenset[str]) -> Severity:
    """A warning where the exercise's counting or rules look at one of these joints."""
    if exercise is None:
        return "note"
    curves = {exercise.principal.curve, *exercise.curves}
    curves |= {rule.curve for rule in exercise.rules if rule.curve is not None}
    joints = {name.split("_", 1)[-1] for one in curves for name in _joints(one)}
    return "warning" if joints & parts else "note"


def _joints(base: str) -> tuple[str, ...]:
    """Joints of a curve, of the left side where it has sides."""
    try:
        return curve_joints(base)
    except KeyError:
        return curve_joints(f"{base}_left")


def _places(names: tuple[str, ...]) -> list[int]:
    return [mediapipe33().index(name) for name in names]


def _beyond(landmarks: Landmarks) -> Mask:
    """[T, 33]: joints that surely lie beyond the edges of the picture; False without a pose."""
    xy = landmarks.xy_px.astype(np.float64)
    trunk = xy[:, _places(_SHOULDERS)].mean(axis=1) - xy[:, _places(_HIPS)].mean(axis=1)
    lengths = np.linalg.norm(trunk, axis=1)
    margin_px = _BEYOND_TORSO * float(np.nanpercentile(lengths, 90))
    far_edge = np.array([landmarks.width_px, landmarks.height_px], np.float64) + margin_px
    result: Mask = ((xy < -margin_px) | (xy > far_edge)).any(axis=2)
    return result


def _feet_out(landmarks: Landmarks, beyond: Mask) -> Mask:
    outside = beyond[:, _places(_FEET)]
    unseen = landmarks.visibility[:, _places(_FEET)] < _SEEN
    # One foot hidden behind the other is ordinary in a side view, and feet hidden behind a bar are
    # still in the picture: some joints have to lie beyond the edges.
    out: Mask = ((outside | unseen).sum(axis=1) >= 3) & (outside.sum(axis=1) >= 2)
    return out


def _head_out(shares: F64) -> Mask:
    """The network still guesses a face whose upper half is gone; the crown tells."""
    shoulders, ears = (
        shares[:, _places((f"left_{joint}", f"right_{joint}"))].mean(axis=1)
        for joint in ("shoulder", "ear")
    )
    crown = ears + _CROWN * (ears - shoulders)
    out: Mask = ((crown < 0.0) | (crown > 1.0)).any(axis=1)
    return out


def _too_small(landmarks: Landmarks, shares: F64) -> Mask:
    """Every frame, where the body is small even at its longest: bending over shortens it too."""
    extent = np.ptp(shares * [landmarks.width_px, landmarks.height_px], axis=1).max(axis=1)
    shown = extent[extent > 0]
    shorter = min(landmarks.width_px, landmarks.height_px)
    fewest_px = max(_SMALLEST_PX, _SMALLEST_SHARE * shorter)
    is_small = len(shown) > 0 and float(np.percentile(shown, 90)) < fewest_px
    return np.full(len(extent), is_small, np.bool_)


def _fills(shares: F64) -> Mask:
    """The body from one edge to the other, both ends at or beyond them."""
    low, high = shares.min(axis=1), shares.max(axis=1)
    full: Mask = ((low < 1 - _FILLS) & (high > _FILLS)).any(axis=1)
    return full


def _posture(
    landmarks: Landmarks, with_pose: Mask, exercise: Exercise | None
) -> list[QualityReason]:
    """Lying where the exercise is done upright, or the other way round, most of the time."""
    if exercise is None or not with_pose.any():
        return []
    if exercise.posture in ON_THE_FLOOR:
        reason, wrong = "upright", standing(landmarks)
    else:
        reason, wrong = "lying_down", lying(landmarks)
    if wrong.sum() < _MOST * with_pose.sum():
        return []
    times = landmarks.t_s[wrong]
    return [reason_of(reason, float(times[0]), float(times[-1]), "warning")]
