"""The person's heading as one unbroken line: how many turns, to which side, how sure.

The view gives a direction on the circle, frame by frame, with errors of about 12 degrees and now
and then a half turn too much where the sides are swapped. A Kalman filter of constant turning
(Rauch, Tung and Striebel 1965 for the way back) joins them: each frame is read as the nearest of
its windings to what the turning so far leads one to expect, and a frame that is a quarter turn
away from that is left out.
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64

__all__ = ["Heading", "heading"]

# Turns. Source: tracking.md, the network's yaw on rendered people (12 degrees).
_SIGMA_TURNS = 12.0 / 360.0
# Turns/s^2. A jump with two turns starts turning at three turns a second within a fifth of a
# second.
_SIGMA_ACCELERATION = 15.0
_OUTLIER_TURNS = 0.25
# So many frames in a row left out: the filter is wrong, not they, and it begins anew. Chosen: a
# swap of sides lasts two or three frames.
_LOST_FRAMES = 6


@dataclass(frozen=True, kw_only=True)
class Heading:
    """turns [T] since the first frame, to the person's left positive; rate [T] turns a second;
    error [T] turns, one standard deviation. All finite; without any frame of use, zero.
    """

    turns: F64
    rate: F64
    error: F64

    def between(self, first: int, last: int) -> tuple[float, float]:
        """(turns from frame `first` to `last`, one standard deviation)."""
        error = float(np.hypot(self.error[first], self.error[last]))
        return float(self.turns[last] - self.turns[first]), error


def heading(t_s: F64, yaw_deg: F64) -> Heading:
    """`yaw_deg` [T] as `vision.orientation.yaw_deg` gives it; NaN where nothing was seen."""
    seen = np.flatnonzero(~np.isnan(yaw_deg))
    if not len(seen):
        zeros = np.zeros(len(t_s))
        return Heading(turns=zeros, rate=zeros.copy(), error=np.full(len(t_s), 0.5))
    z = -yaw_deg / 360.0
    z = z - z[seen[0]]
    steps = np.diff(t_s, prepend=t_s[:1])
    states, covariances, predicted, spread = _forward(z, steps)
    for at in range(len(t_s) - 2, -1, -1):
        move = _move(steps[at + 1])
        gain = covariances[at] @ move.T @ np.linalg.inv(spread[at + 1])
        states[at] = states[at] + gain @ (states[at + 1] - predicted[at + 1])
        covariances[at] += gain @ (covariances[at + 1] - spread[at + 1]) @ gain.T
    error = np.sqrt(np.maximum(covariances[:, 0, 0], 0.0))
    return Heading(turns=states[:, 0] - states[0, 0], rate=states[:, 1], error=error)


def _move(step_s: float) -> F64:
    return np.array([[1.0, step_s], [0.0, 1.0]])


def _forward(z: F64, steps: F64) -> tuple[F64, F64, F64, F64]:
    """Filtered and predicted states [T, 2] with covariances [T, 2, 2]."""
    count = len(z)
    states, predicted = np.zeros((count, 2)), np.zeros((count, 2))
    covariances, spread = np.zeros((count, 2, 2)), np.zeros((count, 2, 2))
    state, covariance = np.zeros(2), np.diag([0.25, 0.25])
    missed = 0
    for at, (seen, step) in enumerate(zip(z, steps, strict=True)):
        move = _move(step)
        push = np.array([step**2 / 2, step]) * _SIGMA_ACCELERATION
        state = move @ state
        covariance = move @ covariance @ move.T + np.outer(push, push)
        predicted[at], spread[at] = state, covariance + 1e-12 * np.eye(2)
        if not np.isnan(seen):
            off = (seen - state[0] + 0.5) % 1.0 - 0.5
            missed = missed + 1 if abs(off) > _OUTLIER_TURNS else 0
            if missed == 0 or missed > _LOST_FRAMES:
                if missed:
                    covariance, missed = covariance + np.diag([0.25, 0.25]), 0
                gain = covariance[:, 0] / (covariance[0, 0] + _SIGMA_TURNS**2)
                state = state + gain * off
                covariance = covariance - np.outer(gain, covariance[0])
        states[at], covariances[at] = state, covariance
    return states, covariances, predicted, spread
