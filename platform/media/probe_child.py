"""Look at one hostile file and say what it is: one JSON line on stdout. Run as a script, confined.

argv: JSON {fd, demuxer, limits}. The line is {"facts": ...} or {"refused": code}. Only the demuxer
named is opened; codecs are checked against the lists below before a frame is decoded. Standard
library and PyAV only: the parent imports neither this nor PyAV.
"""

import json
import os
import sys
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
from av.video.stream import VideoStream

OPENED_STREAMS = 256  # more than max_streams, so that their number can be told
VIDEO_CODECS = {
    "h264",
    "hevc",
    "av1",
    "vp8",
    "vp9",
    "mpeg4",
    "mjpeg",
}  # docs/formats/clip.md says why
AUDIO_CODECS = {
    "aac", "mp3", "mp2", "opus", "vorbis", "ac3", "alac", "flac", "amr_nb", "amr_wb",
    "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_u8", "pcm_mulaw", "pcm_alaw", "adpcm_ima_qt",
}  # fmt: skip
DECODERS = ",".join(["h264,hevc,libdav1d,av1,vp8,vp9,mpeg4,mjpeg", *sorted(AUDIO_CODECS)])
HDR_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}  # PQ and HLG, ITU-T H.273 table 3
FRAMES_TO_TRY = 64  # packets until the first decoded frame
UNEVEN_BY = 0.25  # of the median interval
UNEVEN_SHARE = 0.02  # of the intervals: above it the clip has a variable frame rate; chosen


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> dict[str, Any]:
    order = json.loads(sys.argv[1])
    with os.fdopen(order["fd"], "rb", buffering=0) as file:
        try:
            return {"facts": look(file, order["demuxer"], order["limits"])}
        except Refused as refusal:
            return {"refused": refusal.code}
        except MemoryError:
            return {"refused": "clip_too_heavy"}
        except (av.FFmpegError, ValueError, OverflowError, ArithmeticError, UnicodeError):
            return {"refused": "clip_unreadable"}


def look(file: Any, demuxer: str, limits: dict[str, Any]) -> dict[str, Any]:
    options = {
        "protocol_whitelist": "none",
        "format_whitelist": demuxer,
        "codec_whitelist": DECODERS,
        "max_streams": str(OPENED_STREAMS),
        "probesize": "8000000",
    }
    with av.open(
        file, format=demuxer, options=options, metadata_errors="replace", io_open=_no_other_file
    ) as container:
        return facts_of(container, demuxer, limits)


def _no_other_file(_url: str, _flags: int, _options: dict[str, Any]) -> Any:
    raise Refused("clip_unreadable")


def facts_of(container: Any, demuxer: str, limits: dict[str, Any]) -> dict[str, Any]:
    if len(container.streams) > limits["max_streams"]:
        raise Refused("clip_too_many_streams")
    stream = _picture_stream(container)
    codec = stream.codec_context.name if stream.codec_context else ""
    codec = "av1" if codec == "libdav1d" else codec
    if codec not in VIDEO_CODECS:
        raise Refused("clip_codec")
    _check_size(stream.codec_context.width, stream.codec_context.height, limits)
    frame, times = _read(container, stream, limits)
    _check_size(frame.width, frame.height, limits)
    return {
        "container": demuxer,
        "codec": codec,
        "stream": stream.index,
        **_timing(times, stream, limits),
        **_picture(frame, stream),
        **_sound(container),
        "start_s": float(min(times) * _tick(stream)),
        "tracks": [one.type for one in container.streams],
        "tags": sorted(
            {*container.metadata, *(k for one in container.streams for k in one.metadata)}
        ),
    }


def _picture_stream(container: Any) -> VideoStream:
    streams: list[VideoStream] = [
        one for one in container.streams.video if not int(one.disposition) & COVER
    ]
    if not streams:
        raise Refused("clip_no_picture")
    return streams[0]


COVER = 0x400  # AV_DISPOSITION_ATTACHED_PIC


