"""A hundred hostile files: each ends in a good clip or in one sentence, in bounded time and memory.

Nothing that a file points at is opened, and nobody that it names is called.
"""

import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from media.errors import ClipRefused
from media.limits import PROBE_BOUNDS
from media.prepare import prepared
from media.refusals import SENTENCES
from media.transcode import tool
from tests.support.hostile import SECRET, Bait, hostile_files, small_clip

pytestmark = [pytest.mark.drill, pytest.mark.slow]

SECONDS_EACH = 60.0  # on a busy machine; a quiet one needs one second for the longest
GOOD = frozenset(
    {"polyglot_html.mp4", "-i", "concat:a|b.mp4", "subfile,,start,0,end,9,,:x", "%03d.jpg"}
)
EXPECTED = {
    "zero_bytes.mp4": "clip_empty",
    "gif.mp4": "clip_not_video",
    "m3u8_file.mp4": "clip_not_video",
    "ffconcat.mp4": "clip_not_video",
    "svg.mp4": "clip_not_video",
    "link.mp4": "clip_not_video",
    "pipe.mp4": "clip_not_video",
    "folder.mp4": "clip_not_video",
    "mpeg_ts.mp4": "clip_container",
    "flv.mp4": "clip_container",
    "other_codec.mp4": "clip_codec",
    "only_audio.mp4": "clip_no_picture",
    "only_subtitles.mp4": "clip_no_picture",
    "reference_movie.mp4": "clip_no_picture",
    "twenty_tracks.mp4": "clip_too_many_streams",
    "wide_8k.mp4": "clip_too_many_pixels",
    "eight_pixels.mp4": "clip_too_small",
    "one_frame.mp4": "clip_too_short",
    "million_fps.mp4": "clip_too_short",
}


@dataclass
class Listener:
    """Somebody whom hostile files name; remembers every call."""

    server: socket.socket
    calls: list[object] = field(default_factory=list)

    def answer(self) -> None:
        while True:
            try:
                connection, caller = self.server.accept()
            except OSError:
                return
            self.calls.append(caller)
            connection.close()


@dataclass(frozen=True)
class Ending:
    name: str
    code: str  # "good", or the code of the refusal
    seconds: float
    leaked: bool


@pytest.fixture
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        one = Listener(server)
        thread = threading.Thread(target=one.answer, daemon=True)
        thread.start()
        yield one
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def ending_of(path: Path) -> Ending:
    started = time.monotonic()
    code, leaked = "good", False
    try:
        with prepared(path, on_progress=lambda _done: None, is_cancelled=lambda: False) as made:
            copies = (made.proxy, made.poster, made.thumbs)
            leaked = any(SECRET.encode() in copy.read_bytes() for copy in copies)
            leaked = leaked or SECRET in str(made.facts)
    except ClipRefused as refusal:
        code = refusal.code
        leaked = refusal.sentence != SENTENCES[code]
    return Ending(path.name, code, time.monotonic() - started, leaked)


def test_every_hostile_file_ends_in_a_clip_or_a_sentence(
    tmp_path: Path, listener: Listener
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    folder = tmp_path / "hostile"
    folder.mkdir()
    bait = Bait(secret, f"http://127.0.0.1:{listener.server.getsockname()[1]}")
    files = hostile_files(folder, small_clip(tmp_path / "good.mp4"), bait, tool().path)

    with ThreadPoolExecutor(max_workers=2) as pool:
        endings = {one.name: one for one in pool.map(ending_of, files)}

    codes = {name: one.code for name, one in endings.items()}
    assert len(endings) == len(files) > 100
    assert {name: codes[name] for name in EXPECTED} == EXPECTED
    assert {codes[name] for name in GOOD} == {"good"}
    assert not [one for one in endings.values() if one.leaked]
    assert not [one for one in endings.values() if one.seconds > SECONDS_EACH]
    assert listener.calls == []
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < PROBE_BOUNDS.memory_bytes
