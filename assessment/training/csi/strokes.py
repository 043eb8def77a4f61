"""Short random patterns sought in every channel alike: which strokes occur, and how strongly.

Random convolution kernels after ROCKET (Dempster et al., Data Mining and Knowledge Discovery 34,
2020) with two changes that make them indifferent to the room: every channel is searched with the
same kernels and the answers are pooled over channels, so that it does not matter which carrier or
antenna sees a movement; and answers count without their sign, since whether a path adds to the
others or takes away from them is a matter of millimetres.
"""

import numpy as np
import torch

from assessment.core.units import F64
from assessment.sensing.processing.motion import MotionSignals

__all__ = ["strokes"]

_LENGTH = 9
_DILATIONS = (1, 2, 4, 8, 16, 24)
_EACH = 20
_MOST_CHANNELS = 48
# An answer counts as one from this many standard deviations of its channel on; chosen.
_THRESHOLDS = (1.0, 2.0)


def strokes(signals: MotionSignals, *, each_channel: bool, seed: int = 0) -> F64:
    """[480] by kernel: mean share of moments with an answer, median and upper strength, energy.

    each_channel: every channel scaled to the same spread, else the recording as a whole.
    """
    channels = _channels(signals)
    rng = np.random.default_rng(seed)
    scale = channels.std(axis=1, keepdims=True) if each_channel else channels.std()
    sought = torch.from_numpy(channels / (scale + 1e-3)).float()[:, None, :]  # (C, 1, T)
    found = []
    for dilation in _DILATIONS:
        kernels, thresholds = _kernels(rng)
        answers = torch.nn.functional.conv1d(
            sought, kernels, dilation=dilation, padding=dilation * (_LENGTH // 2)
        ).abs()  # (C, kernels, T)
        strongest = answers.amax(dim=2)
        found += [
            (answers > thresholds[None, :, None]).float().mean(dim=(0, 2)),
            strongest.quantile(0.5, dim=0),
            strongest.quantile(0.9, dim=0),
            (answers**2).mean(dim=2).sqrt().mean(dim=0).log1p(),
        ]
    return torch.cat(found).numpy().astype(np.float64)


def _kernels(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """(kernels [K, 1, 9] of mean 0 and length 1, thresholds [K])"""
    weights = rng.normal(size=(_EACH, 1, _LENGTH))
    weights -= weights.mean(axis=2, keepdims=True)
    weights /= np.linalg.norm(weights, axis=2, keepdims=True)
    thresholds = rng.uniform(*_THRESHOLDS, _EACH)
    return torch.from_numpy(weights).float(), torch.from_numpy(thresholds).float()


def _channels(signals: MotionSignals) -> F64:
    """[C, T] each less its mean: amplitudes, and both parts of the phases turned to their mean."""
    columns = [signals.amplitude]
    if signals.phase is not None:
        mean = signals.phase.mean(axis=0)
        turned = signals.phase * np.exp(-1j * np.angle(mean))
        columns += [turned.imag, turned.real]
    joined = np.concatenate(columns, axis=1)
    every = -(-joined.shape[1] // _MOST_CHANNELS)
    kept = joined[:, ::every]
    return np.ascontiguousarray((kept - kept.mean(axis=0)).T)
