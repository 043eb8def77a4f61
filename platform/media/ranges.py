"""One byte range of a file, and its bytes in bounded pieces (RFC 9110 sections 13 and 14)."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from pathlib import Path

PIECE_BYTES = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True)
class Span:
    """Bytes `start` to `stop`, the last excluded."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start


class Unsatisfiable(Exception):
    """No byte of the asked range exists."""


def span_of(header: str | None, size: int) -> Span | None:
    """The span that a Range header asks for; None for no, several or malformed ranges, which the
    standard lets a server answer in full. Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return Span(start, stop)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(size, int(last) + 1) if last else size)


def applies(if_range: str | None, etag: str) -> bool:
    """Whether a Range counts beside this If-Range: none, or the very same strong validator."""
    return if_range is None or if_range.strip() == etag


def pieces(path: Path, span: Span) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(span.start)
        left = span.length
        while left > 0 and (piece := file.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


async def pieces_async(path: Path, span: Span) -> AsyncGenerator[bytes, None]:
    """As `pieces`, the disk read in a thread, so that no other request waits for it."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, span.start)
        left = span.length
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece
    finally:
        file.close()
