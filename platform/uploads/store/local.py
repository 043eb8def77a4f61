"""Uploads in the folder of Django's default storage.

Bytes go to `<key>.part`; `finish` renames it to `<key>`. The lock is the kernel's (flock), which a
dying process cannot keep. Known sad path: a power cut may leave fewer bytes than the row says; the
file's size is the truth then, and the client sends the rest again.
"""

import contextlib
import fcntl
import glob
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage

from uploads.errors import UploadLocked
from uploads.records import Place
from uploads.store import CHUNK_BYTES
from uploads.store.spool import Spool

SYNC_EVERY_BYTES = 16 << 20  # keeps the last fsync, for which the client waits, short
CLOSED = -1  # every call with it fails
LOCK_WAIT_S = 1.0  # a stalled former writer lets go when it notices that its lease is gone


class LocalStore:
    def begin(self, key: str) -> str:  # noqa: ARG002 -- the port's shape
        return ""

    def stored(self, place: Place) -> int:
        for path in (_whole(place), _part(place)):
            with contextlib.suppress(FileNotFoundError):
                return _synced_size(path)
        return 0

    def is_whole(self, place: Place) -> bool:
        return _whole(place).exists()

    def writer(self, place: Place, offset: int, *, held: bool) -> "LocalWriter":
        return LocalWriter(place, offset, held=held)

    def prefix(self, place: Place, size: int) -> Iterator[bytes] | None:
        return _read(_part(place), size)

    def whole(self, place: Place) -> Iterator[bytes]:
        return _read(_whole(place), None)

    def discard(self, place: Place) -> None:
        for path in (_whole(place), _part(place)):
            path.unlink(missing_ok=True)

    def erase(self, prefix: str) -> None:
        folder, _, stem = prefix.rpartition("/")
        parent = Path(default_storage.path(folder))
        if not stem:
            shutil.rmtree(parent, ignore_errors=not parent.exists())
            return
        for path in parent.glob(glob.escape(stem) + "*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def keys(self, folder: str) -> list[str]:
        parent = Path(default_storage.path(folder))
        return sorted(folder + path.name for path in parent.glob("*"))


class LocalWriter:
    def __init__(self, place: Place, offset: int, *, held: bool) -> None:
        self._place = place
        self._fd = _locked(place, offset)
        self._written = self._synced = offset
        self._spool = Spool() if held else None
        # A cancelled request may close while a thread still writes: never into a reused number.
        self._busy = threading.RLock()

    @property
    def position(self) -> int:
        return self._written + (self._spool.size if self._spool else 0)

    def write(self, chunk: bytes) -> None:
        with self._busy:
            if self._spool:
                self._spool.append(chunk)
            else:
                self._append(chunk)

    def commit(self) -> int:
        with self._busy:
            if self._spool:
                for piece in self._spool.pieces():
                    self._append(piece)
                self._spool.clear()
            os.fsync(self._fd)
            self._synced = self._written
            return self._written

    def drop(self) -> None:
        if self._spool:
            self._spool.clear()

    def finish(self) -> None:
        self.commit()
        whole = _whole(self._place)
        _part(self._place).replace(whole)
        _sync_folder(whole.parent)

    def close(self) -> None:
        with self._busy:
            if self._spool:
                self._spool.close()
            os.close(self._fd)
            self._fd = CLOSED

    def _append(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            done = os.pwrite(self._fd, view, self._written)
            self._written += done
            view = view[done:]
        if self._written - self._synced >= SYNC_EVERY_BYTES:
            os.fdatasync(self._fd)
            self._synced = self._written


def _whole(place: Place) -> Path:
    return Path(default_storage.path(place.key))


def _part(place: Place) -> Path:
    return Path(default_storage.path(place.key + ".part"))


def _locked(place: Place, offset: int) -> int:
    """The unfinished file, `offset` bytes long, made if need be, with the kernel's lock on it."""
    path = _part(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _flock(fd)
        if _whole(place).exists() or not _is_still(path, fd) or os.fstat(fd).st_size < offset:
            raise UploadLocked  # another writer was here meanwhile
        os.ftruncate(fd, offset)
        if is_new:
            _sync_folder(path.parent)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _flock(fd: int) -> None:
    give_up = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            if time.monotonic() > give_up:
                raise UploadLocked from held
            time.sleep(0.02)
        else:
            return


def _is_still(path: Path, fd: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(fd))
    except FileNotFoundError:
        return False


def _synced_size(path: Path) -> int:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
        return os.fstat(fd).st_size
    finally:
        os.close(fd)


def _sync_folder(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _read(path: Path, size: int | None) -> Iterator[bytes]:
    left = path.stat().st_size if size is None else size
    with path.open("rb", buffering=0) as file:
        while left and (piece := file.read(min(CHUNK_BYTES, left))):
            left -= len(piece)
            yield piece
