"""How much of a clip we take; chosen for phone clips of exercises (docs/formats/clip.md)."""

from dataclasses import dataclass

from media.confine import Bounds

MIB = 1024**2
GIB = 1024**3


@dataclass(frozen=True)
class ClipLimits:
    max_bytes: int = 2 * GIB
    min_duration_s: float = 0.5
    max_duration_s: float = 600.0
    min_side_px: int = 64
    max_side_px: int = 4608  # stored width or height
    max_pixels: int = 4608 * 2592  # one frame; 4K with a margin
    min_fps: float = 4.0
    max_fps: float = 250.0  # slow motion of phones is 240
    max_frames: int = 72_000  # 10 min at 120 fps, 5 min at 240 fps
    max_streams: int = 16  # phones write up to 8: picture, sound, spatial sound, sensor tracks


LIMITS = ClipLimits()

PROBE_BOUNDS = Bounds(
    memory_bytes=1 * GIB, cpu_s=40, wall_s=120, file_bytes=MIB, disk_bytes=4 * MIB, stdout_bytes=MIB
)


def transcode_bounds(duration_s: float) -> Bounds:
    """Room for a 4K HEVC clip on a busy core, and no more."""
    return Bounds(
        memory_bytes=2 * GIB,
        cpu_s=int(120 + 30 * duration_s),
        wall_s=int(240 + 60 * duration_s),
        file_bytes=1 * GIB,
        disk_bytes=GIB + 64 * MIB,
        stdout_bytes=16 * MIB,
    )


STILLS_BOUNDS = Bounds(
    memory_bytes=2 * GIB,
    cpu_s=120,
    wall_s=240,
    file_bytes=32 * MIB,
    disk_bytes=2 * GIB,
    stdout_bytes=MIB,
)
