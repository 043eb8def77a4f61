"""Logs of the Linux 802.11n CSI Tool for the Intel 5300 card.

A log is a row of records: length (16 bits, big endian), code (8 bits), body. Code 0xBB is one
measured packet ("bfee"): a header of 20 bytes, then 30 subcarriers, each 3 bits of padding and,
link by link, a real and an imaginary int8, packed without regard to byte borders. The field
`antenna_sel` says which antenna stands where. Source: CSI Tool, "Frequently asked questions" and
the notes on `read_bfee`, D. Halperin et al., SIGCOMM CCR 41(1), 2011.
"""

import struct
from collections import Counter
from dataclasses import dataclass

import numpy as np

from assessment.core.units import U8
from assessment.sensing.readers.limits import MOST_PACKETS, clock_unwrapped
from assessment.sensing.record import C64, CsiMeta, CsiRecording, CsiRefused

__all__ = ["fits", "parse"]

_BFEE = 0xBB
_HEADER_BYTES = 20
_SUBCARRIERS = 30
_PADDING_BITS = 3
_HEADER = struct.Struct("<IHHBBBBBbBBHH")  # see _Packet

# Reported of 56 (20 MHz) by the card in its usual grouping: CSI Tool, FAQ 2.
_INDICES = (*range(-28, 0, 2), -1, *range(1, 28, 2), 28)


@dataclass(frozen=True)
class _Packet:
    stamp_us: int
    receivers: int
    transmitters: int
    rssi: tuple[int, int, int]
    agc: int
    antennas: int
    body: bytes


def fits(content: bytes) -> bool:
    """Whether a log starts here: one measured packet within the first records."""
    return bool(_records(content[:4096]))


def parse(content: bytes) -> CsiRecording:
    """Packets of the commonest number of antennas; others are counted as left out."""
    packets, damaged = _packets(content)
    shapes = Counter((one.receivers, one.transmitters) for one in packets)
    if not shapes:
        raise CsiRefused(
            "csi_no_packets", "The Intel 5300 log holds no whole CSI packet; record again."
        )
    (receivers, transmitters), kept_count = shapes.most_common(1)[0]
    kept = [
        one for one in packets if (one.receivers, one.transmitters) == (receivers, transmitters)
    ]
    rssi = np.array([one.rssi[:receivers] for one in kept], dtype=np.float32)
    return CsiRecording(
        times_s=clock_unwrapped(np.array([one.stamp_us for one in kept], dtype=np.int64)),
        csi=_csi(kept, receivers, transmitters),
        rssi=np.tile(np.where(rssi > 0, rssi, np.nan), (1, transmitters)),  # 0: not measured
        agc=np.array([one.agc for one in kept], dtype=np.float32),
        meta=CsiMeta(
            device="intel5300",
            subcarriers=_INDICES,
            transmitters=transmitters,
            left_out=damaged + len(packets) - kept_count,
        ),
    )


def _records(content: bytes) -> list[bytes]:
    """Bodies of the measured packets, in order; stops where a record runs past the end."""
    bodies: list[bytes] = []
    at = 0
    while at + 3 <= len(content):
        length = int.from_bytes(content[at : at + 2], "big")
        end = at + 2 + length
        if length == 0 or end > len(content):
            break
        if content[at + 2] == _BFEE:
            bodies.append(content[at + 3 : end])
            if len(bodies) > MOST_PACKETS:
                raise CsiRefused(
                    "csi_too_many_packets",
                    f"The recording holds more than {MOST_PACKETS} packets; cut it into parts.",
                )
        at = end
    return bodies


def _packets(content: bytes) -> tuple[list[_Packet], int]:
    bodies = _records(content)
    packets = [packet for packet in map(_packet, bodies) if packet is not None]
    return packets, len(bodies) - len(packets)


def _packet(body: bytes) -> _Packet | None:
    """None where the numbers do not agree with each other."""
    if len(body) < _HEADER_BYTES:
        return None
    stamp, _, _, receivers, transmitters, *rest = _HEADER.unpack_from(body)
    rssi_a, rssi_b, rssi_c, _, agc, antennas, length, _ = rest
    if not (1 <= receivers <= 3 and 1 <= transmitters <= 3):
        return None
    whole = _body_bytes(receivers * transmitters)
    if length != whole or len(body) < _HEADER_BYTES + whole:
        return None
    return _Packet(
        stamp_us=stamp,
        receivers=receivers,
        transmitters=transmitters,
        rssi=(rssi_a, rssi_b, rssi_c),
        agc=agc,
        antennas=antennas,
        body=body[_HEADER_BYTES : _HEADER_BYTES + whole],
    )


def _body_bytes(links: int) -> int:
    return (_SUBCARRIERS * (links * 16 + _PADDING_BITS) + 7) // 8


def _csi(packets: list[_Packet], receivers: int, transmitters: int) -> C64:
    """[T, transmitters * receivers, 30], antennas in the order of the permutation."""
    links = receivers * transmitters
    width = _PADDING_BITS + links * 16
    raw: U8 = np.frombuffer(b"".join(one.body for one in packets), dtype=np.uint8)
    bits = np.unpackbits(raw.reshape(len(packets), -1), axis=1, bitorder="little")
    bits = bits[:, : _SUBCARRIERS * width].reshape(len(packets), _SUBCARRIERS, width)
    numbers = np.packbits(bits[:, :, _PADDING_BITS:], axis=2, bitorder="little").view(np.int8)
    # (T, 30, receivers, transmitters, re|im): the transmit stream changes fastest.
    parts = numbers.reshape(len(packets), _SUBCARRIERS, receivers, transmitters, 2)
    values = parts[..., 0] + 1j * parts[..., 1].astype(np.complex64)
    order = np.array([_order(one.antennas, receivers) for one in packets])
    placed = np.empty_like(values)
    np.put_along_axis(placed, order[:, None, :, None], values, axis=2)
    return placed.transpose(0, 3, 2, 1).reshape(len(packets), links, _SUBCARRIERS)


def _order(antennas: int, receivers: int) -> list[int]:
    """Antenna of each place. The order of the file where the field is no permutation."""
    named = [antennas >> 2 * place & 3 for place in range(receivers)]
    return named if sorted(named) == list(range(receivers)) else list(range(receivers))
