"""The one number per moment that repetitions are counted on."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assessment.core.curves import CURVES, SIGNED
from assessment.core.kinematics import Body, Side, curve, curve_joints, world_curve
from assessment.core.records import FLAG_CUT, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask
from assessment.exercises import Exercise
from assessment.exercises.schema import SideRule, Signal
from assessment.scoring.grid import gridded, noise_of, smoothed
from assessment.scoring.reach import ends, moving_at
from assessment.vision.view import ViewFound

__all__ = ["BREAK_S", "CountSignal", "count_signal", "planar"]

BREAK_S = 0.5
# A longer break does not end a repetition if the signal is as far out after it as before: chosen
# under the band of the hysteresis, so that no reversal can be hidden, and about one repetition.
_LONGEST_BRIDGE_S = 2.0
_BRIDGE_SHARE = 0.15
# A planar curve that is seen in fewer of the frames with a pose gives way to the world one: chosen
# so that one frame in four may be hidden, since breaks over 0.5 s split repetitions.
_SEEN_SHARE = 0.75
_FEWEST_FRAMES = 3
_SIDES: tuple[Side, Side] = ("left", "right")
# Curves that set one side against the other: the mean of left and right is nothing.
_OPPOSED = frozenset({"foot_lift"})


@dataclass(frozen=True, kw_only=True)
class CountSignal:
    """The principal signal on an even grid, breaks left out.

    `share` [N]: 0 at the start position, 1 at the far point (may leave that range a little);
    `starts`: the places in it where a new unbroken stretch begins; `range`: what share 0 to 1
    spans, in the unit of the principal curve; `noise`: deviation of `share` from frame to frame;
    `planar`: whether it was taken in the picture.
    """

    t_s: F64
    share: F64
    starts: tuple[int, ...]
    range: float
    noise: float
    planar: bool

    def stretches(self) -> list[tuple[int, int]]:
        return list(pairwise((*self.starts, len(self.t_s))))


def count_signal(
    exercise: Exercise, landmarks: Landmarks, view: ViewFound | None
) -> CountSignal | None:
    """None when the principal curve moves less than the exercise's smallest range."""
    in_picture = _shown(exercise, landmarks, view)
    curves = [
        _curve(one, exercise, landmarks, view if in_picture else None)
        for one in (exercise.principal, *exercise.principal.also)
    ]
    seen = ~np.isnan(curves[0])
    if int(seen.sum()) < _FEWEST_FRAMES:
        return None
    moving = seen.copy()
    moving[seen] = moving_at(landmarks.t_s[seen], curves[0][seen], exercise.principal.min_range)
    first = _scaled(curves[0], moving)
    if first is None or first[1] < exercise.principal.min_range:
        return None
    shares = [first[0], *(other[0] for one in curves[1:] if (other := _scaled(one, moving)))]
    share = _mean(np.stack(shares))[seen]
    return _on_grid(landmarks, seen, share, moving[seen], first[1], in_picture=in_picture)


def _shown(exercise: Exercise, landmarks: Landmarks, view: ViewFound | None) -> bool:
    """Whether the picture shows the movement: about the recommended view, and the joints in it."""
    if view is None or not view.counts(exercise.view) or exercise.principal.world:
        return False
    if view.kept < _SEEN_SHARE:
        return False
    values = _curve(exercise.principal, exercise, landmarks, view)
    posed = ~np.isnan(landmarks.xy_px[:, 0, 0])
    return bool((~np.isnan(values)).sum() >= _SEEN_SHARE * max(int(posed.sum()), 1))


def _curve(signal: Signal, exercise: Exercise, landmarks: Landmarks, view: ViewFound | None) -> F64:
    """The curve, larger at the far point, [T]; of the world where `view` is None."""
    if view is None:
        values = _world(signal, exercise.sides, landmarks, from_side=exercise.view == "side")
    else:
        sides = (view.near,) if exercise.view == "side" else _SIDES
        values = planar(signal, exercise.sides, landmarks, sides)
    if signal.curve in SIGNED and exercise.sides != "both":
        return np.abs(values - np.nanmedian(values)) if not np.isnan(values).all() else values
    return values if signal.far == "max" else -values


