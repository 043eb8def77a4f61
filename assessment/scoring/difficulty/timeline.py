"""From what the network says at each moment to elements with a start and an end."""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64

__all__ = ["MOMENTS_HZ", "Recognised", "moments", "overlap", "timeline"]

# Answers a second; the first lies in the middle of the first four frames at 16 a second.
MOMENTS_HZ = 4.0
_FIRST_S = 1.5 / 16.0
# Two answers that share this much of their time are one element.
_SAME = 0.3


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """An element as the network names it; `confidence` 0 to 1."""

    id: str
    start_s: float
    end_s: float
    confidence: float


def moments(count: int) -> F64:
    """Seconds of `count` answers from the first frame."""
    return _FIRST_S + np.arange(count) / MOMENTS_HZ


def timeline(shares: F64, ends: F64, names: tuple[str, ...], *, least: float) -> list[Recognised]:
    """Shares [K, classes], the last class nothing; ends [K, 2] seconds before and after.

    Every moment offers its likeliest element; the surest stays and takes the mean of those of its
    kind that it covers (non-maximum suppression). In order of time.
    """
    times = moments(len(shares))
    kinds = shares[:, :-1].argmax(axis=1)
    sure = shares[np.arange(len(shares)), kinds]
    spans = np.stack([times - ends[:, 0], times + ends[:, 1]], axis=1)
    waiting = [int(at) for at in np.argsort(-sure) if sure[at] >= least]
    found: list[Recognised] = []
    while waiting:
        best = waiting[0]
        covered = [at for at in waiting if overlap(spans[best], spans[at]) >= _SAME or at == best]
        alike = [at for at in covered if kinds[at] == kinds[best]]
        start, end = np.average(spans[alike], axis=0, weights=sure[alike])
        found.append(
            Recognised(
                id=names[kinds[best]],
                start_s=max(float(start), 0.0),
                end_s=float(end),
                confidence=float(sure[best]),
            )
        )
        waiting = [at for at in waiting if at not in covered]
    return sorted(found, key=lambda one: one.start_s)


def overlap(first: F64 | tuple[float, float], second: F64 | tuple[float, float]) -> float:
    """Shared time over the time of both together, 0 to 1."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    whole = max(first[1], second[1]) - min(first[0], second[0])
    return max(float(shared), 0.0) / float(whole) if whole > 0 else 0.0
