"""What the pipeline asks of a runtime: the two networks, nothing around them."""

from dataclasses import dataclass
from typing import Protocol

from assessment.core.units import F32, U8

__all__ = [
    "ANCHORS",
    "DETECTOR_SIDE",
    "LANDMARK_SIDE",
    "NETWORK_POINTS",
    "Landmarked",
    "PoseNetworks",
]

DETECTOR_SIDE = 224
LANDMARK_SIDE = 256
# Anchor boxes of the detector: 28 x 28 x 2, 14 x 14 x 2 and 7 x 7 x 6.
ANCHORS = 2254
# 33 body points and 6 of the network's own; of those, 33 is the middle of the hips and 34 the top
# of the circle around the body.
NETWORK_POINTS = 39


@dataclass(frozen=True, kw_only=True)
class Landmarked:
    """Answers of the landmark network for B tiles.

    points [B,39,5]: x, y, z in tile pixels, visibility and presence as logits;
    presence [B]: probability of a body; heatmap [B,64,64,39] logits; world [B,39,3] metres.
    """

    points: F32
    presence: F32
    heatmap: F32
    world: F32


class PoseNetworks(Protocol):
    """Tiles in, raw numbers out; tiles are RGB uint8, batch first, channels last."""

    @property
    def runtime(self) -> str:
        """Name, version and precision: "openvino 2026.4.1 float32"."""

    def detect(self, tiles: U8) -> tuple[F32, F32]:
        """[B,224,224,3] -> boxes [B,2254,12] in tile pixels, logits [B,2254]."""

    def landmark(self, tiles: U8) -> Landmarked:
        """[B,256,256,3] -> points, presence, heatmap, world."""
