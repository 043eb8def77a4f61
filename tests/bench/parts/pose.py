"""Pictures a second by backend, batch and device."""

import time
from pathlib import Path

import numpy as np
import torch

from assessment.vision.decode import VideoReader
from assessment.vision.pose import Backend, pose_open
from assessment.vision.pose.networks import PoseNetworks
from assessment.vision.pose.openvino_networks import OpenVinoNetworks
from assessment.vision.pose.torch_networks import TorchNetworks
from tests.bench.tables import Table

__all__ = ["PURPOSE", "measure"]

PURPOSE = "What the pose networks cost, alone and with the pipeline around them."
_CLIP = Path(__file__).parents[3] / "assessment" / "simulation" / "clips" / "demo_squat.mp4"
_PICTURES = 64
_PROCESSOR = "processor"


def measure() -> list[Table]:
    torch.set_num_threads(1)
    return [_backends(), _networks()]


def _backends() -> Table:
    with VideoReader(_CLIP) as reader:
        pictures = [
            frame.image for frame, _ in zip(reader.frames(), range(_PICTURES), strict=False)
        ]
    backends: tuple[Backend, ...] = ("mediapipe", "openvino", "torch")
    rows: list[list[str | float]] = []
    for backend in backends:
        port = pose_open(backend)
        port.push(pictures[0], 0.0)
        port.finish()
        before, wall = time.process_time(), time.monotonic()
        for at, picture in enumerate(pictures):
            port.push(picture, at / 15)
        port.finish()
        spent, wall = time.process_time() - before, time.monotonic() - wall
        rows.append([port.runtime, 1000 * spent / _PICTURES, 1000 * wall / _PICTURES])
        port.close()
    baseline = float(rows[0][1])
    return Table(
        title="Backends",
        note=f"{_PICTURES} pictures of the rendered demo squat, decoded beforehand.",
        columns=("runtime", "processor ms a picture", "wall ms a picture", "of MediaPipe's"),
        rows=[[*row, float(row[1]) / baseline] for row in rows],
    )


def _networks() -> Table:
    tried: list[tuple[PoseNetworks, tuple[int, ...], str]] = [
        (OpenVinoNetworks(), (1,), _PROCESSOR),
        (TorchNetworks("cpu"), (1, 8, 32), _PROCESSOR),
    ]
    if torch.cuda.is_available():
        tried.append((TorchNetworks("cuda"), (1, 8, 32, 128), torch.cuda.get_device_name()))
    rows: list[list[str | float]] = [
        [networks.runtime, device, f"{batch}", *_rates(networks, batch, device)]
        for networks, batches, device in tried
        for batch in batches
    ]
    return Table(
        title="Networks alone",
        note="Tiles a second of processor time on one thread, of wall time on a graphics processor.",
        columns=("runtime", "device", "batch", "landmarks", "detector"),
        rows=rows,
    )


def _rates(networks: PoseNetworks, batch: int, device: str) -> tuple[float, float]:
    rates = []
    clock = time.process_time if device == _PROCESSOR else time.monotonic
    for call, side in ((networks.landmark, 256), (networks.detect, 224)):
        tiles = np.random.default_rng(1).integers(0, 256, (batch, side, side, 3)).astype(np.uint8)
        call(tiles)
        rounds = max(3, 32 // batch)
        before = clock()
        for _ in range(rounds):
            call(tiles)
        rates.append(batch * rounds / (clock() - before))
    return rates[0], rates[1]
