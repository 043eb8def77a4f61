"""From people and things to the tables that the ray marcher draws."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from .camera import Camera
from .figure import dress
from .occluders import add_occluder
from .people import Person
from .recipe import Look, Recipe
from .room import Backdrop, colour, paint_plain, paint_room
from .rotations import Array
from .surface import PERSON, Figure, Material

__all__ = ["Surfaces", "backdrop_of", "surfaces_of"]

# Key light from the upper left before the person, in the camera's frame: right, up, towards it.
_LIGHT: Final = (-0.46, 0.86, 0.62)


@dataclass(frozen=True)
class Surfaces:
    """What is drawn at every moment.

    ends (N, P, 6), parts (P, 6): see surface.Figure; frames (N, 2 a person, 5, 3), palette
    (16 a person, 4), light (3,): see kernel.Surface.
    """

    ends: Array
    parts: Array
    frames: Array
    palette: Array
    light: Array


def backdrop_of(recipe: Recipe, camera: Camera) -> Backdrop:
    """The room, or a plain backdrop."""
    if recipe.scene.background == "plain":
        return paint_plain(camera, recipe.look)
    return paint_room(camera, recipe.look, samples=1 if recipe.video.draft else 3)


def surfaces_of(recipe: Recipe, people: tuple[Person, ...], camera: Camera) -> Surfaces:
    """The dressed people, their things and what stands before them, at every moment."""
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
