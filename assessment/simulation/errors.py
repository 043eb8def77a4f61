"""Errors of the simulation, each with a stable code and a sentence for a person."""

__all__ = ["RecipeInvalid", "RenderFailed", "SimulationError"]


class SimulationError(Exception):
    """Root of the simulation's errors. code: stable word; sentence: what is wrong and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class RecipeInvalid(SimulationError):
    """The recipe asks for something the simulation does not have."""

    def __init__(self, sentence: str) -> None:
        super().__init__("recipe_invalid", sentence)


class RenderFailed(SimulationError):
    """The clip could not be written."""

    def __init__(self, sentence: str) -> None:
        super().__init__("render_failed", sentence)
