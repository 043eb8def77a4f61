"""A 720p clip of 30 pictures a second for measuring: a rendered clip, enlarged and repeated."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

import av
import cv2
import numpy as np

from assessment.core.units import U8

__all__ = ["clip_720p"]

_SOURCE = Path(__file__).parents[2] / "assessment" / "simulation" / "clips" / "demo_squat.mp4"
_FPS = 30
_ONCE_S = 10


def clip_720p(folder: Path, rounds: int) -> Path:
    """1280 x 720 H.264, `rounds` times 10 s, the person of the demo clip in the middle."""
    once, path = folder / "once.mp4", folder / f"{rounds}.mp4"
    if not once.exists():
        _encode(once)
    with av.open(str(path), "w") as sink:
        stream = None
        for number in range(rounds):
            with av.open(str(once)) as source:
                stream = stream or sink.add_stream_from_template(source.streams.video[0])
                for packet in source.demux(video=0):
                    if packet.pts is not None and packet.dts is not None:
                        shift = round(number * _ONCE_S / packet.time_base)
                        packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                        packet.stream = stream
                        sink.mux(packet)
    return path


def _encode(path: Path) -> None:
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream("libx264", rate=_FPS, options={"preset": "veryfast", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        pictures = cycle(list(_enlarged()))
        for at, picture in enumerate(islice(pictures, _ONCE_S * _FPS)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, _FPS)
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))


def _enlarged() -> Iterator[U8]:
    """One time through the source, 720 pixels high, its edges drawn out to 1280."""
    with av.open(str(_SOURCE)) as source:
        for frame in source.decode(video=0):
            picture = frame.to_ndarray(format="rgb24")
            width = round(picture.shape[1] * 720 / picture.shape[0])
            tall = cv2.resize(picture, (width, 720))
            left = (1280 - width) // 2
            sides = ((0, 0), (left, 1280 - width - left), (0, 0))
            yield np.pad(tall, sides, mode="edge")
