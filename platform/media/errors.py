"""What ingest says when it won't or can't.

ClipRefused     the file is to blame: hostile, broken, or not a clip that can be assessed
MediaBroken     we are to blame: no ffmpeg, no space, a proxy that fails its own check
ClipCancelled   the owner stopped it
"""

from base.errors import Conflict, PlumblineError


class ClipRefused(PlumblineError):
    """The file cannot become a clip; `code` is one of media.refusals.SENTENCES."""

    status = 422

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence, code=code)


class MediaBroken(PlumblineError):
    code = "media_broken"
    status = 500
    sentence = "The clip could not be prepared because of a fault on our side. Try again later."

    def __init__(self, cause: str) -> None:
        """`cause` is for the log, never for a person."""
        super().__init__()
        self.cause = cause

    def __str__(self) -> str:
        return self.cause


class ClipCancelled(Conflict):
    code = "clip_cancelled"
    sentence = "The preparation of this clip was cancelled. Start it again if you still need it."
