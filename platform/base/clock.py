"""The one clock of the platform; tests move it, nothing else reads the time."""

import contextlib
import datetime as dt
from collections.abc import Iterator

_offset = dt.timedelta()


def now() -> dt.datetime:
    """Aware UTC time."""
    return dt.datetime.now(dt.UTC) + _offset


@contextlib.contextmanager
def moved(delta: dt.timedelta) -> Iterator[None]:
    """Move this process's clock by `delta` for the duration of the block."""
    global _offset  # noqa: PLW0603 -- one clock per process is the point
    before = _offset
    _offset += delta
    try:
        yield
    finally:
        _offset = before
