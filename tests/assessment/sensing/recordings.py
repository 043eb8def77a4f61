"""Recordings for the tests of sensing: short real ones and made ones."""

import dataclasses
import struct
from pathlib import Path
from typing import Any

import numpy as np

from assessment.sensing.record import CsiMeta, CsiRecording

VECTORS = Path(__file__).parents[2] / "vectors" / "csi"
FILES = ("intel5300.dat", "nexmon_40mhz.pcap", "esp32.csv")


def intel_record(
    *,
    values: list[int],
    stamp: int = 0,
    receivers: int = 3,
    transmitters: int = 1,
    antennas: int = 36,
) -> bytes:
    """One bfee record with these 30 * links * 2 numbers; antennas 36 (2, 1, 0 as low bits first:
    0, 1, 2) names the places in order."""
    bits: list[int] = []
    numbers = iter(values)
    for _ in range(30):
        bits += [0, 0, 0]
        for _ in range(2 * receivers * transmitters):
            byte = next(numbers) & 0xFF
            bits += [byte >> place & 1 for place in range(8)]
    bits += [0] * (-len(bits) % 8)
    body = bytes(
        sum(bit << place for place, bit in enumerate(bits[at : at + 8]))
        for at in range(0, len(bits), 8)
    )
    header = struct.pack(
        "<IHHBBBBBbBBHH",
        stamp,
        0,
        0,
        receivers,
        transmitters,
        40,
        41,
        42,
        -90,
        33,
        antennas,
        len(body),
        0,
    )
    record = b"\xbb" + header + body
    return struct.pack(">H", len(record)) + record


def walking(
    *, seed: int = 0, links: int = 3, rate_hz: float = 50.0, seconds: float = 6.0
) -> CsiRecording:
    """A static path and one whose length grows by 1 m/s for the middle third, 5.2 GHz, no noise:
    Doppler of 1 / 0.0577 m = 17.3 Hz.
    """
    rng = np.random.default_rng(seed)
    times = np.arange(round(rate_hz * seconds)) / rate_hz
    moved_m = np.clip(times - seconds / 3, 0, seconds / 3)
    wave = np.exp(-2j * np.pi * moved_m / 0.0577)
    static = rng.normal(size=(links, 8)) + 1j * rng.normal(size=(links, 8)) + 3
    moving = 0.4 * np.exp(2j * np.pi * rng.uniform(size=(links, 8)))
    moving[0] *= 0.05  # the reference antenna hears little of it
    csi = static + moving * wave[:, None, None]
    return CsiRecording(
        times_s=times,
        csi=csi.astype(np.complex64),
        rssi=np.full((len(times), links), 40, dtype=np.float32),
        agc=np.full(len(times), 33, dtype=np.float32),
        meta=CsiMeta(device="intel5300", subcarriers=tuple(range(8))),
    )


def changed(recording: CsiRecording, **fields: Any) -> CsiRecording:
    return dataclasses.replace(recording, **fields)
