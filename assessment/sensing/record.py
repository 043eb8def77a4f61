"""One recording of channel state information (CSI), whatever device took it.

Shapes: T packets, R links (receive antennas, for each transmit stream), S subcarriers.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from assessment.core.errors import AssessmentError
from assessment.core.units import F32, F64

__all__ = ["C64", "CsiMeta", "CsiRecording", "CsiRefused", "Device"]

C64: TypeAlias = npt.NDArray[np.complex64]

Device = Literal["intel5300", "nexmon", "esp32"]


class CsiRefused(AssessmentError):
    """The file is no CSI recording that can be used, whoever tries again."""


@dataclass(frozen=True, kw_only=True)
class CsiMeta:
    """What the device says about the whole recording.

    subcarriers: index of each column, 0 the middle of the channel. transmitters: transmit
    streams among the links; link = stream * receivers + receiver. has_phase: False where only
    amplitudes were kept. left_out: packets of the file that are of another shape or damaged.
    """

    device: Device
    subcarriers: tuple[int, ...]
    transmitters: int = 1
    has_phase: bool = True
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class CsiRecording:
    """times_s [T] seconds from the first packet, not evenly spaced, never falling; csi
    [T, R, S] as the device gave it, not scaled by signal strength; rssi [T, R] and agc [T] in
    the device's own unit, NaN where it gives none.
    """

    times_s: F64
    csi: C64
    rssi: F32
    agc: F32
    meta: CsiMeta

    @property
    def duration_s(self) -> float:
        return float(self.times_s[-1] - self.times_s[0])

    @property
    def rate_hz(self) -> float:
        """Packets a second by the median gap; NaN where there is none."""
        gaps = np.diff(self.times_s)
        gap = float(np.median(gaps)) if len(gaps) else 0.0
        return 1.0 / gap if gap > 0 else float("nan")