def planar(signal: Signal, rule: SideRule, landmarks: Landmarks, sides: tuple[Side, ...]) -> F64:
    """A curve of the picture over the `sides` that can be seen, [T].

    Their mean where both move together, else the one that is further out.
    """
    body = Body.of_picture(landmarks)
    if not CURVES[signal.curve].sided:
        return curve(signal.curve, landmarks, body)
    curves = np.stack([curve(f"{signal.curve}_{side}", landmarks, body) for side in sides])
    return _mean(curves) if rule == "both" else _furthest(curves, signal)


def _world(signal: Signal, rule: SideRule, landmarks: Landmarks, *, from_side: bool) -> F64:
    """The same of the world landmarks; both sides averaged by visibility squared, [T]."""
    if not CURVES[signal.curve].sided:
        return world_curve(signal.curve, landmarks, from_side=from_side)
    names = [f"{signal.curve}_{side}" for side in _SIDES]
    curves = np.stack([world_curve(name, landmarks, from_side=from_side) for name in names])
    if rule == "alternate" or signal.curve in _OPPOSED:
        return _furthest(curves, signal)
    return _mean(curves, np.stack([_sureness(name, landmarks) for name in names]))


def _sureness(name: str, landmarks: Landmarks) -> F64:
    places = [mediapipe33().index(joint) for joint in curve_joints(name)]
    sure: F64 = landmarks.visibility[:, places].min(axis=1).astype(np.float64) ** 2 + 1e-6
    return sure


def _mean(curves: F64, weights: F64 | None = None) -> F64:
    """Weighted mean over the first axis of what was measured, NaN where nothing was."""
    weights = np.where(np.isnan(curves), 0.0, 1.0 if weights is None else weights)
    total = weights.sum(axis=0)
    summed = (np.nan_to_num(curves) * weights).sum(axis=0)
    result: F64 = np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)
    return result


def _furthest(curves: F64, signal: Signal) -> F64:
    pick = np.fmax if signal.far == "max" else np.fmin
    result: F64 = pick.reduce(curves, axis=0)
    return result


def _scaled(values: F64, moving: Mask) -> tuple[F64, float] | None:
    """(0 to 1 between the ends of what is reached while moving, that range); None where nothing
    moves.
    """
    part = values[moving & ~np.isnan(values)]
    if len(part) < _FEWEST_FRAMES:
        return None
    low, high = ends(part)
    if high - low <= 0:
        return None
    return (values - low) / (high - low), high - low


def _on_grid(
    landmarks: Landmarks, seen: Mask, share: F64, moving: Mask, reach: float, *, in_picture: bool
) -> CountSignal:
    """`share` and `moving` of the frames that are `seen`."""
    t_s = landmarks.t_s[seen]
    cuts = np.cumsum((landmarks.flags & FLAG_CUT) != 0)[seen]
    breaks = np.flatnonzero((np.diff(t_s) > BREAK_S) | (np.diff(cuts) > 0)) + 1
    edges = [0, *(int(at) for at in breaks), len(t_s)]
    times, shares, starts = [], [], [0]
    for a, b in pairwise(edges):
        grid, values = gridded(t_s[a:b], share[a:b])
        times.append(grid)
        shares.append(smoothed(values) if len(values) > _FEWEST_FRAMES else values)
        starts.append(starts[-1] + len(grid))
    grid, smooth = np.concatenate(times), np.concatenate(shares)
    # Smoothing takes the tips off: the range is taken again.
    low, high = ends(smooth[np.interp(grid, t_s, moving) > 0.0])
    span = max(high - low, 1e-9)
    hard = {starts[n + 1] for n, at in enumerate(breaks) if cuts[at] > cuts[at - 1]}
    scaled = (smooth - low) / span
    return CountSignal(
        t_s=grid,
        share=scaled,
        starts=_unbridged(grid, scaled, starts[:-1], hard),
        range=reach * span,
        noise=noise_of(share) / span,
        planar=in_picture,
    )


def _unbridged(t_s: F64, share: F64, starts: list[int], hard: set[int]) -> tuple[int, ...]:
    """Drops breaks over which the person plainly stayed where they were, e.g. at the far point.

    Nothing reaches across a camera cut (`hard`).
    """
    return tuple(
        at
        for at in starts
        if at == 0
        or at in hard
        or t_s[at] - t_s[at - 1] > _LONGEST_BRIDGE_S
        or abs(share[at] - share[at - 1]) > _BRIDGE_SHARE
    )
