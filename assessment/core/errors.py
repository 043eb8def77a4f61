"""The one root of every error this library raises."""

__all__ = ["AssessmentError", "CatalogueError", "PoseUnavailable", "VideoRefused"]


class AssessmentError(Exception):
    """Something a person can act on.

    `code` is stable and machine-readable; `sentence` is plain English, says what to do and
    names no path of the server.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class VideoRefused(AssessmentError):
    """The file can't be assessed, whoever tries again."""


class PoseUnavailable(AssessmentError):
    """The pose model is not installed or cannot start on this machine."""


class CatalogueError(AssessmentError):
    """An exercise file is wrong, or an exercise does not exist."""
