"""Hostile files, made by hand and by seeded mutation of one small good clip; no file is stored.

Every file lies about its name (all end in .mp4). `SECRET` is what a reader that follows references
would leak, `url` where it would call.
"""

import io
import os
import random
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

SECRET = "SECRET-4711-of-another-patient"
MUTATIONS = 28


@dataclass(frozen=True)
class Bait:
    """What a file may point at: a secret on the same disk, and an address that someone listens on."""

    secret: Path
    url: str


def box(kind: bytes, *parts: bytes) -> bytes:
    """An ISO base media box (ISO 14496-12 section 4.2)."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def small_clip(path: Path, *, frames: int = 30, audio: bool = False, **stream: object) -> Path:
    """A good clip of a moving square, a second long."""
    with av.open(str(path), "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=30)
        video.width, video.height, video.pix_fmt = 96, 128, "yuv420p"
        video.options = {"preset": "ultrafast", "g": "15"}
        for key, value in stream.items():
            setattr(video, key, value)
        sound = out.add_stream("aac", rate=48_000) if audio else None
        for index in range(frames):
            out.mux(video.encode(picture(index, video.width, video.height)))
        out.mux(video.encode(None))
        if sound is not None:
            _mux_tone(out, sound, frames / 30)
    return path


def picture(index: int, width: int = 96, height: int = 128) -> av.VideoFrame:
    """Frame `index`: a white square that moves, on grey noise of a fixed seed."""
    pixels = np.random.default_rng(7).integers(90, 110, (height, width, 3), dtype=np.uint8)
    left = 4 + (index * 2) % max(1, width - 40)
    pixels[20:52, left : left + 32] = 255
    return av.VideoFrame.from_ndarray(pixels, format="rgb24")


def _mux_tone(out: av.container.OutputContainer, sound: object, seconds: float) -> None:
    stream = sound
    tone = np.sin(np.arange(int(48_000 * seconds)) * 0.05).astype(np.float32)[None, :] * 0.2
    frame = av.AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
    frame.sample_rate = 48_000
    frame.pts = 0
    frame.time_base = Fraction(1, 48_000)
    out.mux(stream.encode(frame))  # type: ignore[attr-defined]
    out.mux(stream.encode(None))  # type: ignore[attr-defined]


def hostile_files(folder: Path, good: Path, bait: Bait, ffmpeg: str, seed: int = 10) -> list[Path]:
    """Write all of them into `folder`, one file each."""
    clip = good.read_bytes()
    made: dict[str, bytes] = {}
    for maker in (_not_video, _playlists, _headers, _tables, _containers):
        made |= maker(clip, bait)
    made |= dict(_mutated(clip, random.Random(seed)))
    paths = []
    for name, data in made.items():
        path = folder / f"{name}.mp4"
        path.write_bytes(data)
        paths.append(path)
    return [*paths, *_coded(folder, ffmpeg), *_named(folder, clip, bait)]


def _not_video(clip: bytes, bait: Bait) -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("clip.mp4", clip)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{bait.secret.as_uri()}"/></svg>'
    return {
        "zero_bytes": b"",
        "one_byte": b"\x00",
        "text": SECRET[:6].encode() * 100,
        "html": b"<!doctype html><script>alert(1)</script>" * 50,
        "gif": _image("GIF"),
        "png": _image("PNG"),
        "jpeg": _image("JPEG"),
        "bmp": _image("BMP"),
        "svg": svg.encode(),
        "zip": archive.getvalue(),
        "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "elf": b"\x7fELF\x02\x01\x01" + bytes(200),
        "heic": box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"mdat", bytes(100)),
        "random": random.Random(3).randbytes(20_000),
        "subtitles": b"1\n00:00:00,000 --> 00:00:02,000\nhello\n\n",
    }


def _image(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, kind)
    return out.getvalue()


def _playlists(_clip: bytes, bait: Bait) -> dict[str, bytes]:
    secret, url = bait.secret, bait.url
    texts = {
        "m3u8_file": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{secret}\n#EXT-X-ENDLIST",
        "m3u8_url": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{url}/a.ts\n#EXT-X-ENDLIST",
        "m3u8_concat": f"#EXTM3U\n#EXTINF:5,\nconcat:{url}/x|subfile,,start,0,end,9,,:{secret}\n",
        "ffconcat": f"ffconcat version 1.0\nfile '{secret}'\nfile '{url}/b.mp4'\n",
        "concat_list": f"file '{secret}'\n",
        "xspf": f'<?xml version="1.0"?><playlist xmlns="http://xspf.org/ns/0/"><trackList><track>'
        f"<location>{secret.as_uri()}</location></track></trackList></playlist>",
        "pls": f"[playlist]\nFile1={url}/c.mp4\nNumberOfEntries=1\n",
        "asx": f'<asx version="3.0"><entry><ref href="{url}/d.wmv"/></entry></asx>',
        "mpd": f"<MPD><Period><AdaptationSet><Representation><BaseURL>{url}/e.mp4</BaseURL>"
        "</Representation></AdaptationSet></Period></MPD>",
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def patched(data: bytes, kind: bytes, at: int, value: bytes) -> bytes:
    """`data` with `value` written `at` bytes after the first box name `kind`."""
    start = data.index(kind) + 4 + at
    return data[:start] + value + data[start + len(value) :]


def _headers(clip: bytes, bait: Bait) -> dict[str, bytes]:
    """Lies in the headers of an otherwise good clip."""
    u32 = struct.Struct(">I").pack
    reference = box(b"rdrf", u32(0), b"url ", u32(40), bait.url.encode().ljust(40, b"\0"))
    stored = zlib.compress(bytes(64 * 1024 * 1024))
    return {
        "polyglot_html": clip + box(b"free", b"<!doctype html><script>alert(1)</script>"),
        "huge_track_size": patched(clip, b"tkhd", 76, u32(65_535 << 16) + u32(65_535 << 16)),
        "huge_coded_size": patched(clip, b"avc1", 24, b"\xff\xff\xff\xff"),
        "million_fps": patched(clip, b"mdhd", 12, u32(1_000_000_000)),
        "slow_clock": patched(clip, b"mdhd", 12, u32(1)),
        "zero_clock": patched(clip, b"mdhd", 12, u32(0)),
        "other_codec": clip.replace(b"avc1", b"png "),
        "unknown_codec": clip.replace(b"avc1", b"zzzz"),
        "external_file": _external(clip, b"file://" + str(bait.secret).encode()),
        "external_url": _external(clip, bait.url.encode() + b"/f.mp4"),
        "reference_movie": box(b"moov", box(b"rmra", box(b"rmda", reference))),
        "packed_header_bomb": box(
            b"moov",
            box(b"cmov", box(b"dcom", b"zlib"), box(b"cmvd", u32(64 * 1024 * 1024), stored)),
        ),
        "first_box_of_4_gb": b"\xff\xff\xff\xffmoov" + clip,
        "first_box_of_2_64": b"\0\0\0\1moov" + b"\xff" * 8 + clip,
        "first_box_of_0": b"\0\0\0\0moov" + clip[8:],
        "nested_20000_deep": _nested(20_000),
        "wide_100000_boxes": box(b"moov", box(b"trak") * 100_000),
    }


def _external(clip: bytes, target: bytes) -> bytes:
    """The samples are said to lie in another file (data reference, ISO 14496-12 section 8.7.2)."""
    entry = box(b"url ", b"\0\0\0\0", target + b"\0")
    return _with_box(clip, b"dref", b"\0\0\0\0" + struct.pack(">I", 1) + entry)


def _with_box(data: bytes, kind: bytes, body: bytes) -> bytes:
    """`data` with the first box `kind` given another body, sizes of its parents mended."""
    at = data.index(kind) - 4
    (old,) = struct.unpack_from(">I", data, at)
    grown = 8 + len(body) - old
    out = bytearray(data[:at] + box(kind, body) + data[at + old :])
    for parent in _parents(data, at):
        (size,) = struct.unpack_from(">I", out, parent)
        struct.pack_into(">I", out, parent, size + grown)
    return bytes(out)


def _parents(data: bytes, inner: int) -> Iterator[int]:
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl"):
        at = data.find(kind) - 4
        if at >= 0 and at < inner < at + struct.unpack_from(">I", data, at)[0]:
            yield at


def _nested(depth: int) -> bytes:
    kinds = (b"trak", b"mdia", b"minf")
    sizes = (8 + 8 * (depth - index) for index in range(depth))
    inner = b"".join(struct.pack(">I", size) + kinds[index % 3] for index, size in enumerate(sizes))
    return box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", inner)


def _tables(clip: bytes, _bait: Bait) -> dict[str, bytes]:
    """Counts and times in the sample tables that no file of this size can hold."""
    u32 = struct.Struct(">I").pack
    many = u32(0x0FFF_FFFF)
    return {
        "stsz_count": patched(clip, b"stsz", 8, many),
        "stsz_fixed_size": patched(clip, b"stsz", 4, u32(0x7FFF_FFFF) + many),
        "stts_count": patched(clip, b"stts", 4, many),
        "stts_zero_step": patched(clip, b"stts", 12, u32(0)),
        "stts_huge_step": patched(clip, b"stts", 12, u32(0x7FFF_FFFF)),
        "stsc_count": patched(clip, b"stsc", 4, many),
        "stco_count": patched(clip, b"stco", 4, many),
        "stco_past_the_end": patched(clip, b"stco", 8, u32(0xFFFF_FFF0)),
        "stsd_count": patched(clip, b"stsd", 4, many),
        "edit_negative": patched(clip, b"elst", 12, u32(0xFFFF_0000)),
        "edit_far": patched(clip, b"elst", 12, u32(0x7FFF_FFFF)),
        "edit_count": patched(clip, b"elst", 4, many),
    }


def _containers(_clip: bytes, _bait: Bait) -> dict[str, bytes]:
    ebml = bytes.fromhex("1a45dfa3 01ffffffffffffff") + bytes(100)
    endless = bytes.fromhex("1a45dfa3 84 42868101 18538067 01ffffffffffffff") + b"\xec\x80" * 50_000
    return {
        "matroska_endless_header": ebml,
        "matroska_voids": endless,
        "avi_empty": b"RIFF\xff\xff\xff\x7fAVI LIST\xff\xff\xff\x7fhdrl" + bytes(200),
        "avi_streams": b"RIFF\0\0\1\0AVI LIST\0\0\1\0hdrl"
        + (b"LIST\x44\0\0\0strlstrh\x38\0\0\0vids" + bytes(52)) * 300,
        "mpeg_ts": (b"\x47\x40\x00\x10" + bytes(184)) * 100,
        "flv": b"FLV\x01\x05\0\0\0\x09\0\0\0\0" + bytes(200),
        "ogg": b"OggS" + bytes(200),
        "ftyp_and_noise": box(b"ftyp", b"isom\0\0\0\0isom") + random.Random(5).randbytes(9000),
        "moov_of_noise": box(b"moov", random.Random(6).randbytes(9000)),
    }


def _mutated(clip: bytes, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    kinds: list[Callable[[bytes, random.Random], bytes]] = [_flip, _cut, _blank, _move, _flip_head]
    for index in range(MUTATIONS):
        kind = kinds[index % len(kinds)]
        yield f"mutated_{index:02}{kind.__name__}", kind(clip, rng)


def _flip(clip: bytes, rng: random.Random) -> bytes:
    out = bytearray(clip)
    for _ in range(rng.choice([1, 8, 64, 512])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _flip_head(clip: bytes, rng: random.Random) -> bytes:
    """Flips in the header alone, where every field is read."""
    start = clip.index(b"moov")
    out = bytearray(clip)
    for _ in range(rng.choice([1, 4, 16])):
        at = start + rng.randrange(min(900, len(clip) - start))
        out[at] ^= 1 << rng.randrange(8)
    return bytes(out)


def _cut(clip: bytes, rng: random.Random) -> bytes:
    return clip[: rng.randrange(8, len(clip))]


def _blank(clip: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(clip)), rng.randrange(16, 2000)
    return clip[:at] + bytes(min(length, len(clip) - at)) + clip[at + length :]


def _move(clip: bytes, rng: random.Random) -> bytes:
    a, b, c = sorted(rng.randrange(len(clip)) for _ in range(3))
    return clip[:a] + clip[b:c] + clip[a:b] + clip[c:]


def _coded(folder: Path, ffmpeg: str) -> Iterator[Path]:
    """Whole files that a coder must make: sound alone, text alone, many tracks, odd sizes."""
    text = folder / "words.srt"
    text.write_text("1\n00:00:00,000 --> 00:00:02,000\nhello\n\n")
    tone = ["-f", "lavfi", "-i", "sine=d=2"]
    square = ["-f", "lavfi", "-i", "color=d=1:s=96x96:r=10"]
    for name, arguments in {
        "only_audio": [*tone, "-c:a", "aac"],
        "only_subtitles": ["-i", str(text), "-c:s", "mov_text"],
        "twenty_tracks": [*square, *["-map", "0:v"] * 20, "-c:v", "mpeg4"],
        "one_frame": [*square, "-frames:v", "1", "-c:v", "libx264"],
        "wide_8k": ["-f", "lavfi", "-i", "color=d=0.6:s=7680x4320:r=5", "-c:v", "mjpeg"],
        "eight_pixels": ["-f", "lavfi", "-i", "color=d=1:s=16x8:r=10", "-c:v", "mpeg4"],
    }.items():
        path = folder / f"{name}.mp4"
        command = [ffmpeg, "-v", "error", "-y", *arguments, "-f", "mp4", str(path)]
        subprocess.run(command, check=True, timeout=60)
        yield path
    text.unlink()


def _named(folder: Path, clip: bytes, bait: Bait) -> Iterator[Path]:
    """Names that a careless command line would take for something else, links and pipes."""
    for name in ("-i", "concat:a|b.mp4", "subfile,,start,0,end,9,,:x", "a\nfile b.mp4", "%03d.jpg"):
        path = folder / name
        path.write_bytes(clip)
        yield path
    link, pipe, inner = folder / "link.mp4", folder / "pipe.mp4", folder / "folder.mp4"
    link.symlink_to(bait.secret)
    os.mkfifo(pipe)
    inner.mkdir()
    yield from (link, pipe, inner)
