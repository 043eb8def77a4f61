"""Two rendered people in one picture, side by side."""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.support.house import CLIPS

HEIGHT_PX = 320


def two_people(left: str, right: str, target: Path) -> Path:
    """The clips `left` and `right` next to one another, as long as the shorter; returns `target`."""
    with (
        av.open(str(CLIPS / left)) as one,
        av.open(str(CLIPS / right)) as other,
        av.open(str(target), "w") as out,
    ):
        rate = one.streams.video[0].average_rate
        assert rate is not None
        stream = out.add_stream("libx264", rate=rate)
        stream.pix_fmt = "yuv420p"
        stream.height = HEIGHT_PX
        stream.width = sum(_width_px(film.streams.video[0]) for film in (one, other))
        for pair in zip(one.decode(video=0), other.decode(video=0), strict=False):
            picture = np.concatenate([_small(frame) for frame in pair], axis=1)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return target


def _width_px(picture: av.VideoStream | av.VideoFrame) -> int:
    return picture.width * HEIGHT_PX // picture.height // 2 * 2


def _small(frame: av.VideoFrame) -> NDArray[np.uint8]:
    return frame.reformat(_width_px(frame), HEIGHT_PX, "rgb24").to_ndarray().astype(np.uint8)
