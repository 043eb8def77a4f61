"""Small video files with the properties a test names, written with PyAV."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from assessment.core.units import U8

TIME_BASE = Fraction(1, 1000)


def write_pictures(
    path: Path,
    times_ms: Sequence[int],
    pictures: Sequence[U8],
    *,
    rotation_deg: int | None = None,  # counter-clockwise, as the display matrix has it
) -> Path:
    """RGB pictures of one size at these times."""
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream(
            "libx264", rate=30, options={"g": "10", "crf": "10", "bf": "0", "preset": "ultrafast"}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        if rotation_deg is not None:
            stream.set_display_rotation(rotation_deg)
        for at_ms, picture in zip(times_ms, pictures, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = at_ms, TIME_BASE
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return path


def write_video(
    path: Path,
    times_ms: Sequence[int],
    *,
    width: int = 64,
    height: int = 48,
    rotation_deg: int | None = None,
) -> Path:
    """Frames at these times; the upper left quarter is red, the rest grey and brighter by frame."""
    pictures = []
    for number in range(len(times_ms)):
        picture = np.full((height, width, 3), 60 + number % 100, np.uint8)
        picture[: height // 2, : width // 2] = (200, 0, 0)
        pictures.append(picture)
    return write_pictures(path, times_ms, pictures, rotation_deg=rotation_deg)
