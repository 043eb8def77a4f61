"""Small video files with the properties a test names, written with PyAV."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

TIME_BASE = Fraction(1, 1000)


def write_video(
    path: Path,
    times_ms: Sequence[int],
    *,
    width: int = 64,
    height: int = 48,
    rotation_deg: int | None = None,  # counter-clockwise, as the display matrix has it
) -> Path:
    """Frames at these times; the upper left quarter is red, the rest grey and brighter by frame."""
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream(
            "libx264", rate=30, options={"g": "10", "crf": "10", "bf": "0", "preset": "ultrafast"}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        if rotation_deg is not None:
            stream.set_display_rotation(rotation_deg)
        for number, at_ms in enumerate(times_ms):
            picture = np.full((height, width, 3), 60 + number % 100, np.uint8)
            picture[: height // 2, : width // 2] = (200, 0, 0)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = at_ms, TIME_BASE
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return path
