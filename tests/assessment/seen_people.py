"""People of the simulation as a camera and a noisy network would see them, without rendering."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.simulation import Truth, parse_recipe, prepare
from assessment.simulation.camera import place
from assessment.simulation.recipe import CameraRecipe, Video

# Spread of the network's landmarks about their own mean, in torso lengths. Source: tracking.md.
NOISE_TORSO = 0.012
SIDE_PX = 640


@cache
def _truth(exercise: str, period_s: float, fps: int, seed: int) -> Truth:
    motion: dict[str, Any] = {
        "exercise": exercise,
        "repetitions": 2,
        "period_s": period_s,
        "still_start_s": 0.5,
        "still_end_s": 0.5,
    }
    # The room is painted too: a small one is quick, and the joints do not mind.
    video = {"width_px": 64, "height_px": 64, "fps": fps}
    recipe = parse_recipe({"id": "seen", "seed": seed, "motion": motion, "video": video})
    return prepare(recipe).truth


def seen(
    exercise: str,
    *,
    yaw_deg: float = 0.0,
    period_s: float = 2.0,
    fps: int = 15,
    noise: float = NOISE_TORSO,
    seed: int = 1,
) -> Landmarks:
    """Landmarks of two repetitions; `noise` in torso lengths, 0 for the truth itself."""
    truth = _truth(exercise, period_s, fps, seed)
    camera = place(
        CameraRecipe(yaw_deg=yaw_deg, distance_m=3.6), Video(width_px=SIDE_PX, height_px=SIDE_PX)
    )
    xy = camera.project(truth.world_m)
    middle = (truth.world_m[:, 23] + truth.world_m[:, 24])[:, None] / 2
    offset = truth.world_m - middle
    world = np.stack([offset @ camera.right, -(offset @ camera.up), offset @ camera.ahead], axis=-1)
    rng = np.random.default_rng(seed)
    hips, shoulders = (xy[:, pair].mean(axis=1) for pair in ([23, 24], [11, 12]))
    torso_px = float(np.linalg.norm(hips - shoulders, axis=1).max())
    return Landmarks(
        t_s=truth.t_s,
        xy_px=(xy + rng.normal(0, noise * torso_px, xy.shape)).astype(np.float32),
        world_m=(world + rng.normal(0, noise * 0.5, world.shape)).astype(np.float32),
        visibility=np.full((len(truth.t_s), 33), 0.95, np.float32),
        flags=np.zeros(len(truth.t_s), np.uint8),
        width_px=SIDE_PX,
        height_px=SIDE_PX,
    )


def mirrored(landmarks: Landmarks) -> Landmarks:
    """The same people in a picture flipped left to right: names change sides too."""
    twins = list(mediapipe33().mirror)
    xy, world = landmarks.xy_px[:, twins].copy(), landmarks.world_m[:, twins].copy()
    xy[:, :, 0] = np.float32(landmarks.width_px) - xy[:, :, 0]
    world[:, :, 0] *= -1
    return replace(
        landmarks, xy_px=xy, world_m=world, visibility=landmarks.visibility[:, twins].copy()
    )
