"""What the channel looks like over time: amplitudes by part of the band and part of the recording.

Bound to the room: where a person passes between the antennas, which carriers fade depends on the
walls. It tells activities of an unseen person in a room that was trained on, and is of no use in
another room.
"""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from assessment.core.units import F64
from assessment.sensing.processing.motion import MotionSignals

__all__ = ["picture"]

_PARTS = 16
_GROUPS = 6
# Slower changes are where a person is, faster ones how the person moves; chosen.
_SLOW_S = 0.32


def picture(signals: MotionSignals) -> F64:
    """[176] amplitudes (16 parts x 6 groups of carriers) less their mean over time, over their
    spread; by part: motion (three ways), spread over the carriers, slope over the carriers.
    """
    slow = _parts(signals.amplitude)
    groups = np.stack([group.mean(axis=1) for group in np.array_split(slow, _GROUPS, axis=1)], 1)
    still = gaussian_filter1d(signals.amplitude, _SLOW_S * signals.rate_hz, axis=0)
    fast = np.sqrt(((signals.amplitude - still) ** 2).mean(axis=1))
    steps = np.sqrt((np.diff(signals.amplitude, axis=0) ** 2).mean(axis=1))
    motion, change = _parts(fast[:, None])[:, 0], _parts(steps[:, None])[:, 0]
    across = np.linspace(-1, 1, slow.shape[1])
    return np.concatenate(
        [
            ((groups - groups.mean(axis=0)) / (groups.std() + 1e-3)).ravel(),
            np.log(motion + 1e-3),
            motion / (motion.mean() + 1e-6),
            np.log(change + 1e-3),
            slow.std(axis=1),
            (slow * across).mean(axis=1),
        ]
    )


def _parts(values: F64) -> F64:
    """[16, C] means of equal parts of [T, C], between the values where they are fewer."""
    at = np.linspace(0, len(values) - 1, _PARTS * 4)
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, len(values) - 1)
    share = (at - below)[:, None]
    even = values[below] * (1 - share) + values[above] * share
    means: F64 = even.reshape(_PARTS, 4, -1).mean(axis=1)
    return means
