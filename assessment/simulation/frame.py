"""Frames of a recipe: everything is worked out once, then each frame is drawn by itself."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .body import Body
from .camera import Camera, place
from .figure import dress
from .motion import perform
from .recipe import Look, Recipe
from .room import Backdrop, colour, paint_room
from .rotations import Array
from .skeleton import Joints, assemble
from .surface import Material
from .tiles import outlines
from .timeline import RepetitionTruth, cue, schedule
from .truth import Truth, measure

__all__ = ["Scene", "prepare"]

# Key light from the upper left before the person, in the camera's frame: right, up, towards it.
_LIGHT: Final = (-0.46, 0.86, 0.62)


@dataclass(frozen=True)
class Scene:
    """A recipe worked out: joints, surface tables, camera and room."""

    recipe: Recipe
    t_s: Array
    joints: Joints
    repetitions: tuple[RepetitionTruth, ...]
    camera: Camera
    backdrop: Backdrop
    ends: Array
    parts: Array
    palette: Array
    light: Array
    scale: float

    @property
    def truth(self) -> Truth:
        """The exact truth of the clip."""
        return measure(self.recipe, self.t_s, self.joints, self.camera, self.repetitions)

    def frame(self, index: int) -> NDArray[np.uint8]:
        """Frame `index` as (H, W, 3) RGB, the same on every call."""
        from .kernel import Surface, draw  # compiled code loads only where frames are drawn

        picture = self._grounded(index)
        joints, ends = self.joints, self.ends[index]
        frames = np.stack(
            [
                self._axes(joints.points["head"][index], joints.head[index]),
                self._axes(joints.points["pelvis"][index], joints.trunk[index]),
            ]
        )
        surface = Surface(ends, self.parts, frames, self.palette, self.light, self._view())
        draw(surface, outlines(self.camera, ends, self.parts), picture)
        video = self.recipe.video
        rng = np.random.default_rng([self.recipe.seed, 2, index])
        grain = rng.standard_normal(picture.shape[:2], dtype=np.float32) * (video.grain / 255.0)
        shown = np.clip(picture + grain[..., None], 0.0, 1.0)
        return (shown * 255.0 + 0.5).astype(np.uint8)

    def _grounded(self, index: int) -> NDArray[np.float32]:
        """The room with the person's shadow on the floor."""
        from .shadow import CELL_M, HALF_M, ground_shade

        cells = round(2 * HALF_M / CELL_M)
        shade = np.empty((cells, cells), np.float32)
        ground_shade(self.ends[index], self.parts, self.light, shade)
        place_px = np.nan_to_num((self.backdrop.floor_xz + HALF_M) / CELL_M, nan=-1.0)
        inside = np.all((place_px >= 0) & (place_px < cells - 1), axis=-1)
        picture = self.backdrop.picture.copy()
        at = place_px[inside]
        i, j = at.astype(np.int64).T
        u, v = (at - np.floor(at)).T
        near = shade[j, i] * (1 - u) + shade[j, i + 1] * u
        far = shade[j + 1, i] * (1 - u) + shade[j + 1, i + 1] * u
        picture[inside] *= (near * (1 - v) + far * v)[:, None].astype(np.float32)
        return picture

    def _view(self) -> Array:
        camera = self.camera
        lens = np.array([camera.focal_px, camera.width_px / 2, camera.height_px / 2])
        return np.stack([camera.position, camera.right, camera.up, camera.ahead, lens])

    def _axes(self, centre: Array, frame: Array) -> Array:
        return np.vstack([centre, frame.T, [self.scale, 0.0, 0.0]])


def prepare(recipe: Recipe) -> Scene:
    """Work a recipe out: motion, joints, surface, camera, room."""
    asked, rng = recipe.motion, np.random.default_rng([recipe.seed, 1])
    repetitions, total_s = schedule(asked.motion, asked, rng)
    t_s = np.arange(round(total_s * recipe.video.fps)) / recipe.video.fps
    told = cue(asked.motion, asked, repetitions, t_s, rng)
    body = _body(recipe)
    joints = assemble(body, perform(body, asked.motion, told))
    camera = place(recipe.camera, recipe.video)
    ends, parts = dress(body, joints, recipe.look).tables()
    toward = -camera.ahead * np.array([1.0, 0.0, 1.0])
    light = _LIGHT[0] * camera.right + _LIGHT[2] * toward / np.linalg.norm(toward)
    light = light + np.array([0.0, _LIGHT[1], 0.0])
    return Scene(
        recipe,
        t_s,
        joints,
        repetitions,
        camera,
        paint_room(camera, recipe.look),
        ends,
        parts,
        _palette(recipe.look),
        light / np.linalg.norm(light),
        body.scale,
    )


def _body(recipe: Recipe) -> Body:
    shape = recipe.body
    return Body.of_height(
        shape.height_m, width=shape.width, limb_width=shape.limb_width, hip_width=shape.hip_width
    )


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
    }
    table = [[*colour(rows[material][0]), rows[material][1]] for material in Material]
    return np.array([*table, [*colour(look.accent), 0.0]])
