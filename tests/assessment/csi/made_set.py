"""A small set in the packaged format: movements as paths that grow and shrink, by made people."""

from pathlib import Path

import numpy as np

PEOPLE = ("a", "b", "c")
ROOMS = ("room_1", "room_2")
# Activity -> metres a second at moment t of 4 s.
MOVES = {
    "still": lambda t: 0 * t,
    "pace": lambda t: 0.25 * np.sign(np.sin(2 * np.pi * 0.5 * t)),
    "wave": lambda t: 0.25 * np.sin(2 * np.pi * 2.5 * t) * ((t > 1) & (t < 3)),
}
SAMPLES = 2
RATE_HZ = 20
SECONDS = 4


def set_write(folder: Path) -> Path:
    """36 recordings of 80 packets, int8 as the card gives them."""
    rng = np.random.default_rng(0)
    rows, labels = [], []
    for room in ROOMS:
        walls = rng.normal(size=(3, 10)) + 1j * rng.normal(size=(3, 10)) + 2
        for person in PEOPLE:
            for activity, speed in MOVES.items():
                for _ in range(SAMPLES):
                    rows.append(_recording(rng, walls, speed))
                    labels.append((activity, person, room))
    packets = SECONDS * RATE_HZ
    path = folder / "intel5300_activities.npz"
    np.savez(
        path,
        csi=np.concatenate(rows),
        t_ms=np.tile(np.arange(packets) * 1000 // RATE_HZ, len(rows)).astype(np.uint16),
        rssi_noise_agc=np.full((packets * len(rows), 5), 40, dtype=np.int8),
        offsets=(np.arange(len(rows) + 1) * packets).astype(np.int32),
        activity=np.array([one[0] for one in labels]),
        person=np.array([one[1] for one in labels]),
        room=np.array([one[2] for one in labels]),
        subcarrier=np.arange(10, dtype=np.int16),
    )
    return path


def _recording(rng, walls, speed):
    times = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    path_m = np.cumsum(speed(times) * rng.uniform(0.8, 1.2)) / RATE_HZ
    turned = np.exp(-2j * np.pi * path_m / 0.0577)[:, None, None]
    moving = 0.7 * np.exp(2j * np.pi * rng.uniform(size=(3, 10)))
    noise = rng.normal(size=(len(times), 3, 10, 2)) @ [1, 1j] * 0.03
    common = rng.uniform(0.8, 1.2, len(times)) * np.exp(2j * np.pi * rng.uniform(size=len(times)))
    values = (walls + moving * turned + noise) * common[:, None, None] * 15
    return np.clip(np.stack([values.real, values.imag], -1), -127, 127).astype(np.int8)
