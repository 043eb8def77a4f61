"""What of the channel moves with a person and not with the radio.

Every packet has its own gain (automatic gain control) and its own phase (clocks of sender and
receiver differ). Both are common to all antennas and subcarriers of the packet, so ratios within
a packet are free of them. Shapes: T packets, R links, S subcarriers.
"""

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from assessment.core.units import F64, Mask
from assessment.sensing.record import C64

__all__ = ["amplitude_shape", "carriers_with_energy", "conjugate_ratio", "cross_phase"]

C128 = npt.NDArray[np.complex128]

# Chosen: empty carriers of the chips here lie 25 dB and more below the full ones.
_LEAST_POWER = 0.003
# Chosen: guards of nexmon captures hold junk of 100 times the power; paths add up to less.
_MOST_POWER = 20.0
_FEWEST_BESIDE = 3
# Chosen: keeps the logarithm of a fading carrier finite, 30 dB below the mean.
_LEAST_AMPLITUDE = 0.03


def carriers_with_energy(csi: C64) -> Mask:
    """[S] True where a carrier holds energy in most packets.

    A capture of 80 MHz may hold a 20 MHz frame in one corner; guards and the middle are empty.
    Power is the median over time, against the median carrier of the fullest 20 MHz: a few
    carriers that hold junk do not move it. Carriers with energy lie side by side; those that
    stand alone are junk.
    """
    power = np.median(np.abs(csi) ** 2, axis=0).mean(axis=0)
    blocks = np.array_split(power, max(csi.shape[2] // 64, 1))
    level = max(float(np.median(block)) for block in blocks)
    held: Mask = (power > _LEAST_POWER * level) & (power < _MOST_POWER * level)
    beside: Mask = ndimage.binary_opening(held, np.ones(min(_FEWEST_BESIDE, len(held))))
    return beside


def amplitude_shape(csi: C64) -> F64:
    """[T, R, S] logarithm of each amplitude over the mean of its packet."""
    amplitude = np.abs(csi).astype(np.float64)
    mean = amplitude.mean(axis=(1, 2), keepdims=True)
    shape: F64 = np.log(np.maximum(amplitude / np.where(mean > 0, mean, 1.0), _LEAST_AMPLITUDE))
    return shape


def conjugate_ratio(csi: C64, *, reference: int | None = None) -> C128:
    """[T, R-1, S] each antenna over the reference: H_r conj(H_0) / |H_0|^2.

    Gain and phase of the packet cancel. `reference` None: the strongest link. A packet in which
    the reference is 0 gives 0. Source: Zeng et al., FarSense, IMWUT 3(3), 2019.
    """
    wide = csi.astype(np.complex128)
    if reference is None:
        reference = int(np.abs(wide).mean(axis=(0, 2)).argmax())
    base = wide[:, reference : reference + 1]
    power = np.abs(base) ** 2
    others = np.delete(wide, reference, axis=1)
    ratio: C128 = others * base.conj() / np.where(power > 0, power, np.inf)
    return ratio


def cross_phase(csi: C64) -> C128:
    """[T, R(R-1)/2, S] unit numbers with the phase between each two links, 0 where one is 0.

    The phase of the ratio without its amplitude, which is unsteady where the reference fades.
    """
    wide = csi.astype(np.complex128)
    first, second = np.triu_indices(csi.shape[1], k=1)
    product = wide[:, first] * wide[:, second].conj()
    size = np.abs(product)
    unit: C128 = product / np.where(size > 0, size, np.inf)
    return unit
