"""The one caller of ffmpeg: a proxy that every browser plays and seeks, a poster, thumbnails.

Commands are built with ffmpeg-python and run under media.confine. The original comes in as an open
file number, so the child needs no name and no protocol that could open another file; what it may
decode is named by the probe. Timestamps are kept: the proxy's time base is that of the original,
seconds from its first video frame (docs/formats/clip.md).
"""

import functools
import logging
import math
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg
import imageio_ffmpeg

from media import confine
from media.confine import Outcome
from media.errors import ClipCancelled, MediaBroken
from media.limits import LIMITS, STILLS_BOUNDS, transcode_bounds
from media.probe import Probed
from media.records import ClipFacts, ThumbsLayout
from media.refusals import refused

logger = logging.getLogger(__name__)

SHORT_SIDE_PX = 720
KEYFRAME_EVERY_S = 1.0  # a seek decodes at most this much
CRF = 23  # constant quality of x264; chosen: joints stay sharp, about 2 Mbit/s at 720p30
TIME_SCALE = 90_000  # ticks per second: 0.011 ms, and whole for 24, 25, 30 and 60 fps
AUDIO_BITRATE = "96k"
THREADS = 2
POSTER_AT = 1 / 3  # of the duration
THUMBS_MAX = 60
THUMBS_COLUMNS = 10
SPARSE_FROM = 8  # thumbnails; below it decoding every frame costs next to nothing
THUMB_LONG_SIDE_PX = 160
JPEG_QUALITY = 4  # ffmpeg's qscale, 2 best to 31

DECODERS = {
    "h264": "h264", "hevc": "hevc", "av1": "libdav1d", "vp8": "vp8", "vp9": "vp9",
    "mpeg4": "mpeg4", "mjpeg": "mjpeg",
}  # fmt: skip
OUR_FAULT = (b"No space left on device", b"Resource temporarily unavailable")
HDR_IN = {"min": "2020_ncl", "pin": "2020", "rin": "tv"}  # files often leave these unsaid
NO_MEMORY = (b"Cannot allocate memory", b"Resource temporarily unavailable")
TONEMAP = ("zscale", "tonemap")


@dataclass(frozen=True)
class Tool:
    path: str
    filters: frozenset[str]
    protocols: frozenset[str]

    @property
    def tonemaps(self) -> bool:
        return set(TONEMAP) <= self.filters


@functools.cache
def tool() -> Tool:
    """The ffmpeg that came with the packages, else the one on PATH. Raises MediaBroken."""
    try:
        path = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        path = shutil.which("ffmpeg") or ""
    if not path:
        raise MediaBroken("no ffmpeg: install the package imageio-ffmpeg, or ffmpeg itself")
    return Tool(
        str(Path(path).resolve()), _words(path, "-filters", 1), _words(path, "-protocols", 0)
    )


def _words(path: str, question: str, column: int) -> frozenset[str]:
    answer = subprocess.run(
        [path, "-hide_banner", question], check=True, capture_output=True, text=True, timeout=60
    )
    lines = (line.split() for line in answer.stdout.splitlines())
    return frozenset(words[column] for words in lines if len(words) > column)


def by_number() -> bool:
    """Whether this ffmpeg takes an open file; one before 6.0 must open it again by its name."""
    return "fd" in tool().protocols


