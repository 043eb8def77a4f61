"""A virtual phone: what a camera in a three-quarter view, and a pose network behind it, would
give of a repetition that was measured in space.

Distances and heights: the study of the method; errors: measured (`camera_errors`).
docs/algorithms/technique.md, "The virtual camera".
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.skeleton import at
from assessment.training.technique.camera_errors import errors_kept

__all__ = ["Camera", "camera_draw", "filmed"]

_BODY_M = 1.4  # trunk + leg of a grown person, metres: only sets how strong the perspective is
_AZIMUTH_DEG = (30.0, 60.0)
_DISTANCE_M = (2.6, 3.8)
_HEIGHT_M = (0.9, 1.4)


@dataclass(frozen=True, kw_only=True)
class Camera:
    """Stands `azimuth_deg` from straight ahead, towards the working side."""

    azimuth_deg: float
    distance_m: float
    height_m: float


def camera_draw(rng: np.random.Generator) -> Camera:
    return Camera(
        azimuth_deg=float(rng.uniform(*_AZIMUTH_DEG)),
        distance_m=float(rng.uniform(*_DISTANCE_M)),
        height_m=float(rng.uniform(*_HEIGHT_M)),
    )


def filmed(body: F64, camera: Camera, rng: np.random.Generator) -> F64:
    """[T, 17, 3] canonical, in the body frame -> [T, 17, 2], x right, y up, image units."""
    points = body.copy()
    # A pose network gives no neck of its own (skeleton.from_mediapipe).
    points[:, at("neck")] = (points[:, at("l_shoulder")] + points[:, at("r_shoulder")]) / 2
    flat = _projected(points, camera)
    torso = float(np.median(np.linalg.norm(flat[:8, at("neck")] - flat[:8, at("pelvis")], axis=-1)))
    seen: F64 = flat + torso * errors_kept().drawn(len(flat), rng)
    return seen


def _projected(points: F64, camera: Camera) -> F64:
    angle = np.radians(camera.azimuth_deg)
    across = points[..., 0] * np.cos(angle) + points[..., 2] * np.sin(angle)
    towards = -points[..., 0] * np.sin(angle) + points[..., 2] * np.cos(angle)
    depth = camera.distance_m / _BODY_M - towards
    up = points[..., 1] - camera.height_m / _BODY_M
    result: F64 = np.stack([across / depth, up / depth], axis=-1)
    return result
