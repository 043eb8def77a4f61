"""What the pipeline asks of a pose backend."""

from dataclasses import dataclass
from typing import Protocol

from assessment.core.units import F32, U8

__all__ = ["PoseFound", "PoseModel", "PosePort"]


@dataclass(frozen=True, kw_only=True)
class PoseModel:
    """Which weights spoke: `card` names the page that says what they were measured to do."""

    name: str
    weights_sha256: str
    card: str


@dataclass(frozen=True, kw_only=True)
class PoseFound:
    """One person in one picture.

    xy_px [33,2] in pixels of the given picture, world_m [33,3], visibility [33] in 0..1.
    `people`: persons the detector saw in this picture, None where it did not run.
    """

    xy_px: F32
    world_m: F32
    visibility: F32
    people: int | None = None


class PosePort(Protocol):
    """Follows one person through pictures given in order of time.

    Each pushed picture gets one answer in all, in order: at once, or later when several are
    looked at together. A picture without the person is answered with None.
    """

    @property
    def models(self) -> tuple[PoseModel, ...]: ...

    @property
    def runtime(self) -> str:
        """Name, version, precision and scheme, as the report states them."""

    def push(self, image: U8, t_s: float) -> list[PoseFound | None]:
        """Takes an upright RGB picture [height, width, 3]; gives the answers that became ready."""

    def finish(self) -> list[PoseFound | None]:
        """The remaining answers. The next picture starts afresh: nothing reaches across."""

    def close(self) -> None:
        """Releases the networks; the port can't be used afterwards."""