def proxy_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Even size with the short side at most SHORT_SIDE_PX, never enlarged."""
    scale = min(1.0, SHORT_SIDE_PX / min(width_px, height_px))
    return _even(width_px * scale), _even(height_px * scale)


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)


def make_proxy(
    file_number: int,
    probed: Probed,
    folder: Path,
    *,
    on_progress: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> Path:
    """Write folder/proxy.mp4. Raises ClipRefused where the file is to blame, else MediaBroken."""
    target = folder / "proxy.mp4"
    duration_s = probed.facts["duration_s"]

    def on_line(line: bytes) -> None:
        key, _, value = line.partition(b"=")
        if key == b"out_time_us" and value.strip().isdigit():
            on_progress(min(1.0, int(value) / 1e6 / duration_s))

    os.lseek(file_number, 0, os.SEEK_SET)  # the position is shared with every child before
    outcome = confine.run(
        proxy_command(file_number, probed, target.name),
        bounds=transcode_bounds(duration_s),
        folder=folder,
        readable=() if by_number() else (Path(f"/proc/self/fd/{file_number}").resolve(),),
        pass_fds=(file_number,),
        on_line=on_line,
        is_cancelled=is_cancelled,
    )
    _judge(outcome, target)
    return target


def proxy_command(file_number: int, probed: Probed, target: str) -> list[str]:
    source = ffmpeg.input(**_source(file_number, probed))
    picture = source[str(probed.video_stream)]
    streams = [_upright(picture, probed)]
    coded: dict[str, Any] = {
        "c:v": "libx264", "profile:v": "high", "preset": "veryfast", "crf": CRF, "bf": 0,
        "force_key_frames": f"expr:gte(t,n_forced*{KEYFRAME_EVERY_S})", "sc_threshold": 0,
        "g": 600, "flags:v": "+cgop+bitexact", "pix_fmt": "yuv420p", "fps_mode": "vfr",
        "enc_time_base:v": f"1:{TIME_SCALE}", "video_track_timescale": TIME_SCALE,
        "threads": THREADS,
    }  # fmt: skip
    if probed.audio_stream is not None:
        sound = source[str(probed.audio_stream)]
        streams.append(
            sound.filter("asetpts", f"PTS-({probed.start_s!r}/TB)")
            .filter("atrim", start=0, end=probed.facts["duration_s"])
            .filter("aresample", **{"async": 1, "first_pts": 0, "osr": 48_000})
        )
        coded |= {"c:a": "aac", "b:a": AUDIO_BITRATE, "ac": 2, "flags:a": "+bitexact"}
    output = ffmpeg.output(
        *streams, target, f="mp4", movflags="+faststart", **coded, **_nothing_but_pictures()
    )
    return _command(output, progress="pipe:1")


def _source(file_number: int, probed: Probed) -> dict[str, Any]:
    """The input side: the original by number, one demuxer, listed decoders, no way out."""
    facts = probed.facts
    name = (
        {"filename": "fd:", "fd": file_number}
        if by_number()
        else {"filename": f"file:/proc/self/fd/{file_number}"}
    )
    decoder = DECODERS[facts["codec"]]
    return {
        **name,
        "f": facts["container"],
        "protocol_whitelist": "fd" if by_number() else "file",
        "format_whitelist": facts["container"],
        "max_streams": LIMITS.max_streams,
        "max_pixels": LIMITS.max_pixels,
        "c:v": decoder,
        "copyts": None,
        "threads": THREADS,
        "sn": None,
        "dn": None,
    }


def _upright(picture: Any, probed: Probed) -> Any:
    """Turned by ffmpeg from the display matrix (mirroring included), sized, standard range."""
    width, height = proxy_size(probed.facts["width_px"], probed.facts["height_px"])
    picture = picture.filter("setpts", "PTS-STARTPTS")
    if probed.facts["hdr"] and tool().tonemaps:
        return (
            picture.filter("scale", width, height, flags="bicubic")
            .filter("zscale", **HDR_IN, tin=probed.transfer, t="linear", npl=100)
            .filter("format", "gbrpf32le")
            .filter("zscale", p="bt709")
            .filter("tonemap", "hable", desat=0)
            .filter("zscale", t="bt709", m="bt709", r="tv")
            .filter("format", "yuv420p")
            .filter("setsar", 1)
        )
    return (
        picture.filter("scale", width, height, flags="bicubic", out_range="tv")
        .filter("format", "yuv420p")
        .filter("setsar", 1)
    )


def _nothing_but_pictures() -> dict[str, Any]:
    """No place, device, title, chapter or data track goes from the original into what is shown."""
    return {"map_metadata": -1, "map_chapters": -1, "fflags": "+bitexact", "sn": None, "dn": None}


def make_stills(
    proxy: Path, facts: ClipFacts, folder: Path, *, is_cancelled: Callable[[], bool]
) -> tuple[Path, Path, ThumbsLayout]:
    """Write folder/poster.jpg and folder/thumbs.jpg from the proxy that lies in `folder`."""
    layout = thumbs_layout(*proxy_size(facts["width_px"], facts["height_px"]), facts["duration_s"])
    poster, thumbs = folder / "poster.jpg", folder / "thumbs.jpg"
    outcome = confine.run(
        _stills_command(proxy.name, facts["duration_s"], layout, poster.name, thumbs.name),
        bounds=STILLS_BOUNDS,
        folder=folder,
        is_cancelled=is_cancelled,
    )
    if outcome.ending == "cancelled":
        raise ClipCancelled
    if not outcome.ok or not poster.exists() or not thumbs.exists():
        raise MediaBroken(f"no stills: {outcome.ending} {outcome.stderr_tail!r}")
    return poster, thumbs, layout


def thumbs_layout(width_px: int, height_px: int, duration_s: float) -> ThumbsLayout:
    """About one picture a second, at most THUMBS_MAX, whatever the shape of the picture."""
    count = min(THUMBS_MAX, max(1, round(duration_s)))
    columns = min(THUMBS_COLUMNS, count)
    scale = THUMB_LONG_SIDE_PX / max(width_px, height_px)
    return ThumbsLayout(
        columns=columns,
        rows=math.ceil(count / columns),
        count=count,
        width_px=_even(width_px * scale),
        height_px=_even(height_px * scale),
        interval_s=duration_s / count,
    )


def _stills_command(
    proxy: str, duration_s: float, layout: ThumbsLayout, poster: str, thumbs: str
) -> list[str]:
    at_s = duration_s * POSTER_AT
    source = ffmpeg.input(f"file:{proxy}", f="mov", protocol_whitelist="file", ss=at_s, threads=1)
    one = ffmpeg.output(source.video, poster, **_one_jpeg())
    return _command(ffmpeg.merge_outputs(one, _strip(proxy, layout, thumbs)))


def _strip(proxy: str, layout: ThumbsLayout, target: str) -> Any:
    """Of longer clips key frames alone are decoded: there is about one a second."""
    sparse = {"skip_frame": "nokey"} if layout["count"] >= SPARSE_FROM else {}
    source = ffmpeg.input(f"file:{proxy}", f="mov", protocol_whitelist="file", threads=1, **sparse)
    rate = Fraction(1 / layout["interval_s"]).limit_denominator(10_000)
    strip = (
        source.video.filter(
            "fps", f"{rate.numerator}/{rate.denominator}", start_time=0, eof_action="pass"
        )
        .filter("tpad", stop=layout["count"], stop_mode="clone")
        .filter("trim", end_frame=layout["count"])
        .filter("scale", layout["width_px"], layout["height_px"])
        .filter("tile", f"{layout['columns']}x{layout['rows']}")
    )
    return ffmpeg.output(strip, target, **_one_jpeg())


def _one_jpeg() -> dict[str, Any]:
    return {
        "f": "image2", "update": 1, "frames:v": 1, "c:v": "mjpeg", "q:v": JPEG_QUALITY,
        "pix_fmt": "yuvj420p", "strict": "unofficial", "flags": "+bitexact", "threads": 1,
        "map_metadata": -1,
    }  # fmt: skip


def _command(output: Any, *, progress: str | None = None) -> list[str]:
    first = [tool().path, "-nostdin", "-hide_banner", "-y", "-v", "error"]
    first += ["-filter_threads", "1", "-filter_complex_threads", "1"]
    if progress is not None:
        first += ["-progress", progress, "-stats_period", "0.5"]
    command: list[str] = ffmpeg.compile(output, cmd=first)
    return command


def _judge(outcome: Outcome, target: Path) -> None:
    """Turn the end of a child that read the original into a refusal, a fault, or nothing."""
    if outcome.ending == "cancelled":
        raise ClipCancelled
    ours = any(words in outcome.stderr_tail for words in OUR_FAULT)
    if outcome.returncode == confine.NOT_STARTED or ours:
        raise MediaBroken(f"ffmpeg did not get to work: {outcome.stderr_tail!r}")
    if outcome.over_limits or any(words in outcome.stderr_tail for words in NO_MEMORY):
        raise refused("clip_too_heavy")
    if not outcome.ok or not target.exists() or target.stat().st_size == 0:
        logger.info("media.unreadable", extra={"ending": outcome.ending, "rc": outcome.returncode})
        raise refused("clip_unreadable")
