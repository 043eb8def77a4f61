"""A made performance as a scene that can be drawn, and its landmarks' true places."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from assessment.simulation.camera import place
from assessment.simulation.elements.routine import FPS, Routine, routine_made
from assessment.simulation.frame import Scene
from assessment.simulation.framing import framed
from assessment.simulation.people import Person
from assessment.simulation.recipe import MotionRecipe, Recipe, Video

__all__ = ["routine_scene", "scene_of"]

# A phone held upright, at a size that draws quickly; no blur of movement.
_VIDEO: Final = Video(width_px=270, height_px=360, fps=round(FPS), draft=True)
_SHOWN: Final = Video(width_px=360, height_px=480, fps=round(FPS))
_SHOWN_SHARE: Final = 0.6  # so that ten seconds hold three or four elements
# A recipe names an exercise; of this one nothing is drawn but the room.
_MOTION: Final = MotionRecipe(exercise="deep_squat", repetitions=1, period_s=1.0)


def routine_scene(seed: int, *, seconds: float, only: Sequence[str] | None = None) -> Scene:
    """A made routine of about so many seconds, in a clip fit to be shown; `only`: its elements."""
    routine = routine_made("train", seed, seconds=seconds, share=_SHOWN_SHARE, only=only)
    return scene_of(routine, yaw_deg=0.0, seed=seed, video=_SHOWN)


def scene_of(routine: Routine, *, yaw_deg: float, seed: int, video: Video = _VIDEO) -> Scene:
    """Seen from `yaw_deg` round the vertical, so that the whole of it fills the picture."""
    recipe = Recipe(id=f"performance-{seed}", seed=seed, motion=_MOTION, video=video)
    camera = replace(framed(routine.positions, yaw_deg, video), roll_deg=0.0)
    frames = len(routine.positions)
    return Scene(
        recipe,
        np.arange(frames) / routine.fps,
        routine.joints,
        (),
        place(camera, video),
        (Person(routine.style.body, routine.joints, recipe.look),),
        1,
        np.tile(np.eye(2, 3), (frames, 1, 1)),
    )
