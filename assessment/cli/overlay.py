"""The video with skeleton, principal angle and count drawn on it."""

from bisect import bisect_right
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import cv2
import numpy as np

from assessment.core.curves import CURVES
from assessment.core.errors import AssessmentError
from assessment.core.kinematics import MIN_VISIBILITY, curve
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, JSON, U8
from assessment.exercises import exercise_get
from assessment.vision.decode import VideoReader

__all__ = ["overlay_write"]

_LINE = (255, 196, 0)
_POINT = (0, 166, 153)
_TEXT = (255, 255, 255)
_TIME_BASE = Fraction(1, 90000)
_HIGHEST_FPS = 240.0


def overlay_write(video: Path, landmarks: Landmarks, report: dict[str, JSON], target: Path) -> None:
    """Writes H.264 MP4 with the frames' own times, upright. Raises AssessmentError."""
    drawing = _Drawing(landmarks, report)
    try:
        with VideoReader(video, fps=_HIGHEST_FPS) as reader, av.open(str(target), "w") as sink:
            # The encoder wants even sides.
            width, height = (side - side % 2 for side in reader.size_px)
            stream: Any = sink.add_stream("libx264", rate=30)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.codec_context.time_base = _TIME_BASE
            for frame in reader.frames():
                picture = cv2.resize(frame.image, (width, height))
                drawing.draw(picture, frame.t_s)
                shown = av.VideoFrame.from_ndarray(cast("U8", picture), format="rgb24")
                shown.pts, shown.time_base = round(frame.t_s / _TIME_BASE), _TIME_BASE
                sink.mux(stream.encode(shown))
            sink.mux(stream.encode(None))
    except (av.FFmpegError, ValueError) as error:
        raise AssessmentError(
            "overlay_failed", "The overlay could not be written. Give a file name ending in .mp4."
        ) from error


class _Drawing:
    def __init__(self, landmarks: Landmarks, report: dict[str, JSON]) -> None:
        self._landmarks = landmarks
        self._times = [float(t) for t in landmarks.t_s]
        self._bones = [
            (joint, parent)
            for joint, parent in enumerate(mediapipe33().parent)
            if parent >= 0 and joint > 10
        ]
        self._bones.append((11, 12))
        repetitions = cast("list[dict[str, Any]]", report["repetitions"])
        # Planar angles are given only where the view shows the exercise's plane.
        self._plane_seen = bool(cast("dict[str, Any]", report["clip_verdict"])["measures"])
        self._ends = [float(one["end_s"]) for one in repetitions]
        self._name, self._angles = self._principal(cast("dict[str, Any]", report["exercise"]))

    def _principal(self, exercise: dict[str, Any]) -> tuple[str, F64]:
        """The side of the principal angle that was seen best."""
        base = exercise_get(exercise["id"]).principal.curve if exercise["id"] else "knee"
        names = [f"{base}_left", f"{base}_right"] if CURVES[base].sided else [base]
        curves = [(name, curve(name, self._landmarks)) for name in names]
        return min(curves, key=lambda one: int(np.isnan(one[1]).sum()))

    def draw(self, picture: Any, t_s: float) -> None:
        at = min(max(bisect_right(self._times, t_s + 1e-6) - 1, 0), len(self._times) - 1)
        size = np.array(picture.shape[1::-1]) / [
            self._landmarks.width_px,
            self._landmarks.height_px,
        ]
        points = self._landmarks.xy_px[at] * size
        seen = self._landmarks.visibility[at] >= MIN_VISIBILITY
        thick = max(2, picture.shape[0] // 240)
        for joint, parent in self._bones:
            if seen[joint] and seen[parent]:
                ends = [tuple(int(v) for v in points[place]) for place in (joint, parent)]
                cv2.line(picture, ends[0], ends[1], _LINE, thick, cv2.LINE_AA)
        for joint in np.flatnonzero(seen):
            cv2.circle(picture, tuple(int(v) for v in points[joint]), thick, _POINT, -1)
        angle = self._angles[at]
        shown = (
            f"  {self._name} {angle:.0f} deg" if self._plane_seen and not np.isnan(angle) else ""
        )
        count = bisect_right(self._ends, t_s + 1e-6)
        scale = picture.shape[0] / 720
        for colour, weight in (((0, 0, 0), 4), (_TEXT, 1)):
            cv2.putText(
                picture,
                f"{count}{shown}",
                (12, int(36 * scale) + 8),
                cv2.FONT_HERSHEY_SIMPLEX,
                scale,
                colour,
                weight,
                cv2.LINE_AA,
            )
