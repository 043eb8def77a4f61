"""Finds the reader by what the file begins with, not by its name."""

from collections.abc import Callable
from pathlib import Path

from assessment.sensing.readers import esp32, intel5300, nexmon
from assessment.sensing.readers.limits import bytes_read
from assessment.sensing.record import CsiRecording, CsiRefused

__all__ = ["csi_parse", "csi_read"]

# The Intel log has no mark of its own at its start, so it is tried last.
_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], CsiRecording]], ...] = (
    (nexmon.fits, nexmon.parse),
    (esp32.fits, esp32.parse),
    (intel5300.fits, intel5300.parse),
)


def csi_read(path: Path) -> CsiRecording:
    """Raises CsiRefused with one sentence, and OSError where the file can't be opened."""
    return csi_parse(bytes_read(path))


def csi_parse(content: bytes) -> CsiRecording:
    """The same from bytes that are already in memory."""
    for fits, parse in _READERS:
        if fits(content):
            return parse(content)
    raise CsiRefused(
        "csi_unknown",
        "This is no CSI recording that is known here; send an Intel 5300 log, a nexmon capture "
        "or an ESP32 table.",
    )
