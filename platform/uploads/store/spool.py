"""Bytes set aside on disk, without a name, so that they vanish with the process."""

import tempfile
from collections.abc import Iterator
from typing import IO, cast

PIECE_BYTES = 1 << 20


class Spool:
    """An append-only temporary file."""

    def __init__(self) -> None:
        self._file = cast("IO[bytes]", tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        self.size = 0

    def append(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        self.size += len(data)

    def rewound(self) -> IO[bytes]:
        """The file, at its beginning."""
        self._file.seek(0)
        return self._file

    def pieces(self) -> Iterator[bytes]:
        file = self.rewound()
        while piece := file.read(PIECE_BYTES):
            yield piece

    def clear(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self.size = 0

    def close(self) -> None:
        self._file.close()
