"""Small clips with one odd thing each, made by code; no person is in them."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from media import confine
from media.prepare import Prepared, prepared
from media.probe import Probed, open_regular, probe
from media.transcode import tool
from tests.support.hostile import small_clip

Ffmpeg = Callable[..., Path]


@pytest.fixture(scope="session")
def good_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_clip(tmp_path_factory.mktemp("clips") / "good.mp4", audio=True)


@pytest.fixture
def ffmpeg(tmp_path: Path) -> Ffmpeg:
    """Runs ffmpeg with these arguments and gives back the file that it wrote."""

    def run(name: str, *arguments: str) -> Path:
        path = tmp_path / name
        command = [tool().path, "-v", "error", "-y", *arguments, str(path)]
        subprocess.run(command, check=True, timeout=60)
        return path

    return run


def probed(path: Path) -> Probed:
    number = open_regular(path)
    try:
        return probe(number)
    finally:
        os.close(number)


def prepared_copy(original: Path, folder: Path) -> Prepared:
    """Prepare `original` and keep the copies in `folder`."""
    with prepared(original, on_progress=lambda _done: None, is_cancelled=lambda: False) as made:
        kept = {}
        for name in ("proxy", "poster", "thumbs"):
            path: Path = getattr(made, name)
            kept[name] = folder / path.name
            kept[name].write_bytes(path.read_bytes())
        return Prepared(facts=made.facts, layout=made.layout, **kept)


def frame_times(path: Path) -> list[float]:
    """Presentation times of all frames, seconds, as they stand in the file."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [float(frame.time or 0.0) for frame in container.decode(stream)]


BOUNDS = confine.Bounds(
    memory_bytes=512 * 1024**2,
    cpu_s=2,
    wall_s=20,
    file_bytes=4 * 1024**2,
    disk_bytes=16 * 1024**2,
    stdout_bytes=64 * 1024,
)
