"""Errors of the simulation, each with a stable code and a sentence for a person."""

from assessment.core.errors import AssessmentError

__all__ = ["RecipeInvalid", "RenderFailed", "SimulationError"]


class SimulationError(AssessmentError):
    """Root of the simulation's errors."""


class RecipeInvalid(SimulationError):
    """The recipe asks for something the simulation does not have."""

    def __init__(self, sentence: str) -> None:
        super().__init__("recipe_invalid", sentence)


class RenderFailed(SimulationError):
    """The clip could not be written."""

    def __init__(self, sentence: str) -> None:
        super().__init__("render_failed", sentence)
