"""Labelled CSI recordings in the folder format of the packaged sets."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assessment.core.errors import AssessmentError
from assessment.sensing.record import CsiMeta, CsiRecording, CsiRefused

__all__ = ["SETS", "Labelled", "set_file", "set_load"]

Arrays = dict[str, npt.NDArray[Any]]

# Packets a second of nexmon_activities, which has no stamps; chosen, only scales frequencies.
_NO_STAMPS_HZ = 25.0
_SCALE_OF_STAMPS_S = 1e-3


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """`place` is the room, or the distance where that is what changed."""

    recording: CsiRecording
    activity: str
    person: str
    place: str


def set_file(folder: Path, name: str) -> Path:
    """The set's file anywhere below the folder; its name begins with the set's name."""
    found = sorted(folder.rglob(f"{name}*.npz"))
    if not found:
        raise AssessmentError("data_missing", f"The folder holds no {name}.npz.")
    return found[0]


def set_load(folder: Path, name: str) -> list[Labelled]:
    """In the order of the file. Raises AssessmentError where the file is not one of these."""
    path = set_file(folder, name)
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {key: kept[key] for key in kept.files}
        offsets = arrays["offsets"].astype(np.int64)
        read = SETS[name]
        return [
            Labelled(
                recording=read(arrays, row, slice(offsets[row], offsets[row + 1])),
                activity=str(arrays["activity"][row]),
                person=str(arrays["person"][row]),
                place=str(arrays["room"][row]),
            )
            for row in range(len(offsets) - 1)
        ]
    except (KeyError, ValueError, IndexError, CsiRefused) as error:
        raise AssessmentError(
            "data_invalid", f"{path.name} is not a set of labelled CSI recordings: {error}."
        ) from error


def _intel(arrays: Arrays, row: int, packets: slice) -> CsiRecording:
    """Csi [T, 3, 10, 2] int8."""
    del row
    signal = arrays["rssi_noise_agc"][packets].astype(np.float32)
    parts = arrays["csi"][packets].astype(np.float32)
    return _recording(
        parts[..., 0] + 1j * parts[..., 1],
        times_s=arrays["t_ms"][packets] * _SCALE_OF_STAMPS_S,
        rssi=signal[:, :3],
        agc=signal[:, 4],
        meta=CsiMeta(device="intel5300", subcarriers=tuple(arrays["subcarrier"].tolist())),
    )


def _amplitudes(arrays: Arrays, row: int, packets: slice) -> CsiRecording:
    """Amplitude = lo + scale * amp_q; the source filtered it, so that some fall below 0."""
    amplitude = arrays["lo"][row] + arrays["scale"][row] * arrays["amp_q"][packets]
    return _recording(
        np.abs(amplitude)[:, None, :],
        times_s=np.arange(len(amplitude)) / _NO_STAMPS_HZ,
        meta=CsiMeta(
            device="nexmon", subcarriers=tuple(arrays["subcarrier"].tolist()), has_phase=False
        ),
    )


def _scaled(arrays: Arrays, row: int, packets: slice) -> CsiRecording:
    """Csi [T, 12, 2] int8 times the sample's scale."""
    parts = arrays["csi"][packets].astype(np.float32) * arrays["scale"][row]
    return _recording(
        (parts[..., 0] + 1j * parts[..., 1])[:, None, :],
        times_s=arrays["t_ms"][packets] * _SCALE_OF_STAMPS_S,
        meta=CsiMeta(device="nexmon", subcarriers=tuple(arrays["subcarrier"].tolist())),
    )


def _recording(
    csi: npt.NDArray[Any],
    *,
    times_s: npt.NDArray[Any],
    meta: CsiMeta,
    rssi: npt.NDArray[np.float32] | None = None,
    agc: npt.NDArray[np.float32] | None = None,
) -> CsiRecording:
    packets, links, _ = csi.shape
    if packets < 2:
        raise ValueError("a sample has fewer than two packets")
    nothing = np.full((packets, links), np.nan, dtype=np.float32)
    times = np.maximum.accumulate(times_s.astype(np.float64))
    return CsiRecording(
        times_s=times - times[0],
        csi=csi.astype(np.complex64),
        rssi=nothing if rssi is None else rssi,
        agc=nothing[:, 0] if agc is None else agc,
        meta=meta,
    )


SETS: dict[str, Callable[[Arrays, int, slice], CsiRecording]] = {
    "intel5300_activities": _intel,
    "intel5300_kicks_squat": _intel,
    "nexmon_activities": _amplitudes,
    "nexmon_two_rooms": _scaled,
}
