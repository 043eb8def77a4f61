"""What a file is, found out by a confined child (media/probe_child.py)."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from media import confine
from media.errors import ClipCancelled, MediaBroken
from media.limits import LIMITS, PROBE_BOUNDS, ClipLimits
from media.records import ClipFacts
from media.refusals import refused
from media.sniff import HEAD_BYTES, container_of

CHILD = Path(__file__).with_name("probe_child.py")


@dataclass(frozen=True)
class Probed:
    """Facts for people, and what the transcoder needs beside them."""

    facts: ClipFacts
    video_stream: int
    audio_stream: int | None
    start_s: float  # presentation time of the first video frame in the file's own clock
    transfer: str  # of light, as zscale names it; empty where it is not HDR
    tracks: tuple[str, ...]  # kinds of all streams
    tags: tuple[str, ...]  # names of all metadata


def probe(
    file_number: int,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    limits: ClipLimits = LIMITS,
) -> Probed:
    """Facts of the open regular file `file_number`, counted to its last packet.

    Raises ClipRefused, ClipCancelled, or MediaBroken when the child could not be run at all.
    """
    demuxer = _demuxer(file_number, limits)
    order = json.dumps({"fd": file_number, "demuxer": demuxer, "limits": asdict(limits)})
    os.lseek(file_number, 0, os.SEEK_SET)  # the position is shared with every child before
    with confine.workspace() as folder:
        outcome = confine.run(
            [sys.executable, "-I", "-B", str(CHILD), order],
            bounds=PROBE_BOUNDS,
            folder=folder,
            readable=(CHILD,),
            pass_fds=(file_number,),
            is_cancelled=is_cancelled,
        )
    if outcome.ending == "cancelled":
        raise ClipCancelled
    if outcome.over_limits:
        raise refused("clip_too_heavy")
    if outcome.ending == "killed":
        raise refused("clip_unreadable")  # a crash in a demuxer or decoder
    if not outcome.ok:
        raise MediaBroken(f"probe ended with {outcome.returncode}: {outcome.stderr_tail!r}")
    return _read(outcome.stdout)


def _demuxer(file_number: int, limits: ClipLimits) -> str:
    size = os.fstat(file_number).st_size
    if size == 0:
        raise refused("clip_empty")
    if size > limits.max_bytes:
        raise refused("clip_too_large")
    return container_of(os.pread(file_number, HEAD_BYTES, 0))


def _read(line: bytes) -> Probed:
    answer = json.loads(line)
    if "refused" in answer:
        raise refused(answer["refused"])
    found = answer["facts"]
    return Probed(
        facts=ClipFacts(**{key: found[key] for key in ClipFacts.__annotations__}),  # type: ignore[typeddict-item]
        video_stream=found["stream"],
        audio_stream=found["audio_stream"],
        start_s=found["start_s"],
        transfer=found["transfer"],
        tracks=tuple(found["tracks"]),
        tags=tuple(found["tags"]),
    )


def open_regular(path: Path) -> int:
    """An open file number of `path`. Raises ClipRefused for links, devices, folders and pipes."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise MediaBroken("the original is not where the store says") from error
    except OSError as error:
        raise refused("clip_not_video") from error
    if not os.path.isfile(number):  # noqa: PTH113 -- of the open file, not of its name
        os.close(number)
        raise refused("clip_not_video")
    return number
