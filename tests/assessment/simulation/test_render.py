import argparse
import hashlib
import subprocess
import sys

import av
import numpy as np
import pytest

from assessment.simulation import RenderFailed, load_recipe, prepare, read_truth, render_clip
from assessment.simulation.command import add_arguments, run
from assessment.simulation.library import CLIPS, clip_path, read_manifest

from .recipes import recipe


def _sha(picture: np.ndarray) -> str:
    return hashlib.sha256(picture.tobytes()).hexdigest()


def _decoded(path, wanted: set[int]) -> dict[int, np.ndarray]:
    with av.open(str(path)) as container:
        return {
            index: frame.to_ndarray(format="rgb24")
            for index, frame in enumerate(container.decode(video=0))
            if index in wanted
        }


def test_same_seed_draws_the_same_frame_and_another_seed_does_not() -> None:
    first, again = prepare(recipe()).frame(6), prepare(recipe()).frame(6)
    other = prepare(recipe(seed=6)).frame(6)

    assert _sha(first) == _sha(again)
    assert _sha(first) != _sha(other)


def test_figure_is_drawn_where_the_truth_says() -> None:
    dressed = prepare(recipe(look={"shirt": "#ff0000", "accent": "#ff0000"}, video={"grain": 0.0}))
    picture = dressed.frame(0).astype(int)
    shoulders = dressed.truth.xy_px[0, [11, 12]].mean(axis=0)
    hips = dressed.truth.xy_px[0, [23, 24]].mean(axis=0)
    x, y = (0.5 * shoulders + 0.5 * hips).astype(int)

    assert picture[y, x, 0] > 2 * picture[y, x, 1:].max()
    assert not (picture[:, :8, 0] > 2 * picture[:, :8, 1]).any()


def test_long_bar_is_drawn_from_end_to_end() -> None:
    scene = prepare(
        recipe(
            motion={"exercise": "pull_up"},
            camera={"view": "front"},
            scene={"background": "plain"},
            video={"width_px": 240, "height_px": 320, "grain": 0.0},
        )
    )
    wrists = scene.joints.anchors["wrists"]
    middle = wrists.mean(axis=0) + np.array([0.0, 0.07 * 1.72 / 1.735, 0.0])
    spots = middle + np.linspace(-0.7, 0.7, 15)[:, None] * np.array([1.0, 0.0, 0.0])
    picture, bare = scene.frame(0).astype(int), scene.backdrop.picture * 255.0

    for x, y in scene.camera.project(spots).astype(int):
        assert np.abs(picture[y, x] - bare[y, x]).max() > 8


def test_committed_clip_shows_what_its_recipe_draws_today() -> None:
    scene = prepare(load_recipe(CLIPS / "tiny_squat.toml"))
    decoded = _decoded(clip_path("tiny_squat"), {0, 30})

    for index, stored in decoded.items():
        error = scene.frame(index).astype(float) - stored
        assert 10 * np.log10(255.0**2 / np.mean(error**2)) > 30.0


def test_manifest_names_every_committed_clip_truly() -> None:
    manifest = read_manifest()

    assert {"tiny_squat", "demo_squat"} <= set(manifest)
    assert sum(entry["bytes"] for entry in manifest.values()) < 3_000_000
    for name, entry in manifest.items():
        video, made = CLIPS / entry["video"], CLIPS / entry["recipe"]
        assert hashlib.sha256(video.read_bytes()).hexdigest() == entry["sha256"]
        assert hashlib.sha256(made.read_bytes()).hexdigest() == entry["recipe_sha256"]
        truth = read_truth(CLIPS / entry["truth"])
        scene = load_recipe(made)
        assert truth["recipe"] == name
        assert len(truth["repetitions"]) == scene.motion.repetitions
        assert (truth["width_px"], truth["fps"]) == (scene.video.width_px, scene.video.fps)


def test_render_command_writes_clip_and_truth(tmp_path) -> None:
    source = CLIPS / "tiny_squat.toml"
    short = source.read_text().replace("repetitions = 3", "repetitions = 1")
    short = short.replace("width_px = 240", "width_px = 96").replace("= 320", "= 128")
    (tmp_path / "short.toml").write_text(short.replace("fps = 25", "fps = 5"))
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out, truth = tmp_path / "short.mp4", tmp_path / "short.json"
    args = [str(tmp_path / "short.toml"), "--out", str(out), "--truth", str(truth)]

    code = run(parser.parse_args([*args, "--workers", "2"]))

    assert code == 0
    frames = read_truth(truth)["frames"]
    assert sorted(_decoded(out, set(range(1000)))) == list(range(frames))
    assert list(tmp_path.glob(".*")) == []


def test_render_command_refuses_a_bad_recipe_with_exit_two(tmp_path, capsys) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    code = run(parser.parse_args([str(tmp_path / "no.toml"), "--out", str(tmp_path / "x.mp4")]))

    assert code == 2
    assert "There is no recipe" in capsys.readouterr().err


def test_clip_of_another_kind_is_refused(tmp_path) -> None:
    with pytest.raises(RenderFailed, match=r"must end in \.mp4"):
        render_clip(recipe(), tmp_path / "clip.avi")


def test_library_loads_without_compiled_code_or_video_library() -> None:
    code = "import sys, assessment.simulation; print({'numba', 'av'} & set(sys.modules))"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "set()"
