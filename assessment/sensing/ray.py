"""Wi-Fi CSI of a made room: one transmitter, receivers, walls by their images, limbs that scatter.

The channel is the sum of all paths exp(-j 2 pi f d / c) / d: from the transmitter to a receiver,
direct and by one wall; and over each limb, direct on both sides or by one wall on either. What a
real radio adds comes after: gain and phase of every packet, a slope over the carriers, noise, lost
packets. Not modelled: shadowing by the body, more than one wall, antennas that favour a side.
Source of the image method: Allen and Berkley, JASA 65(4), 1979, first order.
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.sensing.record import C64, CsiMeta, CsiRecording

__all__ = ["SCATTERERS", "Radio", "Room", "channel", "received", "room_draw"]

_LIGHT_M_S = 299_792_458.0
# Landmarks (of 33) that scatter and how strongly: the trunk most. Chosen, after radar cross
# sections of limbs that differ by about 10 dB.
SCATTERERS: dict[tuple[int, ...], float] = {
    (11, 12): 1.0, (23, 24): 1.0, (0,): 0.4, (13,): 0.25, (14,): 0.25, (15,): 0.2, (16,): 0.2,
    (25,): 0.4, (26,): 0.4, (27,): 0.3, (28,): 0.3,
}  # fmt: skip
# Standard deviations a packet: gain in dB, slope of the phase over the whole band (chosen).
_GAIN_DB, _SLOPE_RAD = 0.5, 0.6


@dataclass(frozen=True, kw_only=True)
class Room:
    """Metres, y up, the person about the origin. walls: (axis, place) of upright walls."""

    transmitter: F64
    receivers: F64
    walls: tuple[tuple[int, float], ...]
    reflection: float
    scatter: float


@dataclass(frozen=True, kw_only=True)
class Radio:
    """`snr_db`: mean power of the channel over that of the noise. `loss`: share of lost packets."""

    rate_hz: float = 100.0
    carrier_hz: float = 5.2e9
    bandwidth_hz: float = 20e6
    subcarriers: int = 30
    snr_db: float = 20.0
    loss: float = 0.05


def room_draw(random: np.random.Generator, *, receivers: int = 3) -> Room:
    """A hall of 7 to 12 m with the radio at its sides; antennas of a receiver half a wave apart."""
    half = random.uniform(3.5, 6.0, 2)
    angle = random.uniform(0, 2 * np.pi)
    across = angle + np.radians(random.uniform(70, 180)) * random.choice([-1, 1])
    far = random.uniform(2.2, 3.3, 2)
    heights = random.uniform(0.8, 1.6, 2)
    sender = np.array([far[0] * np.sin(angle), heights[0], far[0] * np.cos(angle)])
    first = np.array([far[1] * np.sin(across), heights[1], far[1] * np.cos(across)])
    apart: F64 = 0.0288 * np.array([np.cos(across), 0.0, -np.sin(across)])
    places: F64 = first + np.arange(receivers)[:, None] * apart
    return Room(
        transmitter=sender,
        receivers=places,
        walls=((0, half[0]), (0, -half[0]), (2, half[1]), (2, -half[1])),
        reflection=float(random.uniform(0.25, 0.5)),
        scatter=float(random.uniform(0.1, 0.25)),
    )


def channel(positions: F64, fps: float, room: Room, radio: Radio) -> tuple[F64, C64]:
    """Joints [T, 33, 3] -> even times [K] and the noiseless channel [K, R, S]."""
    count = int(len(positions) / fps * radio.rate_hz)
    times = np.arange(count) / radio.rate_hz
    limbs = np.stack([positions[:, list(at)].mean(1) for at in SCATTERERS], axis=1)
    flat = limbs.reshape(len(limbs), -1)
    frames = np.arange(len(limbs)) / fps
    moved = np.stack([np.interp(times, frames, column) for column in flat.T], axis=1)
    limbs = moved.reshape(count, -1, 3)
    weight = room.scatter * np.array(list(SCATTERERS.values()))
    direct, by_wall = _from(room.transmitter, limbs, room, radio)
    direct, by_wall = weight[:, None] * direct, weight[:, None] * by_wall
    links = []
    for receiver in room.receivers:
        seen, seen_by_wall = _from(receiver, limbs, room, radio)
        moving = ((direct + by_wall) * seen + direct * seen_by_wall).sum(axis=1)
        still = _path(_between(receiver, room.transmitter), radio)
        for axis, place in room.walls:
            image = _image(receiver, axis, place)
            still = still + room.reflection * _path(_between(image, room.transmitter), radio)
        links.append(moving + still)
    return times, np.stack(links, axis=1).astype(np.complex64)


def received(times: F64, clean: C64, radio: Radio, random: np.random.Generator) -> CsiRecording:
    """What the device would have written: everything that a radio adds, lost packets left out."""
    count, links, carriers = clean.shape
    power = float((np.abs(clean) ** 2).mean())
    sigma = np.sqrt(power / 10 ** (radio.snr_db / 10) / 2)
    noise = random.standard_normal((2, *clean.shape)).astype(np.float32)
    gain = 10 ** (_GAIN_DB * random.standard_normal(count) / 20)
    slope = np.linspace(-0.5, 0.5, carriers) * _SLOPE_RAD * random.standard_normal((count, 1))
    turned = np.exp(1j * (random.uniform(0, 2 * np.pi, (count, 1)) + slope))
    # A receiver sees the offsets on the signal and its own noise on top.
    csi = clean * (gain[:, None] * turned)[:, None] + sigma * (noise[0] + 1j * noise[1])
    kept = random.random(count) >= radio.loss
    kept[0] = True
    missing = np.full((int(kept.sum()), links), np.nan, np.float32)
    return CsiRecording(
        times_s=times[kept] - times[kept][0],
        csi=csi[kept].astype(np.complex64),
        rssi=missing,
        agc=missing[:, 0],
        meta=CsiMeta(device="intel5300", subcarriers=tuple(range(carriers))),
    )


def _from(point: F64, limbs: F64, room: Room, radio: Radio) -> tuple[C64, C64]:
    """Paths [K, L, S] between a point and each limb: direct, and the sum of those by one wall."""
    direct = _path(_between(limbs, point), radio)
    by_wall = np.zeros_like(direct)
    for axis, place in room.walls:
        image = _image(point, axis, place)
        by_wall += room.reflection * _path(_between(limbs, image), radio)
    return direct, by_wall


def _between(first: F64, second: F64) -> F64:
    return np.asarray(np.linalg.norm(first - second, axis=-1))


def _image(point: F64, axis: int, place: float) -> F64:
    mirrored = point.copy()
    mirrored[axis] = 2 * place - mirrored[axis]
    return mirrored


def _path(metres: F64, radio: Radio) -> C64:
    """Lengths [...] -> what arrives [..., S]: weaker with the length, turned by the frequency."""
    length = np.asarray(metres, np.float64)[..., None]
    offsets = np.linspace(-0.5, 0.5, radio.subcarriers) * radio.bandwidth_hz
    first = (2 * np.pi * (radio.carrier_hz + offsets[0]) / _LIGHT_M_S * length) % (2 * np.pi)
    step = 2 * np.pi * (radio.bandwidth_hz / max(radio.subcarriers - 1, 1)) / _LIGHT_M_S * length
    phase = (first + step * np.arange(radio.subcarriers)).astype(np.float32)
    paths = np.empty(phase.shape, np.complex64)
    paths.real, paths.imag = np.cos(phase), -np.sin(phase)
    return np.asarray(paths / length.astype(np.float32))
