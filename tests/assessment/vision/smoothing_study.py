"""How much angle error each smoothing leaves: `python -m tests.assessment.vision.smoothing_study`.

True joints of simulated people (no rendering) with the noise that was measured on rendered ones.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assessment.core.kinematics import curve
from assessment.core.records import Landmarks
from assessment.core.units import F64
from assessment.vision.smoothing import smooth
from tests.assessment.seen_people import seen

# The view and the curve that moves, for motions of both speeds.
MOTIONS = (
    ("deep_squat", 90.0, "knee_left"),
    ("deep_squat", 90.0, "hip_left"),
    ("deadlift", 90.0, "hip_left"),
    ("curl", 90.0, "elbow_left"),
    ("shoulder_abduction", 0.0, "shoulder_left"),
    ("jumping_jack", 0.0, "shoulder_left"),
)
# Torso lengths: a slow wander and a part that is new in every frame; and one landmark in a
# hundred is far off. Source: docs/algorithms/tracking.md.
WANDER, WANDER_S, WHITE = 0.027, 0.3, 0.013
STRAY_SHARE, STRAY = 0.01, 0.25

Smoother = Callable[[F64, F64, F64], F64]


def noisy(truth: Landmarks, seed: int) -> Landmarks:
    rng = np.random.default_rng(seed)
    xy = truth.xy_px.astype(np.float64)
    torso = float(np.linalg.norm(xy[:, 11:13].mean(1) - xy[:, 23:25].mean(1), axis=1).max())
    keep = np.exp(-np.median(np.diff(truth.t_s)) / WANDER_S)
    wander = rng.normal(0, WANDER, xy.shape)
    for at in range(1, len(wander)):
        wander[at] = keep * wander[at - 1] + np.sqrt(1 - keep**2) * wander[at]
    noise = wander + rng.normal(0, WHITE, xy.shape)
    noise += (rng.random((*xy.shape[:2], 1)) < STRAY_SHARE) * rng.normal(0, STRAY, xy.shape)
    return replace(truth, xy_px=(xy + noise * torso).astype(np.float32))


def angle_error(smoother: Smoother, *, period_s: float, fps: int) -> float:
    """Mean absolute error of the moving angle in degrees, over MOTIONS and three seeds."""
    errors = []
    for exercise, yaw_deg, name in MOTIONS:
        truth = seen(exercise, yaw_deg=yaw_deg, period_s=period_s, fps=fps, noise=0.0)
        moving = (truth.t_s > 0.5) & (truth.t_s < truth.t_s[-1] - 0.5)
        for seed in (1, 2, 3):
            found = noisy(truth, seed)
            xy = smoother(found.t_s, found.xy_px.astype(np.float64), found.visibility.astype(float))
            shown = curve(name, replace(found, xy_px=xy.astype(np.float32)))
            errors.append(np.abs(shown - curve(name, truth))[moving].mean())
    return float(np.mean(errors))


def parabola(reach_s: float) -> Smoother:
    """The rival: locally weighted quadratic regression, tricube kernel. Source: Cleveland 1979."""

    def smoother(t_s: F64, xy: F64, sure: F64) -> F64:
        result = xy.copy()
        for row in range(len(t_s)):
            u = (t_s - t_s[row]) / (reach_s * 1.001)
            near = np.abs(u) < 1
            if near.sum() < 4:
                continue
            weight = (1 - np.abs(u[near]) ** 3) ** 1.5  # the root of tricube: squares are fitted
            powers = np.stack([np.ones_like(weight), u[near], u[near] ** 2], axis=1)
            flat = xy[near].reshape(int(near.sum()), -1)  # [n, J * C]
            fit = np.linalg.lstsq(powers * weight[:, None], flat * weight[:, None], rcond=None)[0]
            result[row] = fit[0].reshape(xy.shape[1:])
        return result

    return smoother


def main() -> None:
    smoothers: dict[str, Smoother] = {
        "none": lambda _t_s, xy, _sure: xy,
        "as shipped": lambda t_s, xy, sure: smooth(t_s, xy, weights=sure),
        **{f"parabola, reach {reach} s": parabola(reach) for reach in (0.15, 0.2, 0.3, 0.4)},
    }
    print("error in degrees at       15/s: 2 s  0.7 s   30/s: 2 s  0.7 s")
    for name, smoother in smoothers.items():
        row = [
            angle_error(smoother, period_s=period_s, fps=fps)
            for fps in (15, 30)
            for period_s in (2.0, 0.7)
        ]
        print(f"{name:32}", *(f"{error:5.2f}" for error in row))


if __name__ == "__main__":
    main()
