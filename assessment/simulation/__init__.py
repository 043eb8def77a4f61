"""Rendered people with known joints: from a seeded recipe to a clip and its exact truth.

Light to import: compiled drawing code and the video library load when a frame is drawn.
"""

from .clip import render_clip
from .errors import RecipeInvalid, RenderFailed, SimulationError
from .frame import Scene
from .prepare import prepare
from .recipe import Recipe
from .recipe_load import load_recipe, parse_recipe
from .timeline import RepetitionTruth
from .truth import CURVES, LANDMARKS, Truth, read_truth, write_truth

__all__ = [
    "CURVES",
    "LANDMARKS",
    "Recipe",
    "RecipeInvalid",
    "RenderFailed",
    "RepetitionTruth",
    "Scene",
    "SimulationError",
    "Truth",
    "load_recipe",
    "parse_recipe",
    "prepare",
    "read_truth",
    "render_clip",
    "write_truth",
]
