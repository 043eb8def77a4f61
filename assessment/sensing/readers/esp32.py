"""Tables of the ESP32-CSI-Tool: one line a packet, 25 fields and the values in brackets.

Values are int8 pairs, imaginary part first. Only the legacy training field is read, the first
64 subcarriers: every packet has it. The first two subcarriers of a packet are not valid on the
first ESP32 and are set to 0. Source: Espressif, ESP-IDF programming guide, "Wi-Fi Channel State
Information"; column names of StevenMHernandez/ESP32-CSI-Tool.
"""

import re
from dataclasses import dataclass

import numpy as np

from assessment.sensing.readers.limits import MOST_PACKETS, clock_unwrapped
from assessment.sensing.record import C64, CsiMeta, CsiRecording, CsiRefused

__all__ = ["fits", "parse"]

_FIRST = b"CSI_DATA"
_HEADED = b"type,"
_LINE = re.compile(rb"CSI_DATA,([^\[\]\n]{1,400}),\"?\[([-0-9 ,]{1,4000})\]")
_FIELDS = 24  # after the first, before the values
_RSSI, _SECONDARY, _STAMP = 2, 16, 17
_NUMBERS = 128
_SUBCARRIERS = 64
_INVALID = 2


@dataclass(frozen=True)
class _Packet:
    stamp_us: int
    rssi: int
    shifted: bool
    numbers: list[int]


def fits(content: bytes) -> bool:
    """A line of values early in the file; monitors often write a few lines of their own first."""
    return content[:5] == _HEADED or _FIRST in content[:4096]


def parse(content: bytes) -> CsiRecording:
    packets: list[_Packet] = []
    damaged = 0
    for line in content.split(b"\n"):
        if not line.startswith(_FIRST):
            continue
        packet = _packet(line)
        if packet is None:
            damaged += 1
        else:
            packets.append(packet)
        if len(packets) > MOST_PACKETS:
            raise CsiRefused(
                "csi_too_many_packets",
                f"The recording holds more than {MOST_PACKETS} packets; cut it into parts.",
            )
    if not packets:
        raise CsiRefused("csi_no_packets", "The ESP32 table holds no whole CSI line; record again.")
    return CsiRecording(
        times_s=clock_unwrapped(np.array([one.stamp_us for one in packets], dtype=np.int64)),
        csi=_csi(packets),
        rssi=np.array([[one.rssi] for one in packets], dtype=np.float32),
        agc=np.full(len(packets), np.nan, dtype=np.float32),
        meta=CsiMeta(
            device="esp32",
            subcarriers=tuple(range(-_SUBCARRIERS // 2, _SUBCARRIERS // 2)),
            left_out=damaged,
        ),
    )


def _packet(line: bytes) -> _Packet | None:
    """None where the line is cut off or holds something else than numbers in range."""
    found = _LINE.match(line)
    if found is None:
        return None
    fields = found[1].split(b",")
    values = found[2].replace(b",", b" ").split()
    if len(fields) != _FIELDS or len(values) < _NUMBERS:
        return None
    try:
        numbers = [int(value) for value in values[:_NUMBERS]]
        stamp, rssi = int(fields[_STAMP]), int(fields[_RSSI])
        secondary = int(fields[_SECONDARY])
    except ValueError:
        return None
    in_range = all(-128 <= number <= 127 for number in numbers)
    if not in_range or not 0 <= stamp < 2**32 or not -128 <= rssi <= 127:
        return None
    return _Packet(stamp, rssi, secondary != 0, numbers)


def _csi(packets: list[_Packet]) -> C64:
    """[T, 1, 64]. Without a secondary channel the chip writes 0 ... 31, -32 ... -1."""
    pairs = np.array([one.numbers for one in packets], dtype=np.float32)
    pairs = pairs.reshape(len(packets), _SUBCARRIERS, 2)
    values = pairs[..., 1] + 1j * pairs[..., 0]
    values[:, :_INVALID] = 0
    ordered = np.array([one.shifted for one in packets])[:, None]
    shifted = np.where(ordered, values, np.fft.fftshift(values, axes=-1))
    return shifted[:, None, :].astype(np.complex64)
