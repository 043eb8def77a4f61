"""The one number per frame that repetitions are counted on."""

from dataclasses import dataclass

import numpy as np

from assessment.core.curves import CURVES
from assessment.core.kinematics import Side, curve, curve_joints, world_curve
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64
from assessment.exercises import Exercise
from assessment.vision.view import ViewFound

__all__ = ["BREAK_S", "CountSignal", "count_signal", "planar_mean", "principal_angle"]

# The study's filter for counting: median of 0.15 s, then a Gaussian of 0.08 s.
_MEDIAN_S = 0.15
_SIGMA_S = 0.08
BREAK_S = 0.5
# A longer break does not end a repetition if the signal is as far out after it as before: chosen
# under the band of the hysteresis, so that no reversal can be hidden, and about one repetition.
_LONGEST_BRIDGE_S = 2.0
_BRIDGE_SHARE = 0.15


@dataclass(frozen=True, kw_only=True)
class CountSignal:
    """`share` [N]: 0 at the start position, 1 at the far point (may leave that range a little).

    `t_s` [N] holds the frames with a pose only; `starts` are the places in it where a new
    unbroken stretch begins; `range_deg` is the angle that share 0 to 1 spans.
    """

    t_s: F64
    share: F64
    starts: tuple[int, ...]
    range_deg: float


_SIDES: tuple[Side, Side] = ("left", "right")


def principal_angle(exercise: Exercise, landmarks: Landmarks, view: ViewFound | None) -> F64:
    """The principal curve in its unit, [T].

    In the recommended view the planar curve: of the side towards the camera in a side view, else
    the mean of both. In any other view, and while the view is unknown (None), the one of the
    world landmarks: less exact, but it depends less on the view.
    """
    principal = exercise.principal
    if view is not None and view.name == exercise.view and not principal.world:
        sides: tuple[Side, ...] = (view.near,) if view.name == "side" else _SIDES
        return planar_mean(principal.curve, sides, landmarks)
    return world_mean(principal.curve, landmarks, from_side=exercise.view == "side")


def world_mean(base: str, landmarks: Landmarks, *, from_side: bool) -> F64:
    """A curve of the world landmarks, its sides averaged by visibility squared, [T]."""
    if not CURVES[base].sided:
        return world_curve(base, landmarks, from_side=from_side)
    total, weight = np.zeros(len(landmarks)), np.zeros(len(landmarks))
    for side in _SIDES:
        values = world_curve(f"{base}_{side}", landmarks, from_side=from_side)
        places = [mediapipe33().index(joint) for joint in curve_joints(f"{base}_{side}")]
        sure = landmarks.visibility[:, places].min(axis=1).astype(np.float64) ** 2 + 1e-6
        usable = ~np.isnan(values)
        total[usable] += (values * sure)[usable]
        weight[usable] += sure[usable]
    result: F64 = np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan)
    return result


def planar_mean(base: str, sides: tuple[Side, ...], landmarks: Landmarks) -> F64:
    """Mean over `sides` of a planar curve, of those that were measured in a frame, [T]."""
    if not CURVES[base].sided:
        return curve(base, landmarks)
    curves = np.stack([curve(f"{base}_{side}", landmarks) for side in sides])
    seen = ~np.isnan(curves)
    total = np.where(seen, curves, 0.0).sum(axis=0)
    result: F64 = np.where(seen.any(axis=0), total / np.maximum(seen.sum(axis=0), 1), np.nan)
    return result


def count_signal(
    exercise: Exercise, landmarks: Landmarks, view: ViewFound | None
) -> CountSignal | None:
    """None when the principal angle moves less than the exercise's smallest range."""
    angle = principal_angle(exercise, landmarks, view)
    seen = ~np.isnan(angle)
    t_s, angle = landmarks.t_s[seen], angle[seen]
    if len(t_s) < 3:
        return None
    starts = (0, *(int(at) + 1 for at in np.flatnonzero(np.diff(t_s) > BREAK_S)))
    smooth = np.concatenate(
        [
            _smoothed(t_s[a:b], angle[a:b])
            for a, b in zip(starts, (*starts[1:], len(t_s)), strict=True)
        ]
    )
    low, high = (float(v) for v in np.percentile(smooth, (4, 96)))
    if high - low < exercise.principal.min_range:
        return None
    share = (smooth - low) / (high - low)
    if exercise.principal.far == "min":
        share = 1.0 - share
    return CountSignal(
        t_s=t_s, share=share, starts=_unbridged(t_s, share, starts), range_deg=high - low
    )


def _unbridged(t_s: F64, share: F64, starts: tuple[int, ...]) -> tuple[int, ...]:
    """Drops breaks over which the person plainly stayed where they were, e.g. at the far point."""
    return tuple(
        at
        for at in starts
        if at == 0
        or t_s[at] - t_s[at - 1] > _LONGEST_BRIDGE_S
        or abs(share[at] - share[at - 1]) > _BRIDGE_SHARE
    )


def _smoothed(t_s: F64, values: F64) -> F64:
    out = np.empty_like(values)
    medians = np.empty_like(values)
    for row, part in enumerate(_windows(t_s, _MEDIAN_S / 2)):
        medians[row] = np.median(values[part])
    for row, part in enumerate(_windows(t_s, 4 * _SIGMA_S)):
        bell = np.exp(-0.5 * ((t_s[part] - t_s[row]) / _SIGMA_S) ** 2)
        out[row] = (bell @ medians[part]) / bell.sum()
    return out


def _windows(t_s: F64, reach_s: float) -> list[slice]:
    lows = np.searchsorted(t_s, t_s - reach_s - 1e-9, side="left")
    highs = np.searchsorted(t_s, t_s + reach_s + 1e-9, side="right")
    return [slice(int(a), int(b)) for a, b in zip(lows, highs, strict=True)]
