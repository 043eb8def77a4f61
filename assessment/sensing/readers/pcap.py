"""UDP bodies of a classic capture file: only the framing, no protocol above it.

Source: libpcap's file format (pcap-savefile(5)); link types of tcpdump.org/linktypes.html.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.sensing.record import CsiRefused

__all__ = ["Datagram", "is_pcap", "udp_bodies"]

# Magic number -> byte order and parts of a second.
_MAGIC = {
    b"\xd4\xc3\xb2\xa1": ("<", 1e-6),
    b"\xa1\xb2\xc3\xd4": (">", 1e-6),
    b"\x4d\x3c\xb2\xa1": ("<", 1e-9),
    b"\xa1\xb2\x3c\x4d": (">", 1e-9),
}
_PCAPNG = b"\x0a\x0d\x0d\x0a"
_FILE_HEADER_BYTES = 24
_PACKET_HEADER_BYTES = 16

# Link type -> bytes before the IP header: Ethernet, raw IP, Linux "any" capture.
_LINK_BYTES = {1: 14, 101: 0, 113: 16}
_UDP = 17
_UDP_HEADER_BYTES = 8


@dataclass(frozen=True)
class Datagram:
    """stamp_s: seconds since 1970 as the capturing machine had them."""

    stamp_s: float
    port: int
    body: bytes


def is_pcap(content: bytes) -> bool:
    return content[:4] in _MAGIC or content[:4] == _PCAPNG


def udp_bodies(content: bytes) -> Iterator[Datagram]:
    """In the order of the file; packets of other protocols are passed over, a packet that runs
    past the end closes the file.
    """
    if content[:4] == _PCAPNG:
        raise CsiRefused(
            "csi_pcapng", "This is a pcapng capture; save it as pcap (editcap -F pcap IN OUT)."
        )
    if len(content) < _FILE_HEADER_BYTES:
        raise CsiRefused("csi_cut_off", "The capture ends within its header; copy the file again.")
    order, unit_s = _MAGIC[content[:4]]
    (link,) = struct.unpack_from(order + "I", content, 20)
    if link & 0xFFFF not in _LINK_BYTES:
        raise CsiRefused(
            "csi_link_type", f"Captures of link type {link} can't be read; capture on Ethernet."
        )
    header = struct.Struct(order + "IIII")
    at = _FILE_HEADER_BYTES
    while at + _PACKET_HEADER_BYTES <= len(content):
        seconds, parts, length, _ = header.unpack_from(content, at)
        at += _PACKET_HEADER_BYTES
        if at + length > len(content):
            return
        found = _udp(content[at : at + length], _LINK_BYTES[link & 0xFFFF])
        if found is not None:
            yield Datagram(seconds + parts * unit_s, *found)
        at += length


def _udp(frame: bytes, link_bytes: int) -> tuple[int, bytes] | None:
    """Destination port and body of an IPv4 datagram, else None."""
    packet = frame[link_bytes:]
    if len(packet) < 20 or packet[0] >> 4 != 4 or packet[9] != _UDP:
        return None
    start = (packet[0] & 0x0F) * 4
    if start < 20 or len(packet) < start + _UDP_HEADER_BYTES:
        return None
    port, length = struct.unpack_from(">HH", packet, start + 2)
    return port, packet[start + _UDP_HEADER_BYTES : start + max(length, _UDP_HEADER_BYTES)]
