"""Hand-made features that say how much moves, how fast, when, and what stays changed.

Three blocks, each of one kind, from signals that are free of the packet's gain and phase. Nothing
here knows how long a recording is, since its length can give its label away. Formulas:
docs/algorithms/csi.md.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64
from assessment.sensing.processing.doppler import HOP_S, Spectrogram, spectrogram
from assessment.sensing.processing.motion import MotionSignals

__all__ = ["course", "energy", "speed"]

Channels = npt.NDArray[np.float64] | npt.NDArray[np.complex128]

# Chosen: about geometric, 3 cm/s to 60 cm/s of path at 5.2 GHz.
_BANDS_HZ = (0.5, 1.0, 1.5, 2.2, 3.0, 4.0, 5.5, 7.5, 10.01)
_PARTS = 20
_LAGS = 13  # of 0.25 s
_COMPONENTS = 6
_PERIODIC_COMPONENTS = 3
_LONGEST_PERIOD_S = 1.5


def energy(signals: MotionSignals) -> F64:
    """How much moves: levels of the spectrum over time, changes of the still paths, rank."""
    return np.concatenate([_energy(channels, signals) for channels in _kinds(signals)])


def speed(signals: MotionSignals) -> F64:
    """How fast: energy by Doppler band, its centre, periods of the strongest components."""
    return np.concatenate([_speed(channels, signals) for channels in _kinds(signals)])


def course(signals: MotionSignals) -> F64:
    """When: course of the energy over the recording, and by band around its middle."""
    return np.concatenate([_course(channels, signals) for channels in _kinds(signals)])


def _kinds(signals: MotionSignals) -> list[Channels]:
    return [signals.amplitude] if signals.phase is None else [signals.amplitude, signals.phase]


def _bands(spectrum: Spectrogram) -> F64:
    """[K, 8]"""
    return np.stack([spectrum.band(low, high) for low, high in pairwise(_BANDS_HZ)], axis=1)


def _over_noise(bands: F64) -> F64:
    """Each band less its stillest tenth."""
    moving: F64 = np.maximum(bands - np.percentile(bands, 10, axis=0), 0.0)
    return moving


def _energy(channels: Channels, signals: MotionSignals) -> F64:
    level = np.log(_bands(spectrogram(channels, rate_hz=signals.rate_hz)).sum(axis=1) + 1e-9)
    levels = np.percentile(level, (5, 25, 50, 75, 95, 100))
    parts = _parts_of(channels)
    fifth = max(len(parts) // 5, 2)
    before, after = parts[:fifth], parts[-fifth:]
    moved = np.abs(after.mean(axis=0) - before.mean(axis=0))
    still = (before.std(axis=0) + after.std(axis=0)) / 2
    whole = parts.std(axis=0) + 1e-6
    stays = [
        moved.mean(),
        (moved / (still + 0.02)).mean(),
        (moved / whole).mean(),
        np.log(before.std(axis=0) + 1e-3).mean(),
        np.log(after.std(axis=0) + 1e-3).mean(),
        whole.mean(),
    ]
    sizes = np.linalg.svd(parts - parts.mean(axis=0), compute_uv=False)[:_COMPONENTS]
    rank = np.log(sizes / max(float(sizes.sum()), 1e-9) + 1e-4)
    return np.concatenate([levels, levels[2:] - levels[0], stays, rank])


def _speed(channels: Channels, signals: MotionSignals) -> F64:
    bands = _bands(spectrogram(channels, rate_hz=signals.rate_hz))
    moving = _over_noise(bands)
    weight = moving.sum(axis=1) + 1e-9
    centre = moving @ np.arange(moving.shape[1]) / weight
    mean = float(np.average(centre, weights=weight))
    spread = float(np.sqrt(np.average((centre - mean) ** 2, weights=weight)))
    shares = [np.log(one.sum(axis=0) / one.sum() + 1e-3) for one in (moving + 1e-12, bands + 1e-12)]
    return np.concatenate(
        [*shares, [mean, spread, centre[weight.argmax()]], _periods(channels, signals.rate_hz)]
    )


def _periods(channels: Channels, rate_hz: float) -> F64:
    """Mean autocorrelation of the changes of the strongest components, one sample to 1.5 s."""
    parts = _parts_of(channels)
    left, sizes, _ = np.linalg.svd(parts - parts.mean(axis=0), full_matrices=False)
    steps = np.diff(left[:, :_PERIODIC_COMPONENTS] * sizes[:_PERIODIC_COMPONENTS], axis=0)
    lags = int(rate_hz * _LONGEST_PERIOD_S)
    found: F64 = np.mean([_autocorrelation(column, lags) for column in steps.T], axis=0)
    return found


def _course(channels: Channels, signals: MotionSignals) -> F64:
    moving = _over_noise(_bands(spectrogram(channels, rate_hz=signals.rate_hz)))
    weight = moving.sum(axis=1) + 1e-9
    share = weight / weight.sum()
    place = np.arange(len(share)) * HOP_S
    middle = float(share @ place)
    width = float(np.sqrt(share @ (place - middle) ** 2)) + 1e-9
    skew = float(share @ ((place - middle) / width) ** 3)
    tails = float(share @ ((place - middle) / width) ** 4)
    gathered = np.cumsum(np.sort(share)[::-1])
    busy = [float(np.searchsorted(gathered, part)) * HOP_S for part in (0.5, 0.8, 0.95)]
    profile = np.log(_PARTS * _stretched(share, _PARTS) / _stretched(share, _PARTS).sum() + 0.05)
    size = np.sqrt(weight)
    return np.concatenate(
        [
            [middle / (len(share) * HOP_S), width, skew, tails, *busy],
            profile,
            _autocorrelation(size - size.mean(), _LAGS),
            _around(moving, round(middle / HOP_S)),
        ]
    )


def _around(moving: F64, middle: int) -> F64:
    """[10 * 8] logarithm of the share of each half second and band, 2.5 s around the middle."""
    at = middle + np.arange(-10, 10)
    inside = (at >= 0) & (at < len(moving))
    window = moving[np.clip(at, 0, len(moving) - 1)] * inside[:, None]
    halves = window.reshape(10, 2, -1).mean(axis=1)
    shares: F64 = np.log(halves / (halves.sum() + 1e-9) * halves.size + 0.05)
    return shares.ravel()


def _stretched(values: F64, parts: int) -> F64:
    """Means of equal parts, between the values where they are fewer."""
    at = np.linspace(0, len(values) - 1, parts * 4)
    means: F64 = np.interp(at, np.arange(len(values)), values).reshape(parts, 4).mean(axis=1)
    return means


def _autocorrelation(values: F64, lags: int) -> F64:
    """[lags] from lag 1 on, over lag 0; 0 beyond the end."""
    whole = np.correlate(values, values, "full")[len(values) - 1 :]
    found = np.zeros(lags)
    kept = whole[1 : lags + 1] / (whole[0] + 1e-9)
    found[: len(kept)] = kept
    return found


def _parts_of(channels: Channels) -> F64:
    """Real and imaginary parts side by side."""
    if np.iscomplexobj(channels):
        return np.concatenate([channels.real, channels.imag], axis=1)
    return np.asarray(channels, dtype=np.float64)
