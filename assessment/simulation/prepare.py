"""Works a recipe out: times, motion, people, things, camera and room."""

from copy import deepcopy
from dataclasses import replace
from typing import Final

import numpy as np

from .body import Body
from .camera import Camera, place
from .figure import dress
from .frame import Scene, Surfaces
from .framing import VIEW_YAW_DEG, framed
from .motion import perform
from .occluders import add_occluder
from .people import Person, other_person
from .recipe import Look, Recipe, exercise_of
from .room import Backdrop, colour, paint_plain, paint_room
from .rotations import Array
from .skeleton import assemble
from .surface import PERSON, Figure, Material
from .timeline import PlantedFinding, RepetitionTruth, cue, schedule
from .truth import world_points

__all__ = ["prepare"]

# Key light from the upper left before the person, in the camera's frame: right, up, towards it.
_LIGHT: Final = (-0.46, 0.86, 0.62)
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
        _backdrop(recipe, camera),
        _surfaces(recipe, people, camera, moments.shape[1]),
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


def _backdrop(recipe: Recipe, camera: Camera) -> Backdrop:
    if recipe.scene.background == "plain":
        return paint_plain(camera, recipe.look)
    return paint_room(camera, recipe.look, samples=1 if recipe.video.draft else 3)


def _surfaces(recipe: Recipe, people: list[Person], camera: Camera, moments: int) -> Surfaces:
    figures = [dress(person.body, person.joints, person.look) for person in people]
    things = Figure(frames=figures[0].frames)
    add_occluder(things, recipe.scene.occluder, camera)
    ends, parts, groups = [], [], 0
    for number, figure in enumerate((*figures, *([things] if things.ends else []))):
        end, part = figure.tables()
        part[:, 2] += PERSON * number if number < len(people) else 0
        part[:, 4] += groups
        groups = int(part[:, 4].max()) + 1
        ends.append(end)
        parts.append(part)
    toward = -camera.ahead * np.array([1.0, 0.0, 1.0])
    level_right = np.array([toward[2], 0.0, -toward[0]]) / np.linalg.norm(toward)
    light = _LIGHT[0] * level_right + _LIGHT[2] * toward / np.linalg.norm(toward)
    light = light + np.array([0.0, _LIGHT[1], 0.0])
    return Surfaces(
        np.ascontiguousarray(np.concatenate(ends, axis=1)),
        np.concatenate(parts),
        np.concatenate([_frames(person) for person in people], axis=1),
        np.concatenate([_palette(person.look) for person in people]),
        light / np.linalg.norm(light),
        moments,
    )


def _frames(person: Person) -> Array:
    """Head's and trunk's centre, axes and scale of every moment, (N, 2, 5, 3)."""
    joints, body = person.joints, person.body

    def axes(centre: Array, frame: Array, scale: float) -> Array:
        size = np.broadcast_to([scale, 0.0, 0.0], centre.shape)
        return np.concatenate([centre[:, None], frame.swapaxes(1, 2), size[:, None]], axis=1)

    head = axes(joints.points["head"], joints.head, body.scale * body.head)
    return np.stack([head, axes(joints.points["pelvis"], joints.trunk, body.scale)], axis=1)


def _palette(look: Look) -> Array:
    """Colour and sheen of each material (rows as surface.Material), then the accent colour."""
    rows = {
        Material.SKIN: (look.skin, 0.07),
        Material.FACE: (look.skin, 0.05),
        Material.SHIRT: (look.shirt, 0.0),
        Material.SHORTS: (look.shorts, 0.0),
        Material.SOCK: (look.socks, 0.0),
        Material.SHOE: (look.shoes, 0.05),
        Material.SOLE: ("#f7f5f0", 0.03),
        Material.HAIR: (look.hair_colour, 0.08),
        Material.WOOD: ("#b98a5a", 0.06),
        Material.METAL: ("#b9bec2", 0.5),
        Material.RUBBER: ("#33393c", 0.10),
        Material.SEAT: ("#d8c3a2", 0.05),
        Material.LEAF: ("#4d8b63", 0.04),
    }
    table = np.zeros((PERSON, 4))
    for material in Material:
        table[material] = [*colour(rows[material][0]), rows[material][1]]
    table[len(Material), :3] = colour(look.accent)
    return table


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
    exercise = exercise_of(exercise_id)
    rules = {rule.code: rule for rule in exercise.rules}
    codes = (
        [f.finding for f in exercise.motion.faults if f.id in entry.faults]
        if exercise.motion
        else []
    )
    findings = [
        PlantedFinding(code, rules[code].joint, rules[code].phase)
        for code in sorted({code for code in codes if code is not None})
    ]
    return replace(entry, findings=tuple(findings))
