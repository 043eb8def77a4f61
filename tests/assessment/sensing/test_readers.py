"""Readers against a slow decoder written from the format's description, and known numbers."""

import struct
from pathlib import Path

import numpy as np
import pytest

from assessment.sensing.readers import csi_read
from assessment.sensing.readers.choose import csi_parse
from assessment.sensing.readers.limits import MOST_BYTES
from assessment.sensing.record import CsiRefused
from tests.assessment.sensing.recordings import VECTORS, intel_record


def _intel_slowly(record: bytes) -> np.ndarray:
    """[receivers * transmitters, 30] of one record, bit by bit as CSI Tool's notes say."""
    receivers, transmitters, sel = record[11], record[12], record[18]
    payload = record[23:] + b"\0"
    found = np.zeros((transmitters, receivers, 30), dtype=np.complex64)
    at = 0
    for subcarrier in range(30):
        at += 3
        shift = at % 8
        for link in range(receivers * transmitters):
            parts = []
            for _ in range(2):
                byte = (payload[at // 8] >> shift | payload[at // 8 + 1] << 8 - shift) & 0xFF
                parts.append(byte - 256 if byte > 127 else byte)
                at += 8
            antenna = sel >> 2 * (link // transmitters) & 3
            found[link % transmitters, antenna, subcarrier] = complex(*parts)
    return found.reshape(-1, 30)


def test_intel_log_equals_a_slow_decoder() -> None:
    content = (VECTORS / "intel5300.dat").read_bytes()

    recording = csi_read(VECTORS / "intel5300.dat")

    records = [content[at : at + 275] for at in range(0, len(content), 275)]
    expected = np.stack([_intel_slowly(record) for record in records])
    assert recording.csi.dtype == np.complex64
    assert np.array_equal(recording.csi, expected)
    assert recording.meta.transmitters == 2
    assert recording.agc[:3].tolist() == [40, 41, 41]
    assert recording.rssi[1].tolist() == [40, 41, 40, 41]
    assert recording.times_s[1] == pytest.approx(0.009922)
    assert recording.rate_hz == pytest.approx(100, rel=0.02)


def test_intel_numbers_come_back_in_the_order_of_the_antennas() -> None:
    values = [(index * 7) % 256 - 128 for index in range(180)]
    in_order = csi_parse(intel_record(values=values) * 2)
    turned = csi_parse(intel_record(values=values, antennas=0b000110) * 2)  # places are 2, 1, 0

    expected = np.array(values).reshape(30, 3, 2)
    assert np.array_equal(in_order.csi[0].real, expected[..., 0].T)
    assert np.array_equal(in_order.csi[0].imag, expected[..., 1].T)
    assert np.array_equal(turned.csi[0], in_order.csi[0][::-1])


def test_intel_clock_goes_on_over_its_wrap() -> None:
    stamps = [2**32 - 100_000, 2**32 - 50_000, 0, 50_000]
    log = b"".join(intel_record(values=[1] * 180, stamp=stamp) for stamp in stamps)

    assert csi_parse(log).times_s.tolist() == pytest.approx([0, 0.05, 0.1, 0.15])


def test_packets_of_another_shape_are_counted_as_left_out() -> None:
    log = intel_record(values=[1] * 180) * 3 + intel_record(values=[1] * 60, receivers=1)

    recording = csi_parse(log)

    assert recording.csi.shape == (3, 3, 30)
    assert recording.meta.left_out == 1


def test_nexmon_capture_equals_its_datagrams() -> None:
    content = (VECTORS / "nexmon_40mhz.pcap").read_bytes()

    recording = csi_read(VECTORS / "nexmon_40mhz.pcap")

    body = content[24 + 16 + 42 :][: 572 - 42]
    pairs = np.array(struct.unpack("<256h", body[18:])).reshape(128, 2)
    values = pairs[:, 0] + 1j * pairs[:, 1]
    assert recording.csi.shape == (16, 1, 128)
    assert np.array_equal(recording.csi[0, 0], np.roll(values, 64))
    assert recording.meta.subcarriers[0] == -64
    assert recording.times_s[1] == pytest.approx(0.066877, abs=1e-6)
    assert recording.rssi[0, 0] == -52


def test_nexmon_antennas_of_one_frame_are_joined() -> None:
    content = (VECTORS / "nexmon_40mhz.pcap").read_bytes()
    frames = [bytearray(content[24 + 588 * i : 24 + 588 * (i + 1)]) for i in range(4)]
    for index, frame in enumerate(frames):
        frame[:8] = struct.pack("<II", 100, index // 2 * 100_000)
        frame[16 + 42 + 10 : 16 + 42 + 14] = struct.pack("<HH", index // 2, index % 2)

    recording = csi_parse(content[:24] + b"".join(frames[:3]))

    assert recording.csi.shape == (1, 2, 128)
    assert recording.meta.left_out == 1  # the second antenna of the second frame is missing


def test_esp32_table_gives_the_legacy_training_field() -> None:
    recording = csi_read(VECTORS / "esp32.csv")

    assert recording.csi.shape == (13, 1, 64)
    assert recording.csi[0, 0, :2].tolist() == [0, 0]
    assert recording.csi[0, 0, 5] == 2 + 5j  # "5 2" in the line: imaginary part first
    assert recording.rssi[0, 0] == -73
    assert recording.times_s[1] == pytest.approx(0.003824)


def test_esp32_without_a_second_channel_starts_at_the_middle() -> None:
    line = (VECTORS / "esp32.csv").read_bytes().split(b"\n")[0]
    fields = line.split(b",")
    fields[17] = b"0"

    turned, plain = csi_parse(b",".join(fields)), csi_parse(line)

    assert np.array_equal(turned.csi[0, 0], np.roll(plain.csi[0, 0], 32))


_case_refusals = [
    (b"", "csi_empty"),
    (b"hello", "csi_unknown"),
    (b"\x0a\x0d\x0d\x0a" + bytes(60), "csi_pcapng"),
    (b"\xd4\xc3\xb2\xa1", "csi_cut_off"),
    (b"\xd4\xc3\xb2\xa1" + bytes(16) + b"\x93\0\0\0", "csi_link_type"),
    (b"\xd4\xc3\xb2\xa1" + bytes(16) + b"\x01\0\0\0", "csi_no_packets"),
    (b"CSI_DATA,AP,1\n", "csi_no_packets"),
]


@pytest.mark.parametrize(("content", "code"), _case_refusals)
def test_what_is_no_recording_is_refused_by_name(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(CsiRefused) as refused:
        csi_read(path)

    assert refused.value.code == code


def test_a_chip_with_another_number_form_is_named() -> None:
    content = bytearray((VECTORS / "nexmon_40mhz.pcap").read_bytes())
    at = 24 + 16 + 42 + 16
    content[at : at + 2] = b"\x66\x43"

    with pytest.raises(CsiRefused) as refused:
        csi_parse(bytes(content))

    assert refused.value.code == "csi_chip"
    assert "0x4366" in refused.value.sentence


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(CsiRefused) as refused:
        csi_read(path)

    assert refused.value.code == "csi_too_large"
