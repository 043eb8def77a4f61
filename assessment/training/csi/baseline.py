"""The baseline: plain statistics of amplitudes and phases, and a random forest on them.

156 numbers with three antennas. One setting, fixed before any score was seen.
"""

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from assessment.core.units import F64
from assessment.sensing.processing.channels import amplitude_shape, cross_phase
from assessment.sensing.processing.clock import clock_even, resampled
from assessment.sensing.record import CsiRecording

__all__ = ["baseline_features", "forest"]

_RATE_HZ = 20.0
_BANDS_HZ = np.geomspace(0.2, _RATE_HZ / 2, 9)
_PARTS = 20
_PHASE_PARTS = 14


def forest(seed: int = 0) -> RandomForestClassifier:
    return RandomForestClassifier(n_estimators=300, random_state=seed, n_jobs=1)


def baseline_features(recording: CsiRecording) -> F64:
    """One row. A single antenna is cut into three parts of its band."""
    clock = clock_even(duration_s=recording.duration_s, rate_hz=_RATE_HZ)
    packets, links, carriers = recording.csi.shape
    amplitude = np.exp(amplitude_shape(recording.csi)).reshape(packets, -1)
    even = resampled(amplitude, recording.times_s, clock)
    parts = np.array_split(even, links if links > 1 else 3, axis=1)
    found = [_amplitude(part) for part in parts]
    if links > 1:
        phase = cross_phase(recording.csi).reshape(packets, -1)
        turned = resampled(phase, recording.times_s, clock)
        found += [
            _phase(turned[:, at : at + carriers]) for at in range(0, turned.shape[1], carriers)
        ]
    return np.concatenate(found)


def _amplitude(channels: F64) -> F64:
    """[34] energy in eight bands relative to their sum, size of changes, course of changes."""
    lines = np.abs(np.fft.rfft(channels - channels.mean(axis=0), axis=0)) ** 2
    hz = np.fft.rfftfreq(len(channels), 1 / _RATE_HZ)
    band = np.digitize(hz, _BANDS_HZ)
    power = np.array([lines[band == one].sum() for one in range(1, len(_BANDS_HZ))])
    change = np.abs(np.diff(channels, axis=0))
    fifth = max(len(channels) // 5, 1)
    moved = channels[-fifth:].mean(axis=0) - channels[:fifth].mean(axis=0)
    size = [change.mean(), change.std(), np.percentile(change, 95)]
    spread = [channels.std(axis=0).mean(), channels.std(axis=0).max(), np.abs(moved).mean()]
    shares = np.log(power / max(power.sum(), 1e-12) + 1e-6)
    return np.concatenate([shares, size, spread, _course(change.mean(axis=1), _PARTS)])


def _phase(channels: "np.ndarray[tuple[int, ...], np.dtype[np.complex128]]") -> F64:
    """[18] steps of the phase between two antennas."""
    steps = np.abs(np.angle(channels[1:] * channels[:-1].conj())).mean(axis=1)
    spread = 1 - np.abs(channels.mean(axis=0)).mean()
    size = [steps.mean(), steps.std(), np.percentile(steps, 95), spread]
    return np.concatenate([size, _course(steps, _PHASE_PARTS)])


def _course(values: F64, parts: int) -> F64:
    """Means of equal parts over the mean of all."""
    means = np.array([part.mean() if len(part) else 0.0 for part in np.array_split(values, parts)])
    return means / max(float(means.mean()), 1e-12)