def _check_size(width: int, height: int, limits: dict[str, Any]) -> None:
    if max(width, height) > limits["max_side_px"] or width * height > limits["max_pixels"]:
        raise Refused("clip_too_many_pixels")
    if min(width, height) < limits["min_side_px"]:
        raise Refused("clip_too_small" if min(width, height) > 0 else "clip_unreadable")


def _read(container: Any, stream: VideoStream, limits: dict[str, Any]) -> tuple[Any, list[int]]:
    """The first decoded frame, and the presentation times of all shown packets in stream ticks."""
    stream.codec_context.thread_count = 1
    first = None
    times: list[int] = []
    packets = 0
    try:
        for packet in container.demux(stream):
            packets += 1
            if packets > limits["max_frames"] + 64:
                raise Refused("clip_too_many_frames")
            time = packet.pts if packet.pts is not None else packet.dts
            if packet.size and not packet.is_discard and time is not None:
                times.append(time)
            if first is None:
                first = _first_frame(stream, packet)
                if first is None and packets > FRAMES_TO_TRY:
                    raise Refused("clip_unreadable")
    except av.FFmpegError:
        if first is None:  # else the file was cut short: what came before is a clip
            raise
    if first is None or not times:
        raise Refused("clip_unreadable")
    return first, times


def _first_frame(stream: VideoStream, packet: Any) -> Any:
    try:
        frames = stream.codec_context.decode(packet if packet.size else None)
    except av.InvalidDataError:
        return None
    return frames[0] if frames else None


def _timing(times: list[int], stream: VideoStream, limits: dict[str, Any]) -> dict[str, Any]:
    tick = _tick(stream)
    shown = sorted(set(times))
    gaps = sorted(float((b - a) * tick) for a, b in pairwise(shown))
    if not gaps:
        raise Refused("clip_too_short")
    usual = gaps[len(gaps) // 2]
    duration = float((shown[-1] - shown[0]) * tick) + usual
    if duration < limits["min_duration_s"]:
        raise Refused("clip_too_short")
    if duration > limits["max_duration_s"]:
        raise Refused("clip_too_long")
    if len(shown) > limits["max_frames"]:
        raise Refused("clip_too_many_frames")
    fps = len(shown) / duration
    if not limits["min_fps"] <= fps <= limits["max_fps"]:
        raise Refused("clip_frame_rate")
    slack = UNEVEN_BY * usual + float(tick)
    uneven = sum(1 for gap in gaps if abs(gap - usual) > slack)
    return {
        "duration_s": duration,
        "fps": fps,
        "frame_count": len(shown),
        "vfr": uneven > UNEVEN_SHARE * len(gaps),
    }


def _tick(stream: VideoStream) -> Fraction:
    """Seconds of one unit of the stream's clock."""
    if not stream.time_base:
        raise Refused("clip_unreadable")
    return stream.time_base


def _picture(frame: Any, stream: VideoStream) -> dict[str, Any]:
    """Upright size with square pixels; the display matrix turns anticlockwise, we say clockwise."""
    told = [int(frame.color_trc or 0), int(stream.codec_context.color_trc or 0)]  # picture, file
    transfer = next((HDR_TRANSFERS[one] for one in told if one in HDR_TRANSFERS), "")
    rotation = round(-frame.rotation / 90) * 90 % 360
    ratio = stream.codec_context.sample_aspect_ratio or Fraction(1)
    if not Fraction(1, 4) <= ratio <= 4:
        ratio = Fraction(1)
    width, height = max(1, round(frame.width * ratio)), frame.height
    if rotation in {90, 270}:
        width, height = height, width
    return {
        "width_px": width,
        "height_px": height,
        "rotation_deg": rotation,
        "hdr": transfer != "",
        "transfer": transfer,
    }


def _sound(container: Any) -> dict[str, Any]:
    for stream in container.streams.audio:
        if stream.codec_context is not None and _audio_codec(stream) in AUDIO_CODECS:
            return {"has_audio": True, "audio_stream": stream.index}
    return {"has_audio": False, "audio_stream": None}


def _audio_codec(stream: Any) -> str:
    name: str = stream.codec_context.codec.canonical_name
    return name


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
