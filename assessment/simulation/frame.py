"""A recipe worked out: each frame can be drawn by itself, in any order."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from .camera import Camera
from .people import Person
from .recipe import Recipe
from .room import Backdrop
from .rotations import Array
from .skeleton import Joints
from .surfaces import Surfaces, backdrop_of, surfaces_of
from .tiles import outlines
from .timeline import RepetitionTruth
from .truth import Truth, measure, mirrored, world_points

__all__ = ["Scene"]

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Scene:
    """Joints, people and camera of a clip.

    A frame is drawn at `moments` moments (several where movement blurs), so `people` have moments
    times as many as `joints`; shake (T, 2, 3) moves each picture.
    """

    recipe: Recipe
    t_s: Array
    joints: Joints
    repetitions: tuple[RepetitionTruth, ...]
    camera: Camera
    people: tuple[Person, ...]
    moments: int
    shake: Array

    @cached_property
    def surfaces(self) -> Surfaces:
        """What is drawn."""
        return surfaces_of(self.recipe, self.people, self.camera)

    @cached_property
    def backdrop(self) -> Backdrop:
        """What is behind it."""
        return backdrop_of(self.recipe, self.camera)

    @cached_property
    def truth(self) -> Truth:
        """The exact truth of the clip."""
        world = world_points(self.joints)
        flat = self.camera.project(world)
        moved = np.einsum("tij,tkj->tki", self.shake[:, :, :2], flat) + self.shake[:, None, :, 2]
        truth = measure(
            self.recipe, self.t_s, self.repetitions, (moved, world, self.camera.seen(world))
        )
        return mirrored(truth) if self.recipe.video.mirrored else truth

    def frame(self, index: int) -> NDArray[np.uint8]:
        """Frame `index` as (H, W, 3) RGB, upright, the same on every call."""
        moments = self.moments
        first = index * moments
        drawn = [self._drawn(first + moment) for moment in range(moments)]
        picture = np.mean(drawn, axis=0) if moments > 1 else drawn[0]
        if self.recipe.camera.shake_deg > 0.0:
            picture = self._shaken(picture, index)
        if self.recipe.video.mirrored:
            picture = picture[:, ::-1]
        light = self.recipe.scene.light
        # A sensor's gain rises as the light falls, and its noise with it (chosen: inversely).
        grain = self.recipe.video.grain / 255.0 * max(1.0, 0.5 / light)
        rng = np.random.default_rng([self.recipe.seed, 2, index])
        noise = rng.standard_normal(picture.shape[:2], dtype=np.float32) * np.float32(grain)
        shown = np.clip(picture * np.float32(light) + noise[..., None], 0.0, 1.0)
        return np.asarray(shown * 255.0 + 0.5, dtype=np.uint8)

    def _drawn(self, moment: int) -> F32:
        from .kernel import Surface, draw  # compiled code loads only where frames are drawn

        picture = self._grounded(moment)
        drawn, ends = self.surfaces, self.surfaces.ends[moment]
        surface = Surface(
            ends, drawn.parts, drawn.frames[moment], drawn.palette, drawn.light, self._eye()
        )
        boxes = outlines(self.camera, ends, drawn.parts)
        draw(surface, boxes, picture, self.recipe.video.draft)
        return picture

    def _grounded(self, moment: int) -> F32:
        """The room with the shadows on the floor."""
        from .shadow import CELL_M, HALF_M, ground_shade

        cells = round(2 * HALF_M / CELL_M)
        shade = np.empty((cells, cells), np.float32)
        drawn = self.surfaces
        ground_shade(drawn.ends[moment], drawn.parts, drawn.light, shade)
        place_px = np.nan_to_num((self.backdrop.floor_xz + HALF_M) / CELL_M, nan=-1.0)
        light = cv2.remap(
            shade,
            place_px[..., 0].astype(np.float32),
            place_px[..., 1].astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=1.0,
        )
        return np.asarray(self.backdrop.picture * light[..., None])

    def _shaken(self, picture: F32, index: int) -> F32:
        # cv2 counts pixels from their middles, the truth from their corners.
        matrix = self.shake[index].copy()
        matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
        size = picture.shape[1::-1]
        moved = cv2.warpAffine(
            picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        return np.asarray(moved, dtype=np.float32)

    def _eye(self) -> Array:
        camera = self.camera
        lens = np.array([camera.focal_px, camera.width_px / 2, camera.height_px / 2])
        return np.stack([camera.position, camera.right, camera.up, camera.ahead, lens])
