"""SHA-256 of an upload while its bytes arrive, over any number of connections.

hashlib's state cannot be written down. It is kept in this process between connections; where it is
missing (restart, another process) the stored beginning is read again, and where a store cannot read
an unfinished beginning (S3), the finished object is read once instead. Either way the digest is of
stored bytes. See docs/decisions/0005-uploads.md.
"""

import hashlib
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator

KEPT = 256  # states, of some hundred bytes each


class Interrupted(Exception):
    """Reading back was asked to stop."""


class Running:
    """A SHA-256 that knows how many bytes it has seen; None where the beginning is unknown."""

    def __init__(self, offset: int, state: "hashlib._Hash | None") -> None:
        self.offset = offset
        self._state = state

    def update(self, chunk: bytes) -> None:
        if self._state is not None:
            self._state.update(chunk)
        self.offset += len(chunk)

    def copy(self) -> "Running":
        return Running(self.offset, None if self._state is None else self._state.copy())

    def hexdigest(self) -> str | None:
        return None if self._state is None else self._state.hexdigest()


_states: OrderedDict[uuid.UUID, Running] = OrderedDict()
_guard = threading.Lock()


def keep(upload_id: uuid.UUID, running: Running) -> None:
    """Remember a state for the next connection of this upload."""
    with _guard:
        _states[upload_id] = running
        _states.move_to_end(upload_id)
        while len(_states) > KEPT:
            _states.popitem(last=False)


def resume(
    upload_id: uuid.UUID,
    offset: int,
    prefix: Callable[[], Iterator[bytes] | None],
    is_stopped: Callable[[], bool],
) -> Running:
    """The state after `offset` bytes: remembered, else from `prefix`. Raises Interrupted."""
    with _guard:
        kept = _states.pop(upload_id, None)
    if kept is not None and kept.offset == offset:
        return kept
    if offset == 0:
        return Running(0, hashlib.sha256())
    pieces = prefix()
    if pieces is None:
        return Running(offset, None)
    running = Running(0, hashlib.sha256())
    for piece in pieces:
        if is_stopped():
            raise Interrupted
        running.update(piece)
    return running


def of(pieces: Iterator[bytes]) -> str:
    """Hex SHA-256 of everything in `pieces`."""
    state = hashlib.sha256()
    for piece in pieces:
        state.update(piece)
    return state.hexdigest()
