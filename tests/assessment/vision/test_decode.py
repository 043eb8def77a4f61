import hashlib
from pathlib import Path

import numpy as np
import pytest

from assessment.core.errors import VideoRefused
from assessment.vision.decode import VideoReader, video_facts
from tests.assessment.video_files import write_video

EVERY_40_MS = range(0, 2000, 40)


def test_facts_name_the_file_and_its_upright_size(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "clip.mp4", EVERY_40_MS, rotation_deg=90)

    facts = video_facts(clip)

    assert facts.sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert (facts.width_px, facts.height_px, facts.rotation_deg) == (48, 64, 270)
    assert facts.duration_s == pytest.approx(2.0, abs=0.001)
    assert facts.fps == pytest.approx(25.0, abs=0.01)
    assert facts.codec == "h264"


@pytest.mark.parametrize(
    ("_case", "rotation_deg", "red_corner"),
    [
        ("stored_upright", None, "upper left"),
        ("quarter_left", 90, "lower left"),
        ("quarter_right", -90, "upper right"),
        ("upside_down", 180, "lower right"),
    ],
)
def test_rotated_file_gives_upright_pictures(
    tmp_path: Path, _case: str, rotation_deg: int | None, red_corner: str
) -> None:
    clip = write_video(tmp_path / "clip.mp4", [0, 40, 80], rotation_deg=rotation_deg)

    with VideoReader(clip) as reader:
        image = next(reader.frames()).image

    height, width = image.shape[:2]
    rows = {"upper": height // 4, "lower": 3 * height // 4}
    columns = {"left": width // 4, "right": 3 * width // 4}
    red = {
        f"{row} {column}": bool(
            image[rows[row], columns[column], 0] > image[rows[row], columns[column], 2] + 80
        )
        for row in rows
        for column in columns
    }
    assert [corner for corner, is_red in red.items() if is_red] == [red_corner]


def test_variable_frame_rate_keeps_presentation_times_from_the_first_frame(tmp_path: Path) -> None:
    times_ms = [500, 533, 700, 701, 900, 1500, 1510]
    clip = write_video(tmp_path / "clip.mkv", times_ms)

    with VideoReader(clip, fps=1000) as reader:
        times_s = [frame.t_s for frame in reader.frames()]

    assert times_s == pytest.approx([(t - 500) / 1000 for t in times_ms], abs=0.001)


@pytest.mark.parametrize(("stored_ms", "asked"), [(40, 15.0), (33, 15.0), (20, 10.0), (100, 15.0)])
def test_analysed_rate_is_never_above_the_cap_and_close_to_it(
    tmp_path: Path, stored_ms: int, asked: float
) -> None:
    clip = write_video(tmp_path / "clip.mp4", range(0, 4000, stored_ms))

    with VideoReader(clip, fps=asked) as reader:
        times_s = np.array([frame.t_s for frame in reader.frames()])

    rate = (len(times_s) - 1) / (times_s[-1] - times_s[0])
    assert rate <= asked * 1.02
    assert rate >= min(asked, 1000 / stored_ms) * 0.9


def test_damaged_middle_does_not_end_the_reading(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "clip.mp4", EVERY_40_MS)
    kept = bytearray(clip.read_bytes())
    start = kept.index(b"mdat") + len(kept) // 4
    kept[start : start + 400] = bytes(400)
    clip.write_bytes(bytes(kept))

    with VideoReader(clip, fps=100) as reader:
        frames = sum(1 for _ in reader.frames())

    assert frames >= 10


@pytest.mark.parametrize(
    ("_case", "content", "code"),
    [
        ("empty", b"", "video_unreadable"),
        ("text", b"not a video " * 50, "video_unreadable"),
        ("playlist", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "video_unreadable"),
        ("concat", b"ffconcat version 1.0\nfile /etc/passwd\n", "video_unreadable"),
    ],
)
def test_file_that_is_no_video_is_refused_with_a_sentence(
    tmp_path: Path, _case: str, content: bytes, code: str
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)

    with pytest.raises(VideoRefused) as caught:
        video_facts(path)

    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    assert str(tmp_path) not in caught.value.sentence


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VideoRefused) as caught:
        video_facts(tmp_path / "absent.mp4")

    assert caught.value.code == "video_missing"


def test_file_cut_short_is_read_or_refused_but_never_crashes(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "clip.mkv", EVERY_40_MS)
    whole = clip.read_bytes()
    for share in (0.2, 0.5, 0.9):
        clip.write_bytes(whole[: int(len(whole) * share)])
        try:
            assert video_facts(clip).duration_s >= 0.0
        except VideoRefused as refusal:
            assert refusal.code == "video_unreadable"  # noqa: PT017
