"""Doppler: how fast paths by way of a person grow or shrink.

A path whose length changes by v metres a second turns the phase of its part of the channel v /
wavelength times a second: 17 Hz for 1 m/s at 5.2 GHz.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64

__all__ = ["Spectrogram", "spectrogram"]

# Chosen: one second resolves 1 Hz (6 cm/s) and still separates single movements.
WINDOW_S = 1.0
HOP_S = 0.25
_BINS_PER_SAMPLE = 2  # zero padding, for smoother sums over bands


@dataclass(frozen=True)
class Spectrogram:
    """power [K, F] mean over the channels; times_s [K] middles of the windows; hz [F], negative
    frequencies too where the channels are complex.
    """

    power: F64
    times_s: F64
    hz: F64

    def band(self, low_hz: float, high_hz: float) -> F64:
        """[K] mean power with low <= |f| < high, both signs; 0 where no line lies within."""
        within = (np.abs(self.hz) >= low_hz) & (np.abs(self.hz) < high_hz)
        return self.power[:, within].mean(axis=1) if within.any() else np.zeros(len(self.power))


def spectrogram(
    channels: npt.NDArray[np.float64] | npt.NDArray[np.complex128], *, rate_hz: float
) -> Spectrogram:
    """Channels [T, C] on an even clock; each window's mean, the still paths, is taken out."""
    size = max(round(WINDOW_S * rate_hz) // 2 * 2, 4)
    hop = max(round(HOP_S * rate_hz), 1)
    padded = np.pad(channels, ((size // 2, size // 2), (0, 0)), mode="edge")
    starts = np.arange(0, len(channels), hop)
    windows = padded[starts[:, None] + np.arange(size)]  # (K, size, C)
    windows = windows - windows.mean(axis=1, keepdims=True)
    shaped = windows * np.hanning(size + 2)[1:-1, None]
    lines = np.fft.fft(shaped, size * _BINS_PER_SAMPLE, axis=1)
    return Spectrogram(
        power=(np.abs(lines) ** 2).mean(axis=2),
        times_s=starts / rate_hz,
        hz=np.fft.fftfreq(size * _BINS_PER_SAMPLE, 1 / rate_hz),
    )
