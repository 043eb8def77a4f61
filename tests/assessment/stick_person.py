"""A stick person whose joint angles are what a test says, seen from the side or the front."""

import numpy as np
import numpy.typing as npt

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.vision.pose.port import PoseFound
from assessment.vision.view import ViewFound, view_estimate

WIDTH_PX, HEIGHT_PX = 480, 640
_SCALE = 250.0  # pixels a metre
_SHANK, _THIGH, _TRUNK, _UPPER, _FORE = 0.42, 0.43, 0.50, 0.29, 0.26

Signal = npt.NDArray[np.float64]


def squats(
    count: int,
    *,
    period_s: float = 2.0,
    fps: float = 15.0,
    rest_s: float = 0.6,
    deep_deg: float = 80.0,
) -> tuple[Signal, Signal]:
    """Times and knee angles: still, `count` squats from 175 deg to `deep_deg`, still."""
    length_s = count * (period_s + rest_s) + rest_s
    t_s = np.arange(0.0, length_s, 1.0 / fps)
    within = np.mod(t_s, period_s + rest_s) - rest_s
    moving = (within > 0) & (t_s < count * (period_s + rest_s))
    share = np.where(moving, 0.5 - 0.5 * np.cos(2 * np.pi * within / period_s), 0.0)
    return t_s, 175.0 - share * (175.0 - deep_deg)


def side_person(
    knee_deg: float, *, shoulder_deg: float = 10.0
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """xy_px [33,2] and world_m [33,3]: seen from the left side, facing left, upright trunk.

    The knee bends equally at shank and thigh; both sides alike, shoulders 0.37 m apart in depth.
    """
    half = np.radians((180.0 - knee_deg) / 2)
    ankle = np.array([0.0, 0.0])
    knee = ankle + _SHANK * np.array([-np.sin(half), -np.cos(half)])
    hip = knee + _THIGH * np.array([np.sin(half), -np.cos(half)])
    shoulder = hip + np.array([0.0, -_TRUNK])
    arm = np.radians(shoulder_deg)
    elbow = shoulder + _UPPER * np.array([-np.sin(arm), np.cos(arm)])
    wrist = elbow + _FORE * np.array([-np.sin(arm), np.cos(arm)])
    places = {
        "ankle": ankle,
        "knee": knee,
        "hip": hip,
        "shoulder": shoulder,
        "elbow": elbow,
        "wrist": wrist,
        "heel": np.add(ankle, [0.045, 0.05]),
        "foot_index": np.add(ankle, [-0.15, 0.06]),
        "eye": np.add(shoulder, [-0.09, -0.2]),
        "ear": np.add(shoulder, [0.0, -0.19]),
    }
    return _assemble(places, nose=np.add(shoulder, [-0.11, -0.17]))


def _assemble(
    places: dict[str, npt.NDArray[np.float64]], nose: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    flat = np.zeros((33, 2))
    depth = np.zeros(33)
    for at, name in enumerate(mediapipe33().names):
        side = "left" if "left" in name else "right" if "right" in name else ""
        base = name.replace("left_", "").replace("right_", "")
        near = next((p for key, p in places.items() if base.startswith(key)), None)
        if near is None:
            near = places["wrist"] if base in ("pinky", "index", "thumb") else nose
        flat[at] = near
        wide = 0.185 if base not in ("hip", "knee", "ankle", "heel", "foot_index") else 0.09
        depth[at] = {"left": -wide, "right": wide, "": 0.0}[side]
    xy = flat * _SCALE + [WIDTH_PX / 2, HEIGHT_PX * 0.9]
    world = np.concatenate([flat - flat[23], depth[:, None]], axis=1)
    return xy.astype(np.float32), world.astype(np.float32)


def found(knee_deg: float, **more: float) -> PoseFound:
    xy, world = side_person(knee_deg, **more)
    return PoseFound(xy_px=xy, world_m=world, visibility=np.full(33, 0.95, np.float32))


def seen_view(landmarks: Landmarks) -> ViewFound:
    view = view_estimate(landmarks)
    assert view is not None
    return view


def landmarks_of(t_s: Signal, knee_deg: Signal) -> Landmarks:
    people = [side_person(float(angle)) for angle in knee_deg]
    return Landmarks(
        t_s=t_s,
        xy_px=np.stack([xy for xy, _ in people]),
        world_m=np.stack([world for _, world in people]),
        visibility=np.full((len(t_s), 33), 0.95, np.float32),
        flags=np.zeros(len(t_s), np.uint8),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
    )


def front_landmarks(landmarks: Landmarks) -> Landmarks:
    """The same movement from the front: depth and width exchanged, left at the picture's right."""
    xy = landmarks.xy_px.copy()
    xy[:, :, 0] = WIDTH_PX / 2 - landmarks.world_m[:, :, 2] * _SCALE
    world = landmarks.world_m.copy()
    world[:, :, 0], world[:, :, 2] = -landmarks.world_m[:, :, 2], landmarks.world_m[:, :, 0]
    return Landmarks(
        t_s=landmarks.t_s,
        xy_px=xy,
        world_m=world,
        visibility=landmarks.visibility,
        flags=landmarks.flags,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
    )
