import json
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from assessment.cli import main
from assessment.core.records import landmarks_load
from tests.assessment.video_files import write_video

CLIPS = Path(__file__).parents[3] / "assessment" / "simulation" / "clips"


def test_module_run_writes_report_overlay_and_landmarks(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "assessment",
            "assess",
            str(CLIPS / "tiny_squat.mp4"),
            "--exercise",
            "deep_squat",
            "--pose",
            "openvino",
            "--json",
            "-",
            "--overlay",
            str(tmp_path / "o.mp4"),
            "--landmarks",
            str(tmp_path / "l.npz"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )

    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert len(report["repetitions"]) == 3
    assert report["software"].startswith("plumbline-assessment 0.1; openvino ")
    assert len(landmarks_load(tmp_path / "l.npz")) > 70
    # Progress only: no chatter of native libraries, no warning.
    assert set(done.stderr.replace("\r", "\n").split()) >= {"%"}
    assert "INFO" not in done.stderr
    assert "Warning" not in done.stderr
    with av.open(str(tmp_path / "o.mp4")) as overlay:
        frames = list(overlay.decode(video=0))
    assert len(frames) == 148
    assert (frames[0].width, frames[0].height) == (240, 320)


@pytest.mark.parametrize(
    ("_case", "argv", "word"),
    [
        ("no_file", ["assess", "absent.mp4"], "no file"),
        ("no_video", ["assess", "notes.mp4"], "can't be read"),
        ("one_picture", ["assess", "one.mp4"], "too short"),
        ("exercise", ["assess", "one.mp4", "--exercise", "handstand"], "deep_squat"),
        ("rate", ["assess", "one.mp4", "--fps", "0"], "--fps"),
        ("folder", ["assess", "."], "no file"),
        ("no_labels", ["evaluate", "repetitions", "--data", "."], "labels.csv"),
    ],
)
def test_refusal_is_one_sentence_and_status_two(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    _case: str,
    argv: list[str],
    word: str,
) -> None:
    (tmp_path / "notes.mp4").write_text("no video")
    write_video(tmp_path / "one.mp4", [0])
    monkeypatch.chdir(tmp_path)

    status = main([*argv, *(["--quiet"] if argv[0] == "assess" else [])])

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert word in said.err
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1


def test_report_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(
        [
            "assess",
            str(CLIPS / "tiny_squat.mp4"),
            "--quiet",
            "--json",
            str(tmp_path / "no" / "r.json"),
        ]
    )

    assert status == 2
    assert "r.json" in capsys.readouterr().err


def test_render_is_mounted_and_refuses_an_absent_recipe(tmp_path: Path) -> None:
    status = main(["render", str(tmp_path / "absent.toml"), "--out", str(tmp_path / "o.mp4")])

    assert status == 2
    assert not (tmp_path / "o.mp4").exists()
