"""Works a recipe out: times, motion, people, things, camera and room."""

from copy import deepcopy
from dataclasses import replace
from typing import Final

import numpy as np

from .body import Body
from .camera import Camera, place
from .frame import Scene
from .framing import VIEW_YAW_DEG, framed
from .motion import perform
from .people import Person, other_person
from .recipe import Recipe, exercise_of, motion_of
from .rotations import Array
from .skeleton import assemble
from .timeline import PlantedFinding, RepetitionTruth, cue, schedule
from .truth import world_points

__all__ = ["TICKS", "prepare"]

# Moments of a frame whose movement blurs (chosen: enough for a fast hand at small sizes).
_MOMENTS: Final = 5
# Video files count time in this many parts of a second.
TICKS: Final = 90_000


def prepare(recipe: Recipe) -> Scene:
    """Everything that frames and truth need."""
    asked, rng = recipe.motion, np.random.default_rng([recipe.seed, 1])
    repetitions, total_s = schedule(asked.motion, asked, rng)
    t_s = _times(recipe, total_s)
    body = Body.of(recipe.body)

    def joints_at(times: Array) -> Person:
        told = cue(asked.motion, asked, repetitions, times, deepcopy(rng))
        return Person(body, assemble(body, perform(body, asked.motion, told)), recipe.look)

    shown = joints_at(t_s)
    moments = _moments(recipe, t_s)
    camera = _camera(recipe, world_points(shown.joints))
    people = [shown if moments.size == t_s.size else joints_at(moments.ravel())]
    if recipe.scene.other != "none":
        people.append(other_person(recipe, moments.ravel(), camera))
    return Scene(
        recipe,
        t_s,
        shown.joints,
        tuple(_with_findings(asked.exercise, entry) for entry in repetitions),
        camera,
        tuple(people),
        moments.shape[1],
        _shake(recipe, camera, t_s),
    )


def _times(recipe: Recipe, total_s: float) -> Array:
    """Frame times in seconds; uneven ones lie on the ticks of the file."""
    video = recipe.video
    t_s = np.arange(round(total_s * video.fps)) / video.fps
    if video.jitter == 0.0 and video.dropped == 0.0:
        return t_s
    rng = np.random.default_rng([recipe.seed, 3])
    uneven = t_s + rng.uniform(-1.0, 1.0, t_s.size) * video.jitter / video.fps
    kept = rng.uniform(size=t_s.size) >= video.dropped
    kept[[0, -1]] = True
    ticks = np.round(np.maximum(uneven[kept], 0.0) * TICKS)
    return np.asarray((ticks - ticks[0]) / TICKS)


def _moments(recipe: Recipe, t_s: Array) -> Array:
    """Times at which each frame is drawn, (T, moments)."""
    video = recipe.video
    if video.shutter == 0.0:
        return t_s[:, None]
    open_s = (np.arange(_MOMENTS) + 0.5) / _MOMENTS - 0.5
    return t_s[:, None] + open_s * video.shutter / video.fps


def _camera(recipe: Recipe, points: Array) -> Camera:
    asked = recipe.camera
    if asked.view:
        yaw = VIEW_YAW_DEG[asked.view]
        # A side view shows the side that works.
        yaw = -yaw if recipe.motion.side == "right" else yaw
        found = framed(points, yaw + asked.yaw_deg, recipe.video)
        asked = replace(found, roll_deg=asked.roll_deg)
    return place(asked, recipe.video)


def _shake(recipe: Recipe, camera: Camera, t_s: Array) -> Array:
    """How an unsteady hand moves the picture, (T, 2, 3): slow drift, tremor and a little roll."""
    rng = np.random.default_rng([recipe.seed, 4])
    hertz, phase = rng.uniform(0.4, 5.0, (3, 6)), rng.uniform(0.0, 2.0 * np.pi, (3, 6))
    waves = np.sin(2.0 * np.pi * t_s[:, None, None] * hertz + phase).mean(axis=2) * np.sqrt(12.0)
    size = np.radians(recipe.camera.shake_deg)
    x, y, roll = waves.T * size
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    turn = turn.transpose(2, 0, 1)
    centre = np.array([camera.width_px / 2, camera.height_px / 2])
    offset = centre - turn @ centre + camera.focal_px * np.stack([x, y], axis=1)
    return np.concatenate([turn, offset[..., None]], axis=2)


def _with_findings(exercise_id: str, entry: RepetitionTruth) -> RepetitionTruth:
    """The repetition with what the engine should say of its faults."""
    rules = {rule.code: rule for rule in exercise_of(exercise_id).rules}
    planted = [f for f in motion_of(exercise_id).faults if f.id in entry.faults]
    codes = {fault.finding for fault in planted if fault.finding is not None}
    findings = [
        PlantedFinding(code, rules[code].joint, rules[code].phase) for code in sorted(codes)
    ]
    return replace(entry, findings=tuple(findings))
