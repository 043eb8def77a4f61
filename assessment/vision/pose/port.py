"""What the pipeline asks of a pose network."""

from dataclasses import dataclass
from typing import Protocol

from assessment.core.units import F32, U8

__all__ = ["ModelFacts", "PoseFound", "PosePort"]


@dataclass(frozen=True, kw_only=True)
class ModelFacts:
    """Which weights spoke: `card` names the page that says what they were measured to do."""

    name: str
    weights_sha256: str
    card: str


@dataclass(frozen=True, kw_only=True)
class PoseFound:
    """One person in one picture: xy_px [33,2], world_m [33,3], visibility [33] in 0..1."""

    xy_px: F32
    world_m: F32
    visibility: F32


class PosePort(Protocol):
    """Follows one person through pictures given in order of time."""

    @property
    def models(self) -> tuple[ModelFacts, ...]: ...

    def detect(self, image: U8) -> PoseFound | None:
        """The person in an upright RGB picture [height, width, 3], or None."""

    def close(self) -> None:
        """Releases the network; the port can't be used afterwards."""
