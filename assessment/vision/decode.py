"""Upright pictures with their times out of a video file, one at a time.

Time is the presentation timestamp less that of the first video frame, so a file with a variable
frame rate keeps its real times. Rotation by a display matrix is applied. Memory does not grow
with the length of the file.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Self, cast

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from assessment.core.errors import VideoRefused
from assessment.core.records import VideoFacts
from assessment.core.units import U8

__all__ = ["ANALYSED_FPS", "Frame", "VideoReader", "video_facts"]

# Counting was measured at 15 analysed frames a second; more costs time and gains nothing there.
ANALYSED_FPS = 15.0

# Containers phones, browsers and cameras write. Playlists and image sequences, which make a
# decoder open other files, are left out.
_FORMATS = "mov,mp4,matroska,webm,avi,mpegts,mpeg,ogg,flv,asf,3gp"
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}

# A longer side than this is scaled down before the pose network, which looks at 256 px anyway.
_LONGEST_SIDE_PX = 1920
_LARGEST_SIDE_PX = 8192
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Frame:
    """`image` is upright RGB uint8 [height, width, 3]; `scale` = its width over the full width."""

    t_s: float
    image: U8
    scale: float


def video_facts(path: Path) -> VideoFacts:
    """Facts by reading the packets once, without decoding more than the first frame.

    Raises VideoRefused when the file is missing, damaged or holds no video.
    """
    with VideoReader(path) as reader:
        rotation_deg, first = reader.rotation_deg, reader.size_px
    times_s, codec = _packet_times(path)
    span_s = max(times_s) - min(times_s)
    fps = (len(times_s) - 1) / span_s if span_s > 0 else 0.0
    return VideoFacts(
        sha256=_sha256(path),
        duration_s=span_s + (1.0 / fps if fps > 0 else 0.0),
        fps=fps,
        width_px=first[0],
        height_px=first[1],
        rotation_deg=rotation_deg,
        codec=codec,
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _packet_times(path: Path) -> tuple[list[float], str]:
    container, stream = _open(path)
    base = stream.time_base or Fraction(1, 1000)
    try:
        times = [
            float(packet.pts * base)
            for packet in container.demux(stream)
            if packet.pts is not None and packet.size > 0
        ]
    except av.FFmpegError as error:
        raise _unreadable() from error
    finally:
        container.close()
    if not times:
        raise _unreadable()
    return times, stream.codec_context.name


def _unreadable() -> VideoRefused:
    return VideoRefused(
        "video_unreadable",
        "This file can't be read as a video. Please record it again or choose another file.",
    )


def _open(path: Path) -> tuple[InputContainer, VideoStream]:
    if not path.is_file():
        raise VideoRefused("video_missing", "There is no file at this place. Check the path.")
    try:
        container = av.open(str(path.resolve()), mode="r", options=dict(_OPTIONS))
    except (av.FFmpegError, ValueError, OSError) as error:
        raise _unreadable() from error
    # A cover picture is a video stream of one frame; the film is another one.
    films = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if not films:
        container.close()
        raise VideoRefused(
            "video_no_picture", "This file holds no video. Please choose a video file."
        )
    stream = films[0]
    context = cast("VideoCodecContext | None", stream.codec_context)
    if context is None:
        container.close()
        raise VideoRefused(
            "video_codec_unknown",
            "This video is in a format we can't decode. Please record it as MP4 (H.264).",
        )
    context.thread_count = 1
    return container, stream


class VideoReader:
    """Opens a file and yields upright frames, at most `fps` of them a second.

    `size_px` is (width, height) of the upright picture; `rotation_deg` the clockwise turn that
    was applied. `damaged_packets` counts packets that could not be decoded. A context manager:
    leaving it closes the file. Raises VideoRefused.
    """

    def __init__(self, path: Path, *, fps: float = ANALYSED_FPS) -> None:
        self._container, self._stream = _open(path)
        self._period_s = 1.0 / fps
        self.damaged_packets = 0
        try:
            self._decoded = self._decode()
            first = next(self._decoded, None)
        except VideoRefused:
            self._container.close()
            raise
        if first is None:
            self._container.close()
            raise _unreadable()
        self._first = first
        quarter_turns = round(first.rotation / 90) % 4
        self.rotation_deg = -quarter_turns * 90 % 360
        size = (first.width, first.height)
        self.size_px = (size[1], size[0]) if quarter_turns % 2 else size
        if max(size) > _LARGEST_SIDE_PX:
            self._container.close()
            raise VideoRefused(
                "video_too_large", "The picture is larger than 8K. Please record at 1080p or less."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def _decode(self) -> Iterator[VideoFrame]:
        """Frames that have a time; a packet that can't be decoded is counted and left out."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                frames = packet.decode() if packet is not None else []
            except av.FFmpegError as error:
                self.damaged_packets += 1
                if isinstance(error, av.error.InvalidDataError) and self.damaged_packets < 1000:
                    continue
                return
            if packet is None:
                return
            for frame in frames:
                if isinstance(frame, VideoFrame) and frame.pts is not None:
                    yield frame

    def frames(self) -> Iterator[Frame]:
        """Analysed frames in order of time; a frame that does not move time forward is skipped."""
        base = self._stream.time_base or Fraction(1, 1000)
        origin = self._first.pts or 0
        last_s, due_s = -1.0, 0.0
        frame: VideoFrame | None = self._first
        while frame is not None:
            t_s = float(((frame.pts or 0) - origin) * base)
            if t_s > last_s and t_s >= due_s - 1e-3:
                due_s = max(due_s + self._period_s, t_s + self._period_s / 2)
                last_s = t_s
                yield self._upright(frame, t_s)
            frame = next(self._decoded, None)

    def _upright(self, frame: VideoFrame, t_s: float) -> Frame:
        scale = min(1.0, _LONGEST_SIDE_PX / max(frame.width, frame.height))
        if scale < 1.0:
            frame = frame.reformat(
                width=round(frame.width * scale), height=round(frame.height * scale)
            )
        turns = round(frame.rotation / 90) % 4 if scale == 1.0 else -self.rotation_deg // 90 % 4
        pixels = np.rot90(frame.to_ndarray(format="rgb24"), k=turns)
        return Frame(t_s=t_s, image=np.ascontiguousarray(pixels), scale=scale)
