"""`evaluate camera-errors`: writes what the pose network gets wrong of rendered people in a
three-quarter view, from which the virtual camera of the technique verdict takes its errors.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from assessment.cli.evaluate.known import KnownClip, known_clips
from assessment.cli.evaluate.watched import kept_in, runtime, told, watched
from assessment.core.records import Landmarks
from assessment.core.units import F64
from assessment.scoring.technique.side import mirrored
from assessment.scoring.technique.skeleton import from_mediapipe

__all__ = ["run_camera_errors"]

_LYING = ("lying", "support")
_SEEN = 0.5  # as scoring.technique.bridge takes a landmark for seen


def run_camera_errors(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other task.
    from assessment.training.technique.camera_errors import errors_measured

    data: Path = arguments.data
    clips = [
        clip
        for clip in known_clips(data)
        if clip.view == "three_quarter" and clip.exercise.posture not in _LYING
    ]
    with kept_in(arguments.cache) as kept:
        found = [_both(clip, watched(clip.video, kept).landmarks) for clip in told(clips, "name")]
    document = {
        "command": f"python -m assessment evaluate camera-errors --data {data.name}",
        "protocol": "rendered people upright in a three-quarter view through the whole pose "
        f"pipeline against the true joints; {len(clips)} clips; pose: {runtime()}",
        **errors_measured(found),
    }
    arguments.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def _both(clip: KnownClip, landmarks: Landmarks) -> tuple[F64, F64]:
    """Seen and true points at the same times, as if the right side were near."""
    points = landmarks.xy_px.astype(np.float64)
    points[landmarks.visibility < _SEEN] = np.nan
    times = np.abs(landmarks.t_s[:, None] - clip.points.t_s[None]).argmin(axis=1)
    seen, true = from_mediapipe(points), from_mediapipe(clip.points.xy_px[times].astype(np.float64))
    if clip.repetitions[0].side == "right":
        return seen, true
    return mirrored(seen), mirrored(true)
