"""The signals that move with people, on an even clock, and how much moves when."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64
from assessment.sensing.processing.channels import (
    amplitude_shape,
    carriers_with_energy,
    cross_phase,
)
from assessment.sensing.processing.clock import clock_even, resampled
from assessment.sensing.processing.doppler import spectrogram
from assessment.sensing.processing.filters import hampel
from assessment.sensing.record import CsiRecording, CsiRefused

__all__ = ["MotionSignals", "motion_energy", "motion_signals"]

# Fewer say nothing about a movement (chosen: half a second of the slowest sets here).
_FEWEST_PACKETS = 10
# Slower changes are drift of the radio and breathing; chosen.
_SLOWEST_HZ = 0.5


@dataclass(frozen=True)
class MotionSignals:
    """amplitude [K, R*S] real; phase [K, P*S] unit-like complex, None with one link or without
    phases; both free of the packet's gain and phase, `rate_hz` samples a second from `times_s`[0].
    """

    times_s: F64
    rate_hz: float
    amplitude: F64
    phase: npt.NDArray[np.complex128] | None


def motion_signals(
    recording: CsiRecording, *, rate_hz: float, duration_s: float | None = None
) -> MotionSignals:
    """Outliers out packet by packet, then onto the clock. `duration_s` None: all of it.

    Raises CsiRefused where there are too few packets or no carrier holds energy.
    """
    held = carriers_with_energy(recording.csi)
    if len(recording.times_s) < _FEWEST_PACKETS or not held.any():
        raise CsiRefused("csi_too_short", "The recording holds too few packets; record longer.")
    csi = recording.csi[:, :, held]
    clock = clock_even(duration_s=duration_s or recording.duration_s, rate_hz=rate_hz)
    packets, links, _ = csi.shape
    amplitude = hampel(amplitude_shape(csi).reshape(packets, -1))
    phase = None
    if links > 1 and recording.meta.has_phase:
        turned = hampel(cross_phase(csi).reshape(packets, -1))
        phase = resampled(turned, recording.times_s, clock)
    return MotionSignals(
        times_s=clock,
        rate_hz=rate_hz,
        amplitude=resampled(amplitude, recording.times_s, clock),
        phase=phase,
    )


def motion_energy(signals: MotionSignals, *, below_hz: float | None = None) -> tuple[F64, F64]:
    """(times [K], energy [K]) how much moves: power of the Doppler spectrum above 0.5 Hz over
    that of the recording's stillest tenth, at least 0. What CSI and video are aligned by.
    """
    top = signals.rate_hz / 2 if below_hz is None else below_hz
    channels = signals.amplitude if signals.phase is None else signals.phase
    spectrum = spectrogram(channels, rate_hz=signals.rate_hz)
    power = spectrum.band(_SLOWEST_HZ, top)
    still = float(np.percentile(power, 10))
    return spectrum.times_s, np.maximum(power / max(still, 1e-12) - 1.0, 0.0)
