"""A made performance as a scene that can be drawn, and its landmarks' true places."""

from dataclasses import replace
from typing import Final

import numpy as np

from assessment.simulation.camera import place
from assessment.simulation.elements.routine import FPS, Routine
from assessment.simulation.frame import Scene
from assessment.simulation.framing import framed
from assessment.simulation.people import Person
from assessment.simulation.recipe import MotionRecipe, Recipe, Video

__all__ = ["scene_of"]

# A phone held upright, at a size that draws quickly; no blur of movement.
_VIDEO: Final = Video(width_px=270, height_px=360, fps=round(FPS), draft=True)
# A recipe names an exercise; of this one nothing is drawn but the room.
_MOTION: Final = MotionRecipe(exercise="deep_squat", repetitions=1, period_s=1.0)


def scene_of(routine: Routine, *, yaw_deg: float, seed: int) -> Scene:
    """Seen from `yaw_deg` round the vertical, so that the whole of it fills the picture."""
    recipe = Recipe(id=f"performance-{seed}", seed=seed, motion=_MOTION, video=_VIDEO)
    camera = replace(framed(routine.positions, yaw_deg, _VIDEO), roll_deg=0.0)
    frames = len(routine.positions)
    return Scene(
        recipe,
        np.arange(frames) / routine.fps,
        routine.joints,
        (),
        place(camera, _VIDEO),
        (Person(routine.style.body, routine.joints, recipe.look),),
        1,
        np.tile(np.eye(2, 3), (frames, 1, 1)),
    )
