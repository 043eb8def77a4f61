"""The store port: where the bytes of uploads lie. Two stores: a folder, or S3.

Everything here blocks and is called in threads. A store knows nothing of rows, locks or people.
"""

from collections.abc import Iterator
from typing import Protocol

from django.conf import settings

from uploads.records import Place

CHUNK_BYTES = 1 << 20  # unit of reading back


class Writer(Protocol):
    """Sole writer of one upload; while it is open nobody else can write there."""

    @property
    def position(self) -> int:
        """Bytes of the upload so far, those still held included."""

    def write(self, chunk: bytes) -> None:
        """Append. A held writer keeps the bytes apart until `commit`."""

    def commit(self) -> int:
        """Make everything written durable and return the durable offset."""

    def drop(self) -> None:
        """Forget what a held writer holds."""

    def finish(self) -> None:
        """Make everything durable and give the whole its final key. Nothing follows."""

    def close(self) -> None:
        """Let go; what was neither committed nor finished may be lost, and does no harm."""


class Store(Protocol):
    def begin(self, key: str) -> str:
        """A handle for a new upload; empty where the key is enough."""

    def stored(self, place: Place) -> int:
        """Bytes durably stored, from the beginning and without gaps."""

    def is_whole(self, place: Place) -> bool:
        """Whether `finish` has happened."""

    def writer(self, place: Place, offset: int, *, held: bool) -> Writer:
        """A writer at `offset`, which `stored` has told. Raises UploadLocked."""

    def prefix(self, place: Place, size: int) -> Iterator[bytes] | None:
        """The first `size` bytes of an unfinished upload; None where they cannot be read back."""

    def whole(self, place: Place) -> Iterator[bytes]:
        """The bytes of a finished upload."""

    def discard(self, place: Place) -> None:
        """Remove whatever there is of an upload; nothing there is fine."""

    def erase(self, prefix: str) -> None:
        """Remove everything whose key begins with `prefix`, finished or begun; nothing is fine."""

    def keys(self, folder: str) -> list[str]:
        """Keys that begin with `folder`, which ends with a slash, as far as the next slash."""


def chosen() -> Store:
    """The store of this installation."""
    if settings.S3_BUCKET:
        from uploads.store.s3 import S3Store

        return S3Store()
    from uploads.store.local import LocalStore

    return LocalStore()
