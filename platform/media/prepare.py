"""From one hostile file to what people may see of it: proxy, poster, thumbnails and facts."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from media import confine, transcode
from media.errors import ClipRefused, MediaBroken
from media.limits import LIMITS
from media.probe import Probed, open_regular, probe
from media.records import ClipFacts, ThumbsLayout
from media.refusals import refused

PROBED, CODED, DRAWN = 0.05, 0.90, 0.97  # shares of the work, as progress tells them; chosen
OF_A_PROXY = replace(LIMITS, min_duration_s=0, min_side_px=2, min_fps=0, max_fps=100_000)
BRANDS = {"major_brand", "minor_version", "compatible_brands"}
STRUCTURE = BRANDS | {"handler_name", "vendor_id", "language", "encoder"}  # written into any MP4
FIRST_FRAME_S = 0.001


@dataclass(frozen=True)
class Prepared:
    facts: ClipFacts
    proxy: Path
    poster: Path
    thumbs: Path
    layout: ThumbsLayout


@contextmanager
def prepared(
    original: Path,
    *,
    on_progress: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> Iterator[Prepared]:
    """The copies of `original` in a folder that is gone after the block.

    Raises ClipRefused where the file is to blame, MediaBroken where we are, ClipCancelled.
    """
    with confine.workspace() as folder, _opened(original) as file_number:
        tell = _rising(on_progress)
        probed = probe(file_number, is_cancelled=is_cancelled)
        tell(PROBED)
        proxy = transcode.make_proxy(
            file_number,
            probed,
            folder,
            on_progress=lambda done: tell(PROBED + (CODED - PROBED) * done),
            is_cancelled=is_cancelled,
        )
        _check(proxy, probed.facts)
        tell(CODED)
        poster, thumbs, layout = transcode.make_stills(
            proxy, probed.facts, folder, is_cancelled=is_cancelled
        )
        tell(DRAWN)
        yield Prepared(probed.facts, proxy, poster, thumbs, layout)


def _rising(on_progress: Callable[[float], None]) -> Callable[[float], None]:
    """Progress that never falls: ffmpeg's own goes back where sound and picture differ."""
    highest = 0.0

    def tell(done: float) -> None:
        nonlocal highest
        if done > highest:
            highest = done
            on_progress(done)

    return tell


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    number = open_regular(path)
    try:
        yield number
    finally:
        os.close(number)


def _check(proxy: Path, original: ClipFacts) -> None:
    """The proxy is what it should be: upright, from zero, bare of metadata, most frames there."""
    with _opened(proxy) as file_number:
        try:
            made = probe(file_number, limits=OF_A_PROXY)
        except ClipRefused as error:
            raise refused("clip_unreadable") from error  # not one frame could be decoded
    if made.facts["frame_count"] * 2 < original["frame_count"]:
        raise refused("clip_unreadable")
    wrong = _faults(made)
    if wrong:
        raise MediaBroken(f"the proxy failed its check: {wrong} {made}")


def _faults(made: Probed) -> list[str]:
    checks = {
        "codec": made.facts["codec"] == "h264",
        "turned": made.facts["rotation_deg"] == 0,
        "late": abs(made.start_s) < FIRST_FRAME_S,
        "tracks": set(made.tracks) <= {"video", "audio"},
        "tags": set(made.tags) <= STRUCTURE,
    }
    return [name for name, fine in checks.items() if not fine]
