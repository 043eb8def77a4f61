"""What travels between the stages: facts of a file, landmarks over time, numbers with units."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assessment.core.units import F32, F64, JSON, U8, Unit

__all__ = [
    "FLAG_CUT",
    "FLAG_INTERPOLATED",
    "FLAG_NO_POSE",
    "FLAG_REPAIRED",
    "Landmarks",
    "Measure",
    "VideoFacts",
    "landmarks_load",
    "landmarks_save",
]

FLAG_NO_POSE = 1
FLAG_INTERPOLATED = 2
FLAG_REPAIRED = 4
# The first frame after a camera cut: nothing reaches across it.
FLAG_CUT = 8


@dataclass(frozen=True, kw_only=True)
class VideoFacts:
    """Facts of a video file; width and height are those of the upright picture.

    `rotation_deg` is the clockwise turn a player applies to the stored picture (0, 90, 180, 270).
    `fps` is the mean rate of the stored frames.
    """

    sha256: str
    duration_s: float
    fps: float
    width_px: int
    height_px: int
    rotation_deg: int
    codec: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number with its unit and, where it is known, its mean absolute error in that unit."""

    value: float
    unit: Unit
    error: float | None = None

    def payload(self) -> dict[str, JSON]:
        known: dict[str, JSON] = {} if self.error is None else {"error": self.error}
        return {"value": round(self.value, 3), "unit": self.unit, **known}


@dataclass(frozen=True, kw_only=True)
class Landmarks:
    """One person's landmarks over time.

    t_s float64 [T], strictly rising; xy_px [T,33,2] in the upright picture; world_m [T,33,3];
    visibility [T,33] in 0..1; flags [T], bits FLAG_*. xy and world are NaN, visibility 0, where
    FLAG_NO_POSE is set.
    """

    t_s: F64
    xy_px: F32
    world_m: F32
    visibility: F32
    flags: U8
    width_px: int
    height_px: int

    def __len__(self) -> int:
        return len(self.t_s)

    def part(self, start: int, stop: int) -> "Landmarks":
        """Frames `start` to `stop` (exclusive)."""
        cut = slice(start, stop)
        return Landmarks(
            t_s=self.t_s[cut],
            xy_px=self.xy_px[cut],
            world_m=self.world_m[cut],
            visibility=self.visibility[cut],
            flags=self.flags[cut],
            width_px=self.width_px,
            height_px=self.height_px,
        )

    @staticmethod
    def joined(parts: "list[Landmarks]", *, width_px: int, height_px: int) -> "Landmarks":
        """Parts one after the other; no part at all gives zero frames."""
        if not parts:
            return Landmarks(
                t_s=np.zeros(0),
                xy_px=np.zeros((0, 33, 2), np.float32),
                world_m=np.zeros((0, 33, 3), np.float32),
                visibility=np.zeros((0, 33), np.float32),
                flags=np.zeros(0, np.uint8),
                width_px=width_px,
                height_px=height_px,
            )
        return Landmarks(
            t_s=np.concatenate([p.t_s for p in parts]),
            xy_px=np.concatenate([p.xy_px for p in parts]),
            world_m=np.concatenate([p.world_m for p in parts]),
            visibility=np.concatenate([p.visibility for p in parts]),
            flags=np.concatenate([p.flags for p in parts]),
            width_px=width_px,
            height_px=height_px,
        )


def landmarks_save(landmarks: Landmarks, path: Path) -> None:
    """One compressed npz: t_s float64, the rest float32, flags uint8, size_px int32 [2].

    Source: docs/formats/report.md, "Landmark file".
    """
    with path.open("wb") as sink:
        np.savez_compressed(
            sink,
            t_s=landmarks.t_s,
            xy_px=landmarks.xy_px,
            world_m=landmarks.world_m,
            visibility=landmarks.visibility,
            flags=landmarks.flags,
            size_px=np.array([landmarks.width_px, landmarks.height_px], np.int32),
        )


def landmarks_load(path: Path) -> Landmarks:
    """The inverse of `landmarks_save`. Raises OSError, KeyError or ValueError on a bad file."""
    with np.load(path, allow_pickle=False) as kept:
        return Landmarks(
            t_s=kept["t_s"],
            xy_px=kept["xy_px"],
            world_m=kept["world_m"],
            visibility=kept["visibility"],
            flags=kept["flags"],
            width_px=int(kept["size_px"][0]),
            height_px=int(kept["size_px"][1]),
        )
