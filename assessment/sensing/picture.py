"""What a network sees of a recording: Doppler lines over time, free of the packet's gain and phase.

Conjugate ratio, Hampel, even clock, low pass, strongest components, spectrogram:
docs/algorithms/csi.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.units import F32, F64
from assessment.sensing.processing.channels import conjugate_ratio
from assessment.sensing.processing.clock import clock_even, resampled
from assessment.sensing.processing.doppler import spectrogram
from assessment.sensing.processing.filters import hampel, low_passed
from assessment.sensing.record import CsiRecording, CsiRefused

__all__ = ["LINES", "RATE_HZ", "STEP_S", "Picture", "lag", "picture"]

# Packets a second on the even clock: Doppler up to 50 Hz, 2.9 m/s of path at 5.2 GHz. Faster
# limbs fold over; the sets at hand have 20 to 100 packets a second.
RATE_HZ = 100.0
_BELOW_HZ = 48.0
# Lines of the picture, from -50 to 50 Hz, and seconds a step (that of the spectrogram).
LINES, STEP_S = 32, 0.25
_FEWEST_PACKETS = 10
# Components kept: carriers of one antenna show the same movement, and noise of their own. Chosen on
# made recordings at 10 dB, where two show the movement of the limbs better than one or all do.
_COMPONENTS = 2
# Lines this near to standing still are the trunk's sway; hz.
_SLOW_HZ = 5.0


@dataclass(frozen=True, kw_only=True)
class Picture:
    """lines [K, 32] log power over the recording's stillest tenth; energy [K] power above 5 Hz;
    one row each 0.25 s from the first packet.
    """

    lines: F32
    energy: F64


def picture(recording: CsiRecording) -> Picture:
    """Raises CsiRefused with fewer than two links, no phases, or too few packets."""
    if recording.csi.shape[1] < 2 or not recording.meta.has_phase:
        raise CsiRefused("csi_one_link", "The recording holds one antenna; two are needed.")
    if len(recording.times_s) < _FEWEST_PACKETS:
        raise CsiRefused("csi_too_short", "The recording holds too few packets; record longer.")
    ratio = conjugate_ratio(recording.csi)
    flat: npt.NDArray[np.complex128] = hampel(ratio.reshape(len(ratio), -1))
    clock = clock_even(duration_s=recording.duration_s, rate_hz=RATE_HZ)
    even = resampled(flat, recording.times_s, clock)
    passed = low_passed(even, rate_hz=RATE_HZ, below_hz=_BELOW_HZ)
    spectrum = spectrogram(_strongest(passed), rate_hz=RATE_HZ)
    order = np.argsort(spectrum.hz)
    power = spectrum.power[:, order]
    edges = np.linspace(0, power.shape[1], LINES + 1).astype(int)
    pooled = np.add.reduceat(power, edges[:-1], axis=1) / np.diff(edges)
    floor = np.percentile(pooled, 10) + 1e-12
    return Picture(
        lines=np.log(pooled / floor + 1e-3).astype(np.float32),
        energy=spectrum.band(_SLOW_HZ, _BELOW_HZ),
    )


def _strongest(channels: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
    """The principal components [K, 2] of channels [K, C] with the most power."""
    moving = channels - channels.mean(axis=0)
    _, vectors = np.linalg.eigh(moving.conj().T @ moving)
    strongest: npt.NDArray[np.complex128] = moving @ vectors[:, -_COMPONENTS:]
    return strongest


def lag(
    first: F64, second: F64, *, step_s: float = STEP_S, most_s: float = 5.0
) -> tuple[float, float]:
    """(seconds, correlation): how much later `second` shows what `first` shows, and how alike.

    Both: motion energies on one even clock. The best correlation of all lags; a parabola through
    it and its neighbours gives parts of a step.
    """
    shaped = [_standard(one) for one in (first, second)]
    count = min(map(len, shaped))
    most = min(int(most_s / step_s), count - 2)
    lags = np.arange(-most, most + 1)
    scores = np.array([_at(shaped[0][:count], shaped[1][:count], int(lag)) for lag in lags])
    best = int(scores.argmax())
    part = 0.0
    if 0 < best < len(lags) - 1:
        before, here, after = scores[best - 1 : best + 2]
        bend = before - 2 * here + after
        part = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float((lags[best] + part) * step_s), float(scores[best])


def _standard(energy: F64) -> F64:
    level = np.log(energy + 0.01 * float(energy.mean()) + 1e-12)
    return np.asarray((level - level.mean()) / (level.std() + 1e-12))


def _at(first: F64, second: F64, lag: int) -> float:
    ahead, behind = (first, second[lag:]) if lag >= 0 else (first[-lag:], second)
    size = min(len(ahead), len(behind))
    return float(ahead[:size] @ behind[:size] / size)
