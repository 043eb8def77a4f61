"""Captures of nexmon_csi: one UDP datagram to port 5500 for each core and spatial stream.

Body: magic 0x1111, signal strength (int8) and frame control in newer firmware, sender (6),
sequence (2), core and stream (2), channel (2), chip (2), then one int16 pair a subcarrier in FFT
order. Source: README of seemoo-lab/nexmon_csi.
"""

import struct
from collections import Counter
from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.sensing.readers.limits import MOST_PACKETS
from assessment.sensing.readers.pcap import is_pcap, udp_bodies
from assessment.sensing.record import C64, CsiMeta, CsiRecording, CsiRefused

__all__ = ["fits", "parse"]

_PORT = 5500
_HEADER = struct.Struct("<HbB6sHHHH")
_MAGIC = 0x1111
_SUBCARRIERS = (64, 128, 256)  # 20, 40, 80 MHz
# These chips send int16 pairs (BCM4339, BCM43455c0); the others a packed floating form.
_CHIPS = (0x4339, 0x0065)
# Chosen: datagrams of one frame leave the chip within a few ms.
_SAME_FRAME_S = 0.05


@dataclass(frozen=True)
class _Part:
    """What one core and stream saw of one frame."""

    stamp_s: float
    rssi: int
    sequence: int
    stream: int
    body: bytes


def fits(content: bytes) -> bool:
    return is_pcap(content)


def parse(content: bytes) -> CsiRecording:
    """Frames of the commonest width for which every core and stream arrived."""
    parts, damaged = _parts(content)
    widths = Counter(len(part.body) // 4 for part in parts)
    if not widths:
        raise CsiRefused(
            "csi_no_packets", "The capture holds no nexmon CSI datagram; capture UDP port 5500."
        )
    width = widths.most_common(1)[0][0]
    frames, links = _frames([part for part in parts if len(part.body) // 4 == width])
    values = _csi(frames, width)
    stamps: F64 = np.array([frame[0].stamp_s for frame in frames])
    half = width // 2
    return CsiRecording(
        times_s=np.maximum.accumulate(stamps - stamps[0]),
        csi=values,
        rssi=np.array([[part.rssi for part in frame] for frame in frames], dtype=np.float32),
        agc=np.full(len(frames), np.nan, dtype=np.float32),
        meta=CsiMeta(
            device="nexmon",
            subcarriers=tuple(range(-half, half)),
            left_out=damaged + len(parts) - len(frames) * links,
        ),
    )


def _parts(content: bytes) -> tuple[list[_Part], int]:
    parts: list[_Part] = []
    damaged = 0
    for datagram in udp_bodies(content):
        if datagram.port != _PORT:
            continue
        part = _part(datagram.body, datagram.stamp_s)
        if part is None:
            damaged += 1
        else:
            parts.append(part)
        if len(parts) > MOST_PACKETS:
            raise CsiRefused(
                "csi_too_many_packets",
                f"The recording holds more than {MOST_PACKETS} packets; cut it into parts.",
            )
    return parts, damaged


def _part(body: bytes, stamp_s: float) -> _Part | None:
    if len(body) < _HEADER.size:
        return None
    magic, rssi, _, _, sequence, stream, _, chip = _HEADER.unpack_from(body)
    values = body[_HEADER.size :]
    if magic != _MAGIC or len(values) // 4 not in _SUBCARRIERS or len(values) % 4:
        return None
    if chip not in _CHIPS:
        raise CsiRefused(
            "csi_chip",
            f"CSI of the chip {chip:#06x} is not read; use a Raspberry Pi or a Nexus 5.",
        )
    return _Part(stamp_s, rssi, sequence, stream, values)


def _frames(parts: list[_Part]) -> tuple[list[list[_Part]], int]:
    """Parts that belong together, by sequence number and time; only whole frames."""
    links = sorted(Counter(part.stream for part in parts))
    frames: list[list[_Part]] = []
    for part in parts:
        last = frames[-1] if frames else []
        if (
            last
            and part.sequence == last[0].sequence
            and abs(part.stamp_s - last[0].stamp_s) < _SAME_FRAME_S
            and part.stream not in [one.stream for one in last]
        ):
            last.append(part)
        else:
            frames.append([part])
    whole = [sorted(one, key=lambda part: part.stream) for one in frames if len(one) == len(links)]
    if not whole:
        raise CsiRefused(
            "csi_no_packets", "No frame of the capture was seen by all antennas; capture again."
        )
    return whole, len(links)


def _csi(frames: list[list[_Part]], width: int) -> C64:
    """[T, R, S], subcarriers from the lowest to the highest frequency."""
    raw = np.frombuffer(b"".join(part.body for frame in frames for part in frame), dtype="<i2")
    pairs = raw.reshape(len(frames), -1, width, 2).astype(np.float32)
    values = pairs[..., 0] + 1j * pairs[..., 1]
    return np.fft.fftshift(values, axes=-1).astype(np.complex64)
