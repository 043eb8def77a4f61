"""`evaluate pose`: what the engine sees of rendered people against what is known of them."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.compare import ANGLES, JOINTS, Compared, compared
from assessment.cli.evaluate.known import KnownClip, known_clips
from assessment.cli.evaluate.watched import kept_in, runtime, told, watched
from assessment.core.units import F64, JSON
from assessment.vision.decode import ANALYSED_FPS

__all__ = ["run_pose"]

_PROTOCOL = (
    "rendered people through the whole engine at its own analysed rate; error of the 12 body "
    "joints in lengths of the torso square to the camera, in a side view those towards the camera "
    "only; joints that the network calls hidden (visibility under 0.5) are left out, as in every "
    "figure of a report, and their share is told; planar angles against the planar truth in the "
    "recommended view of each exercise; swaps "
    "left after repair; angles given: ranges and extremes in the report; pose: "
)


def run_pose(arguments: argparse.Namespace) -> int:
    with kept_in(arguments.cache) as kept:
        clips = known_clips(arguments.data)
        seen = [_compare(clip, kept, halve=arguments.half_rate) for clip in told(clips, "name")]
    json_write(_record(arguments.data.name, seen), arguments.json)
    return 0


def _compare(clip: KnownClip, kept: Path, *, halve: bool) -> Compared:
    half = None
    if halve and clip.view == clip.exercise.view:
        half = watched(clip.video, kept, exercise=clip.exercise, fps=ANALYSED_FPS / 2).landmarks
    return compared(clip, watched(clip.video, kept, exercise=clip.exercise).landmarks, half)


def _record(name: str, seen: list[Compared]) -> dict[str, JSON]:
    return {
        "task": "pose",
        "data": name,
        "protocol": _PROTOCOL + runtime(),
        "n": len(seen),
        "metrics": _figures(seen),
        "baselines": {},
        "by": {
            "joint": {
                joint: _of_joint(joint, seen)
                | {"view": _grouped(seen, _view, partial(_of_joint, joint))}
                for joint in JOINTS
            },
            "angle": _by_angle(seen),
            "exercise": _grouped(seen, lambda one: one.clip.exercise.id),
            "view": _grouped(seen, _view),
            "accepted": _grouped(seen, lambda one: "yes" if one.accepted else "no"),
            "shape": _grouped(seen, lambda one: one.clip.shape),
            "condition": _grouped(seen, lambda one: one.clip.condition),
            "exercise_view": _grouped(
                seen, lambda one: f"{one.clip.exercise.id}/{one.view}", _of_exercise
            ),
            "clip": {one.clip.name: _figures([one]) for one in seen},
        },
    }


def _view(one: Compared) -> str:
    return one.view


def _figures(seen: Sequence[Compared]) -> dict[str, JSON]:
    frames = sum(one.frames for one in seen)
    errors = _joined([values for one in seen for values in one.errors.values()])
    angles = _joined([values for one in seen for values in one.angles.values()])
    correlations = [one.correlation for one in seen if one.correlation is not None]
    halves = [one.half_rate for one in seen if one.half_rate is not None]
    return {
        "n": len(seen),
        "detection_rate": round(sum(one.detected for one in seen) / max(frames, 1), 4),
        "landmark_error_torso": _rounded(errors, np.median),
        "landmark_error_torso_p95": _rounded(errors, _p95),
        "joints_hidden": round(1.0 - len(errors) / max(sum(one.joints for one in seen), 1), 4),
        "angle_mae_deg": _rounded(angles, np.mean),
        "principal_correlation": round(min(correlations), 4) if correlations else None,
        "swaps_per_1000": round(1000 * sum(one.swapped for one in seen) / max(frames, 1), 2),
        "clips_with_angles": sum(one.given > 0 for one in seen),
        "clips_with_findings": sum(bool(one.found) for one in seen),
        "half_rate_ranges": sum(one.ranges for one in halves),
        "half_rate_within": sum(one.within for one in halves),
    }


def _of_joint(joint: str, seen: Sequence[Compared]) -> dict[str, JSON]:
    values = _joined([one.errors[joint] for one in seen])
    return {
        "landmark_error_torso": _rounded(values, np.median),
        "landmark_error_torso_p95": _rounded(values, _p95),
    }


def _of_exercise(seen: Sequence[Compared]) -> dict[str, JSON]:
    """The figures of one exercise in one view, with each angle by itself."""
    return {
        **_figures(seen),
        "recommended": seen[0].recommended,
        "accepted": seen[0].accepted,
        "found_view": [*sorted({one.found_view for one in seen})],
        "rules": [*sorted({code for one in seen for code in one.found})],
        "joint": {joint: _of_joint(joint, seen)["landmark_error_torso"] for joint in JOINTS},
        "angle": {
            name: _rounded(_joined([one.angles[name] for one in seen if one.angles]), np.mean)
            for name in ANGLES
        },
    }


def _by_angle(seen: list[Compared]) -> dict[str, JSON]:
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
        for name in ANGLES
    }


def _grouped(
    seen: Sequence[Compared],
    key: Callable[[Compared], str],
    figures: Callable[[Sequence[Compared]], dict[str, JSON]] = _figures,
) -> dict[str, JSON]:
    return {
        name: figures([one for one in seen if key(one) == name])
        for name in sorted({key(one) for one in seen})
    }


def _p95(values: F64) -> float:
    return float(np.percentile(values, 95))


def _joined(parts: list[F64]) -> F64:
    return np.concatenate(parts) if parts else np.zeros(0)


def _rounded(values: F64, figure: Callable[[F64], Any]) -> float | None:
    return round(float(figure(values)), 4) if len(values) else None
