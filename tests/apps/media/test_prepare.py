"""What people get to see: the proxy, the poster and the thumbnails of a clip."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from media import transcode
from media.errors import ClipCancelled
from media.prepare import prepared
from media.transcode import proxy_size, thumbs_layout, tool
from tests.apps.media.conftest import Ffmpeg, frame_times, prepared_copy, probed
from tests.apps.media.test_probe import hdr_clip, uneven_clip
from tests.support.hostile import small_clip

PLACE = "+47.3769+008.5417/"


def corner_of_light(path: Path) -> tuple[bool, bool]:
    """Whether the brighter half of the first frame is the (right, lower) one."""
    with av.open(str(path)) as container:
        grey = next(container.decode(video=0)).to_ndarray(format="gray").astype(float)
    height, width = grey.shape
    columns, rows = grey.mean(axis=0), grey.mean(axis=1)
    right = columns[width // 2 :].mean() > columns[: width // 2].mean()
    return bool(right), bool(rows[height // 2 :].mean() > rows[: height // 2].mean())


@pytest.fixture
def corner_clip(ffmpeg: Ffmpeg) -> Path:
    """A white square in the upper left corner of a picture that is wider than high."""
    box = "drawbox=x=0:y=0:w=60:h=40:c=white:t=fill"
    return ffmpeg("c.mp4", "-f", "lavfi", "-i", "color=c=black:d=1:s=160x96:r=10", "-vf", box)


def test_proxy_is_plain_and_bare(good_clip: Path, tmp_path: Path) -> None:
    made = prepared_copy(good_clip, tmp_path)

    with av.open(str(made.proxy)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.profile) == ("h264", "High")
        assert (video.codec_context.pix_fmt, audio.codec_context.name) == ("yuv420p", "aac")
        assert len(container.streams) == 2
    data = made.proxy.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # plays before it has all arrived


@pytest.mark.parametrize(
    ("_case", "lit"), [("90", (False, True)), ("-90", (True, False)), ("180", (True, True))]
)
def test_picture_stands_upright(
    _case: str, lit: tuple[bool, bool], corner_clip: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    turned = ffmpeg("t.mov", "-display_rotation", _case, "-i", str(corner_clip), "-c", "copy")

    made = prepared_copy(turned, tmp_path)

    assert corner_of_light(made.proxy) == lit
    again = probed(made.proxy).facts
    assert again["rotation_deg"] == 0
    assert (again["width_px"], again["height_px"]) == (
        made.facts["width_px"],
        made.facts["height_px"],
    )


def test_mirrored_picture_is_mirrored_back(
    corner_clip: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    flip = ["-display_rotation", "0", "-display_hflip"]
    mirrored = ffmpeg("m.mov", *flip, "-i", str(corner_clip), "-c", "copy")

    assert corner_of_light(prepared_copy(mirrored, tmp_path).proxy) == (True, False)


def test_uneven_times_are_kept_to_a_tenth_of_a_millisecond(tmp_path: Path) -> None:
    times = [index * 33 + (20 if index % 4 == 0 else index % 3) for index in range(40)]
    clip = uneven_clip(tmp_path / "v.mp4", times)

    made = prepared_copy(clip, tmp_path)

    before, after = np.array(frame_times(clip)), np.array(frame_times(made.proxy))
    assert after[0] == 0.0
    assert len(after) == len(before) == 40
    assert np.abs(after - (before - before[0])).max() < 1e-4


def test_picture_starts_at_zero_and_sound_with_it(
    good_clip: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    late = ffmpeg("l.mkv", "-itsoffset", "2.5", "-i", str(good_clip), "-c", "copy", "-copyts")

    made = prepared_copy(late, tmp_path)

    assert frame_times(made.proxy)[0] == 0.0
    with av.open(str(made.proxy)) as container:
        audio = container.streams.audio[0]
        length = float((audio.duration or 0) * (audio.time_base or 0))
    assert length == pytest.approx(1.0, abs=0.1)


def test_key_frame_every_second(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    clip = ffmpeg("k.mp4", "-f", "lavfi", "-i", "testsrc=d=4:s=96x128:r=15", "-g", "600")

    proxy = prepared_copy(clip, tmp_path).proxy

    with av.open(str(proxy)) as container:
        stream = container.streams.video[0]
        keys = [
            float(packet.pts * packet.time_base)
            for packet in container.demux(stream)
            if packet.is_keyframe and packet.pts is not None and packet.time_base
        ]
    assert keys == pytest.approx([0, 1, 2, 3], abs=0.07)


def test_place_and_device_are_gone(good_clip: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    tags = [f"location={PLACE}", "make=Lens Works", "comment=Anna's knee", "title=Anna"]
    marked = ffmpeg(
        "g.mov", "-i", str(good_clip), "-c", "copy", "-movflags", "use_metadata_tags",
        *(part for tag in tags for part in ("-metadata", tag)),
    )  # fmt: skip
    assert PLACE.encode() in marked.read_bytes()

    made = prepared_copy(marked, tmp_path)

    for copy in (made.proxy, made.poster, made.thumbs):
        data = copy.read_bytes()
        assert not [tag for tag in (PLACE, "Lens Works", "Anna") if tag.encode() in data]


def test_data_and_text_tracks_and_chapters_are_gone(
    good_clip: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    words = tmp_path / "w.srt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nAnna says\n\n")
    chapters = tmp_path / "c.txt"
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Anna\n")
    full = ffmpeg(
        "t.mp4", "-i", str(good_clip), "-i", str(words), "-i", str(chapters),
        "-map", "0", "-map", "1", "-map_chapters", "2", "-c", "copy", "-c:s", "mov_text",
    )  # fmt: skip

    made = prepared_copy(full, tmp_path)

    assert set(probed(made.proxy).tracks) == {"video", "audio"}
    assert b"Anna" not in made.proxy.read_bytes()


def test_hdr_becomes_standard_range(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    clip = hdr_clip(ffmpeg, "arib-std-b67")

    made = prepared_copy(clip, tmp_path)

    assert made.facts["hdr"]
    assert not probed(made.proxy).facts["hdr"]
    assert tool().tonemaps


def test_large_picture_is_reduced(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    clip = ffmpeg("b.mp4", "-f", "lavfi", "-i", "testsrc=d=0.6:s=1080x1920:r=5")

    made = prepared_copy(clip, tmp_path)

    assert (made.facts["width_px"], made.facts["height_px"]) == (1080, 1920)
    with Image.open(made.poster) as poster:
        assert poster.size == (720, 1280)


def test_poster_shows_a_third_of_the_way(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    """Red for a second, then green, then blue: the poster is from the beginning of the green."""
    parts = [f"color=c={one}:d=1:s=96x96:r=30" for one in ("red", "lime", "blue")]
    graph = f"{parts[0]}[a];{parts[1]}[b];{parts[2]}[c];[a][b][c]concat=n=3"
    clip = ffmpeg("p.mp4", "-f", "lavfi", "-i", graph)

    with Image.open(prepared_copy(clip, tmp_path).poster) as poster:
        red, green, blue = poster.convert("RGB").getpixel((48, 48))  # type: ignore[misc]

    assert green > 150 > max(red, blue)


def test_thumbnails_show_their_own_second(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    """The picture grows brighter by the second; so do the thumbnails, one after another."""
    light = "geq=lum='20+20*floor(T)':cb=128:cr=128"
    clip = ffmpeg("s.mp4", "-f", "lavfi", "-i", "color=d=10:s=64x96:r=10", "-vf", light)

    made = prepared_copy(clip, tmp_path)

    layout = made.layout
    assert (layout["columns"], layout["rows"], layout["count"]) == (10, 1, 10)
    with Image.open(made.thumbs) as sprite:
        assert sprite.size == (10 * layout["width_px"], layout["height_px"])
        grey = np.asarray(sprite.convert("L")).astype(float)
    means = [column.mean() for column in np.split(grey, 10, axis=1)]
    assert np.argsort(means).tolist() == list(range(10))
    assert np.diff(means).min() > 10


@pytest.mark.parametrize("_case", [15, 20, 30])
def test_shortest_clips_have_one_thumbnail(_case: int, tmp_path: Path) -> None:
    made = prepared_copy(small_clip(tmp_path / "s.mp4", frames=_case), tmp_path)

    assert made.layout["count"] == 1
    with Image.open(made.thumbs) as sprite:
        assert sprite.size == (120, 160)


@pytest.mark.parametrize(
    ("_case", "expected"),
    [((1080, 1920), (720, 1280)), ((3840, 2160), (1280, 720)), ((240, 320), (240, 320)),
     ((853, 480), (852, 480)), ((721, 721), (720, 720))],
)  # fmt: skip
def test_proxy_size_is_even_and_never_larger(
    _case: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert proxy_size(*_case) == expected


def test_strip_of_a_long_clip_has_sixty_pictures() -> None:
    layout = thumbs_layout(720, 1280, 300.0)

    assert (layout["count"], layout["columns"], layout["rows"]) == (60, 10, 6)
    assert (layout["width_px"], layout["height_px"], layout["interval_s"]) == (90, 160, 5.0)


def test_progress_rises_to_the_end(good_clip: Path) -> None:
    told: list[float] = []

    with prepared(good_clip, on_progress=told.append, is_cancelled=lambda: False):
        pass

    assert told == sorted(set(told))
    assert told[0] > 0
    assert told[-1] == 0.97


def test_cancel_after_the_probe_stops_the_transcoding(good_clip: Path) -> None:
    told: list[float] = []

    with (
        pytest.raises(ClipCancelled),
        prepared(good_clip, on_progress=told.append, is_cancelled=lambda: bool(told)),
    ):
        pass

    assert told == [0.05]


def test_sound_that_cannot_be_decoded_is_left_out(good_clip: Path, tmp_path: Path) -> None:
    broken = tmp_path / "b.mp4"
    broken.write_bytes(good_clip.read_bytes().replace(b"esds\0\0\0\0", b"esds\xff\xff\xff\xff"))

    made = prepared_copy(broken, tmp_path)

    assert len(frame_times(made.proxy)) == 30


def test_older_ffmpeg_opens_the_file_again(
    good_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = replace(tool(), protocols=frozenset({"file"}))
    monkeypatch.setattr(transcode, "tool", lambda: older)

    assert len(frame_times(prepared_copy(good_clip, tmp_path).proxy)) == 30


def test_ffmpeg_without_tone_mapping_still_makes_a_proxy(
    ffmpeg: Ffmpeg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = hdr_clip(ffmpeg, "smpte2084")
    poorer = replace(tool(), filters=frozenset())
    monkeypatch.setattr(transcode, "tool", lambda: poorer)

    assert prepared_copy(clip, tmp_path).facts["hdr"]
