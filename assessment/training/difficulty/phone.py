"""A virtual phone that films motion capture: landmarks as the pose network would give them.

The phone stands still at chest height and turns about the vertical to keep the person in the
picture. Errors are modelled, not measured on these movements: noise of each landmark, a slow
drift, depth that is worse than the picture, and frames in which fast turning swaps the sides.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.training.difficulty.data import Clip

__all__ = ["CLEAN", "PHONE", "Errors", "Stand", "filmed"]

_WIDTH, _HEIGHT = 1280, 720
# Share of the picture's height that a standing person of 1.7 m takes at the mean distance.
_PERSON_SHARE = 0.6
_TORSO_M = 0.5


@dataclass(frozen=True, kw_only=True)
class Errors:
    """Standard deviations; lengths in shares of the torso.

    Picture noise and drift: section 4 of the technique study's view model (.8 % and 1.2 %).
    Depth: the network's yaw errs by 12 degrees (tracking.md), about a tenth of the torso at half
    the shoulder line. Swaps: chosen, at more than one turn a second every tenth frame. Blur: noise
    of a landmark for each pixel it moves in a frame (0 to .25: an open shutter for a quarter).
    """

    noise: float = 0.008
    drift: float = 0.012
    depth: float = 0.08
    swap: float = 0.1
    lost: float = 0.01
    blur: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where the phone stands: round the vertical, how high, how near at the nearest."""

    azimuth_deg: float
    height_m: float = 1.2
    nearest_m: float = 4.0


CLEAN = Errors(noise=0.0, drift=0.0, depth=0.0, swap=0.0, lost=0.0)
PHONE = Errors()


def filmed(clip: Clip, stand: Stand, *, seed: int, errors: Errors = PHONE) -> Landmarks:
    """The clip as a phone sees it; the same for the same seed."""
    random = np.random.default_rng(seed)
    points = clip.positions - [0.0, _floor(clip.positions), 0.0]
    eye, axes = _camera(points, stand, clip.fps)
    seen = np.einsum("tij,tkj->tki", axes, points - eye)
    depth = np.maximum(-seen[..., 2], 0.5)
    focal = _PERSON_SHARE * _HEIGHT / 1.7 * float(depth.mean())
    xy = np.stack([seen[..., 0], -seen[..., 1]], axis=-1) * (focal / depth)[..., None]
    xy += [_WIDTH / 2, _HEIGHT / 2]
    world = seen * [1.0, -1.0, -1.0]
    world -= world[:, [23, 24]].mean(1, keepdims=True)
    torso_px = focal * _TORSO_M / depth.mean(1)
    if errors.blur:
        smear = errors.blur * np.abs(np.gradient(xy, axis=0))
        xy += smear * random.standard_normal(xy.shape)
    xy += _wander(random, xy.shape, errors) * torso_px[:, None, None]
    world += _wander(random, world.shape, errors) * _TORSO_M
    world[..., 2] += _TORSO_M * _slow(random, world.shape[:2], errors.depth, clip.fps)
    swapped = (_turn_rate(points, clip.fps) > 1.0) & (random.random(len(points)) < errors.swap)
    mirror = list(mediapipe33().mirror)
    xy[swapped], world[swapped] = xy[swapped][:, mirror], world[swapped][:, mirror]
    lost = random.random(len(points)) < errors.lost
    xy[lost], world[lost] = np.nan, np.nan
    flags = np.where(lost, FLAG_NO_POSE, 0).astype(np.uint8)
    visibility = np.where(lost[:, None], 0.0, np.full(points.shape[:2], 0.9))
    return Landmarks(
        t_s=np.arange(len(points)) / clip.fps,
        xy_px=xy.astype(np.float32),
        world_m=world.astype(np.float32),
        visibility=visibility.astype(np.float32),
        flags=flags,
        width_px=_WIDTH,
        height_px=_HEIGHT,
    )


def _floor(points: F64) -> float:
    return float(np.percentile(points[:, [29, 30, 31, 32], 1].min(1), 10))


def _camera(points: F64, stand: Stand, fps: float) -> tuple[F64, F64]:
    """Place of the camera and, per frame, its axes [T, 3, 3]: right, up, backwards."""
    hips = points[:, [23, 24]].mean(1)
    reach = float(np.ptp(hips[:, [0, 2]], axis=0).max())
    angle = np.radians(stand.azimuth_deg)
    away = np.array([np.sin(angle), 0.0, np.cos(angle)])
    eye = hips.mean(0) * [1.0, 0.0, 1.0] + away * max(stand.nearest_m, 1.2 * reach)
    eye[1] = stand.height_m
    calm = gaussian_filter1d(hips, 0.3 * fps, axis=0, mode="nearest")
    back = (eye - calm) * [1.0, 0.0, 1.0]
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    up = np.broadcast_to([0.0, 1.0, 0.0], back.shape)
    return eye, np.stack([np.cross(up, back), up, back], axis=1)


def _wander(random: np.random.Generator, shape: tuple[int, ...], errors: Errors) -> F64:
    fast = errors.noise * random.standard_normal(shape)
    result: F64 = fast + _slow(random, shape, errors.drift, 30.0)
    return result


def _slow(random: np.random.Generator, shape: tuple[int, ...], sigma: float, fps: float) -> F64:
    """Noise that keeps its direction for about a third of a second, of the given size."""
    raw = gaussian_filter1d(random.standard_normal(shape), 0.15 * fps, axis=0, mode="wrap")
    size = float(raw.std())
    result: F64 = sigma * raw / size if size > 0 else raw
    return result


def _turn_rate(points: F64, fps: float) -> F64:
    line = points[:, 23] - points[:, 24]
    heading = np.unwrap(np.arctan2(line[:, 2], line[:, 0]))
    result: F64 = np.abs(np.gradient(heading)) * fps / (2 * np.pi)
    return result
