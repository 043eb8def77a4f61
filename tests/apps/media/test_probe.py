"""Facts of small clips with one odd thing each, and the refusals of what is not a clip."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from media.errors import ClipCancelled, ClipRefused, MediaBroken
from media.limits import LIMITS
from media.probe import open_regular, probe
from media.refusals import SENTENCES
from tests.apps.media.conftest import Ffmpeg, probed
from tests.support.hostile import picture, small_clip


def uneven_clip(path: Path, times_ms: list[int]) -> Path:
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 96, 128, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for index, time in enumerate(times_ms):
            frame = picture(index)
            frame.pts, frame.time_base = time, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def hdr_clip(ffmpeg: Ffmpeg, transfer: str) -> Path:
    """Ten bits of BT.2020 with this transfer of light, as phones write them."""
    colours = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    source = ["-f", "lavfi", "-i", "testsrc=d=0.6:s=96x128:r=10", "-vf", colours]
    coder = ["-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-x265-params", "log-level=none"]
    return ffmpeg("hdr.mov", *source, *coder, "-tag:v", "hvc1")


def test_good_clip_gives_its_facts(good_clip: Path) -> None:
    found = probed(good_clip)

    assert found.facts == {
        "container": "mov",
        "codec": "h264",
        "duration_s": pytest.approx(1.0, abs=0.001),
        "fps": pytest.approx(30.0, abs=0.01),
        "frame_count": 30,
        "width_px": 96,
        "height_px": 128,
        "rotation_deg": 0,
        "has_audio": True,
        "hdr": False,
        "vfr": False,
    }
    assert (found.video_stream, found.audio_stream) == (0, 1)


@pytest.mark.parametrize(
    ("_case", "expected"), [("90", (270, 128, 96)), ("180", (180, 96, 128)), ("-90", (90, 128, 96))]
)
def test_display_matrix_is_told_as_a_clockwise_turn(
    _case: str, expected: tuple[int, int, int], good_clip: Path, ffmpeg: Ffmpeg
) -> None:
    turned = ffmpeg("t.mov", "-display_rotation", _case, "-i", str(good_clip), "-c", "copy")

    facts = probed(turned).facts

    assert (facts["rotation_deg"], facts["width_px"], facts["height_px"]) == expected


def test_wide_pixels_are_counted_as_square_ones(ffmpeg: Ffmpeg) -> None:
    clip = ffmpeg("p.mp4", "-f", "lavfi", "-i", "testsrc=d=1:s=120x160:r=10", "-vf", "setsar=2")

    facts = probed(clip).facts

    assert (facts["width_px"], facts["height_px"]) == (240, 160)


def test_uneven_times_are_a_variable_frame_rate(tmp_path: Path) -> None:
    times = [index * 33 + (20 if index % 4 == 0 else 0) for index in range(30)]

    assert probed(uneven_clip(tmp_path / "v.mp4", times)).facts["vfr"]


def test_rounded_times_are_not_a_variable_frame_rate(tmp_path: Path) -> None:
    times = [round(index * 1000 / 29.97) for index in range(30)]

    facts = probed(uneven_clip(tmp_path / "c.mp4", times)).facts

    assert not facts["vfr"]
    assert facts["fps"] == pytest.approx(29.97, abs=0.1)


@pytest.mark.parametrize(
    ("_case", "expected"),
    [("smpte2084", "smpte2084"), ("arib-std-b67", "arib-std-b67"), ("bt709", "")],
)
def test_transfer_of_light_tells_hdr(_case: str, expected: str, ffmpeg: Ffmpeg) -> None:
    clip = hdr_clip(ffmpeg, _case)

    found = probed(clip)

    assert (found.transfer, found.facts["hdr"], found.facts["codec"]) == (
        expected,
        expected != "",
        "hevc",
    )


@pytest.mark.parametrize(
    ("_case", "codec"),
    [("c.mkv", "libx264"), ("c.webm", "libvpx"), ("c.webm", "libvpx-vp9"), ("c.avi", "mpeg4"),
     ("c.avi", "mjpeg"), ("c.mov", "libx264"), ("c.3gp", "libx264")],
)  # fmt: skip
def test_listed_containers_and_codecs_are_taken(_case: str, codec: str, ffmpeg: Ffmpeg) -> None:
    source = ["-f", "lavfi", "-i", "testsrc=d=1:s=96x128:r=10", "-pix_fmt", "yuv420p"]
    clip = ffmpeg(_case, *source, "-c:v", codec)

    facts = probed(clip.rename(clip.with_name("no_name"))).facts

    assert (facts["frame_count"], facts["width_px"], facts["height_px"]) == (10, 96, 128)
    assert facts["duration_s"] == pytest.approx(1.0, abs=0.002)


def test_start_of_the_picture_is_told(good_clip: Path, ffmpeg: Ffmpeg) -> None:
    late = ffmpeg("l.mkv", "-itsoffset", "2.5", "-i", str(good_clip), "-c", "copy", "-copyts")

    assert probed(late).start_s == pytest.approx(2.5, abs=0.04)


@pytest.mark.parametrize(
    ("_case", "change", "code"),
    [
        ("size", {"max_bytes": 100}, "clip_too_large"),
        ("short", {"min_duration_s": 2.0}, "clip_too_short"),
        ("long", {"max_duration_s": 0.9}, "clip_too_long"),
        ("small", {"min_side_px": 100}, "clip_too_small"),
        ("side", {"max_side_px": 100}, "clip_too_many_pixels"),
        ("pixels", {"max_pixels": 96 * 127}, "clip_too_many_pixels"),
        ("slow", {"min_fps": 31}, "clip_frame_rate"),
        ("fast", {"max_fps": 29}, "clip_frame_rate"),
        ("frames", {"max_frames": 29}, "clip_too_many_frames"),
        ("streams", {"max_streams": 1}, "clip_too_many_streams"),
    ],
)
def test_each_limit_refuses_with_its_own_sentence(
    _case: str, change: dict[str, float], code: str, good_clip: Path
) -> None:
    with good_clip.open("rb") as file, pytest.raises(ClipRefused) as refusal:
        probe(file.fileno(), limits=replace(LIMITS, **change))  # type: ignore[arg-type]

    assert (refusal.value.code, refusal.value.sentence) == (code, SENTENCES[code])


def test_cancel_stops_the_probe(good_clip: Path) -> None:
    with good_clip.open("rb") as file, pytest.raises(ClipCancelled):
        probe(file.fileno(), is_cancelled=lambda: True)


def test_missing_original_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(MediaBroken):
        open_regular(tmp_path / "nothing.mp4")


def test_link_is_not_followed(good_clip: Path, tmp_path: Path) -> None:
    (tmp_path / "link.mp4").symlink_to(good_clip)

    with pytest.raises(ClipRefused) as refusal:
        open_regular(tmp_path / "link.mp4")

    assert refusal.value.code == "clip_not_video"


def test_every_sentence_is_one_that_says_what_to_do() -> None:
    for sentence in SENTENCES.values():
        assert sentence.endswith(".")
        assert 30 < len(sentence) < 120


def test_clip_cut_short_keeps_what_came_before(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    whole = small_clip(tmp_path / "w.mp4", frames=60)
    fast = ffmpeg("f.mp4", "-i", str(whole), "-c", "copy", "-movflags", "+faststart")
    cut = tmp_path / "cut.mp4"
    data = fast.read_bytes()
    cut.write_bytes(data[: len(data) * 3 // 4])

    facts = probed(cut).facts

    assert 30 <= facts["frame_count"] < 60
