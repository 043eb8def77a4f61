"""`evaluate pose`: what the engine sees of rendered people against what is known of them."""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.known import KnownClip, known_clips
from assessment.cli.evaluate.watched import runtime, told, watched
from assessment.core.curves import CURVES
from assessment.core.kinematics import Body, Side, curve
from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, JSON, Mask
from assessment.vision.view import view_estimate

__all__ = ["run_pose"]

_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
_ANGLES = ("knee", "hip", "shoulder", "elbow")
_LEGS = ("knee", "ankle", "heel", "foot_index")
_SIDES: tuple[Side, Side] = ("left", "right")
# A swap is seen where exchanging the legs fits the truth in under this share of the distance, and
# the true legs are this far apart. Source: as in the repair (assessment/vision/swaps.py).
_SWAP_RATIO = 0.6
_APART_TORSO = 0.15

_PROTOCOL = (
    "rendered people through the whole engine at its own analysed rate; error of the 12 body "
    "joints in torso lengths, in a side view those towards the camera only; planar angles against "
    "the planar truth in the recommended view of each exercise; swaps left after repair; pose: "
)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One clip: errors by joint and curve, values of the principal curve, frames."""

    clip: KnownClip
    view: str
    frames: int
    detected: int
    swapped: int
    errors: dict[str, F64]
    angles: dict[str, F64]
    correlation: float | None


def run_pose(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        kept = arguments.cache or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        clips = known_clips(arguments.data)
        seen = [_compare(clip, watched(clip.video, kept).landmarks) for clip in told(clips, "name")]
    json_write(_record(arguments.data.name, seen), arguments.json)
    return 0


def _compare(clip: KnownClip, found: Landmarks) -> _Seen:
    posed = (found.flags & FLAG_NO_POSE) == 0
    true = _at_times(clip.points, found.t_s)
    body = Body.of_picture(true)
    seen = view_estimate(found)
    # Where the recipe names no view, the one that the engine sees.
    view = clip.view or (seen.name if seen is not None else "unknown")
    sides = _near(view, found)
    errors = {
        joint: _off(found, true, [f"{side}_{joint}" for side in sides], posed) / body.torso
        for joint in _JOINTS
    }
    recommended = view == clip.exercise.view
    angles = {name: _angle_errors(name, found, true, sides) for name in _ANGLES if recommended}
    return _Seen(
        clip=clip,
        view=view,
        frames=len(found),
        detected=int(posed.sum()),
        swapped=int(_swapped(found, true, body.torso)[posed].sum()),
        errors=errors,
        angles=angles,
        correlation=_correlation(clip, found, true, sides) if recommended else None,
    )


def _at_times(points: Landmarks, t_s: F64) -> Landmarks:
    """The truth at the moments of the analysed frames, linear between its own."""
    flat = points.xy_px.reshape(len(points), -1).astype(np.float64)
    xy = np.stack([np.interp(t_s, points.t_s, column) for column in flat.T], axis=1)
    return Landmarks(
        t_s=t_s,
        xy_px=xy.reshape(-1, 33, 2).astype(np.float32),
        world_m=np.full((len(t_s), 33, 3), np.nan, np.float32),
        visibility=np.ones((len(t_s), 33), np.float32),
        flags=np.zeros(len(t_s), np.uint8),
        width_px=points.width_px,
        height_px=points.height_px,
    )


def _near(view: str, found: Landmarks) -> tuple[Side, ...]:
    """The sides that are judged; in a side view the one that was seen better: the nearer one."""
    if view != "side":
        return _SIDES
    places = {
        side: [mediapipe33().index(f"{side}_{joint}") for joint in _JOINTS] for side in _SIDES
    }
    sure = {side: float(found.visibility[:, places[side]].mean()) for side in _SIDES}
    return ("left",) if sure["left"] >= sure["right"] else ("right",)


def _off(found: Landmarks, true: Landmarks, names: Sequence[str], posed: Mask) -> F64:
    places = [mediapipe33().index(name) for name in names]
    gaps = found.xy_px[posed][:, places].astype(np.float64) - true.xy_px[posed][:, places]
    result: F64 = np.linalg.norm(gaps, axis=2).ravel()
    return result


def _angle_errors(name: str, found: Landmarks, true: Landmarks, sides: Sequence[Side]) -> F64:
    gaps = [curve(f"{name}_{s}", found) - curve(f"{name}_{s}", true) for s in sides]
    flat = np.abs(np.concatenate(gaps))
    result: F64 = flat[~np.isnan(flat)]
    return result


def _correlation(
    clip: KnownClip, found: Landmarks, true: Landmarks, sides: Sequence[Side]
) -> float | None:
    """Of the principal curve; None for a hold and where it hardly moves."""
    principal = clip.exercise.principal
    if clip.exercise.hold or principal.world:
        return None
    base = principal.curve
    names = [f"{base}_{side}" for side in sides] if CURVES[base].sided else [base]
    pairs = [(curve(name, found), curve(name, true)) for name in names]
    moving = [
        (a[ok], b[ok])
        for a, b in pairs
        if (ok := ~np.isnan(a) & ~np.isnan(b)).sum() > 2 and np.ptp(b[ok]) >= principal.min_range
    ]
    return float(np.mean([np.corrcoef(a, b)[0, 1] for a, b in moving])) if moving else None


def _swapped(found: Landmarks, true: Landmarks, torso: float) -> Mask:
    left = [mediapipe33().index(f"left_{joint}") for joint in _LEGS]
    right = [mediapipe33().index(f"right_{joint}") for joint in _LEGS]

    def cost(a: list[int], b: list[int]) -> F64:
        gaps = found.xy_px[:, left + right].astype(np.float64) - true.xy_px[:, a + b]
        mean: F64 = np.linalg.norm(gaps, axis=2).mean(axis=1)
        return mean

    apart = np.linalg.norm(true.xy_px[:, left] - true.xy_px[:, right], axis=2).mean(axis=1)
    swapped: Mask = (cost(right, left) < _SWAP_RATIO * cost(left, right)) & (
        apart > _APART_TORSO * torso
    )
    return swapped


def _record(name: str, seen: list[_Seen]) -> dict[str, JSON]:
    return {
        "task": "pose",
        "data": name,
        "protocol": _PROTOCOL + runtime(),
        "n": len(seen),
        "metrics": _figures(seen),
        "baselines": {},
        "by": {
            "joint": _by_joint(seen),
            "angle": _by_angle(seen),
            "exercise": _grouped(seen, lambda one: one.clip.exercise.id),
            "view": _grouped(seen, lambda one: one.view),
            "shape": _grouped(seen, lambda one: one.clip.shape),
            "condition": _grouped(seen, lambda one: one.clip.condition),
            "clip": {one.clip.name: _figures([one]) for one in seen},
        },
    }


def _figures(seen: Sequence[_Seen]) -> dict[str, JSON]:
    frames = sum(one.frames for one in seen)
    errors = _joined([values for one in seen for values in one.errors.values()])
    angles = _joined([values for one in seen for values in one.angles.values()])
    correlations = [one.correlation for one in seen if one.correlation is not None]
    return {
        "n": len(seen),
        "detection_rate": round(sum(one.detected for one in seen) / max(frames, 1), 4),
        "landmark_error_torso": _rounded(errors, np.median),
        "landmark_error_torso_p95": _rounded(errors, lambda v: np.percentile(v, 95)),
        "angle_mae_deg": _rounded(angles, np.mean),
        "principal_correlation": round(min(correlations), 4) if correlations else None,
        "swaps_per_1000": round(1000 * sum(one.swapped for one in seen) / max(frames, 1), 2),
    }


def _by_joint(seen: list[_Seen]) -> dict[str, JSON]:
    table: dict[str, JSON] = {}
    for joint in _JOINTS:
        values = _joined([one.errors[joint] for one in seen])
        table[joint] = {
            "landmark_error_torso": _rounded(values, np.median),
            "landmark_error_torso_p95": _rounded(values, lambda v: np.percentile(v, 95)),
        }
    return table


def _by_angle(seen: list[_Seen]) -> dict[str, JSON]:
    """Mean absolute error, degrees, by curve and view (recommended views only)."""
    views = sorted({one.view for one in seen if one.angles})
    return {
        name: {
            view: _rounded(
                _joined([one.angles[name] for one in seen if one.angles and one.view == view]),
                np.mean,
            )
            for view in views
        }
        for name in _ANGLES
    }


def _grouped(seen: list[_Seen], key: Callable[[_Seen], str]) -> dict[str, JSON]:
    return {
        name: _figures([one for one in seen if key(one) == name])
        for name in sorted({key(one) for one in seen})
    }


def _joined(parts: list[F64]) -> F64:
    return np.concatenate(parts) if parts else np.zeros(0)


def _rounded(values: F64, figure: Callable[[F64], Any]) -> float | None:
    return round(float(figure(values)), 4) if len(values) else None
