"""What is wrong with a recording, when, and what to change: one sentence each."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.records import FLAG_NO_POSE, Landmarks, VideoFacts
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, JSON, U8, Mask
from assessment.exercises import Exercise
from assessment.vision.view import ViewFound

__all__ = ["LightMeter", "QualityReason", "quality_reasons"]

Severity = Literal["note", "warning", "blocking"]

# Source of the four figures: the proposed rules of the capture gate.
_DARK_MEAN = 50.0
_DARK_BRIGHT_PART = 110.0
_INSIDE = (0.02, 0.98)
_SEEN = 0.5
# Chosen: a body that spans under 35 % of the shorter side leaves a joint about one pixel of the
# network's 256 px crop per centimetre.
_SMALLEST_SHARE = 0.35
_LOW_FPS = 14.0  # phones that promise 15 deliver a little less
_HOPELESS_FPS = 6.0
_SHORTEST_S = 1.0
_LEGS = ("left_ankle", "right_ankle", "left_foot_index", "right_foot_index")
_LEG_CURVES = frozenset({"knee", "body_line", "thigh_lift", "shank_lean", "foot_spread"})

_SENTENCES = {
    "no_person": "No person was found in the picture. Stand where your whole body can be seen.",
    "person_lost": "You were not in the picture for a while. Stay where your whole body is seen.",
    "too_dark": "The picture is too dark. Turn on a light or stand facing a window.",
    "feet_out": "Your feet are out of the picture. Step back or move the phone further away.",
    "too_small": "You are too small in the picture. Bring the phone closer to you.",
    "low_fps": "The video has too few pictures a second. Record with more light at 30 a second.",
    "damaged": "A part of the file was damaged and left out. Upload it again or record it anew.",
    "wrong_view": "The camera looks from a side from which this exercise can't be judged. {advice}",
    "other_view": "Some things can't be judged from this side. {advice}",
}


@dataclass(frozen=True, kw_only=True)
class QualityReason:
    """One thing that limits the assessment, over a span of the clip."""

    reason: str
    start_s: float
    end_s: float
    severity: Severity
    sentence: str

    def payload(self) -> dict[str, JSON]:
        return {
            "reason": self.reason,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "severity": self.severity,
            "sentence": self.sentence,
        }


class LightMeter:
    """Remembers for each analysed frame whether it was too dark to see a person."""

    def __init__(self) -> None:
        self._dark: list[bool] = []

    def push(self, image: U8) -> None:
        """`image`: RGB; every eighth pixel is looked at."""
        luma = image[::8, ::8].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
        bright = float(np.percentile(luma, 95))
        self._dark.append(float(luma.mean()) < _DARK_MEAN or bright < _DARK_BRIGHT_PART)

    def dark(self) -> Mask:
        return np.array(self._dark, np.bool_)


def quality_reasons(
    landmarks: Landmarks,
    *,
    facts: VideoFacts,
    dark: Mask,
    view: ViewFound | None,
    exercise: Exercise | None,
    damaged_packets: int,
) -> list[QualityReason]:
    """All reasons in order of time, the worst first among equals."""
    end_s = float(landmarks.t_s[-1]) if len(landmarks) else facts.duration_s
    missing = (landmarks.flags & FLAG_NO_POSE) != 0
    found: list[QualityReason] = []
    if not len(landmarks) or missing.all():
        found.append(_reason("no_person", 0.0, end_s, "blocking"))
    else:
        found += _spans("person_lost", landmarks.t_s, missing, "warning")
        found += _spans("feet_out", landmarks.t_s, _feet_out(landmarks), _feet_matter(exercise))
        found += _spans("too_small", landmarks.t_s, _too_small(landmarks), "warning")
    found += _spans("too_dark", landmarks.t_s, dark, "warning")
    if 0 < facts.fps < _LOW_FPS:
        severity: Severity = "blocking" if facts.fps < _HOPELESS_FPS else "warning"
        found.append(_reason("low_fps", 0.0, end_s, severity))
    if damaged_packets:
        found.append(_reason("damaged", 0.0, end_s, "warning"))
    found += _view_reasons(view, exercise, end_s)
    order = {"blocking": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda reason: (reason.start_s, order[reason.severity]))


def _reason(
    reason: str, start_s: float, end_s: float, severity: Severity, advice: str = ""
) -> QualityReason:
    return QualityReason(
        reason=reason,
        start_s=start_s,
        end_s=end_s,
        severity=severity,
        sentence=_SENTENCES[reason].format(advice=advice).strip(),
    )


def _spans(reason: str, t_s: F64, wrong: Mask, severity: Severity) -> list[QualityReason]:
    """Runs of at least a second, or of at least half of a shorter clip."""
    if not len(t_s):
        return []
    shortest_s = min(_SHORTEST_S, 0.5 * float(t_s[-1] - t_s[0]))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], wrong, [False])).astype(np.int8)))
    runs = [(float(t_s[a]), float(t_s[b - 1])) for a, b in edges.reshape(-1, 2)]
    return [_reason(reason, a, b, severity) for a, b in runs if b - a >= shortest_s]


def _feet_matter(exercise: Exercise | None) -> Severity:
    if exercise is None:
        return "note"
    needed = {*exercise.curves, *(rule.curve for rule in exercise.rules)}
    return "warning" if needed & _LEG_CURVES else "note"


def _feet_out(landmarks: Landmarks) -> Mask:
    places = [mediapipe33().index(name) for name in _LEGS]
    share = landmarks.xy_px[:, places] / np.array(
        [landmarks.width_px, landmarks.height_px], np.float32
    )
    outside = ((share < _INSIDE[0]) | (share > _INSIDE[1])).any(axis=2)
    unseen = landmarks.visibility[:, places] < _SEEN
    with_pose = (landmarks.flags & FLAG_NO_POSE) == 0
    # One foot hidden behind the other is ordinary in a side view; both on one side of the body
    # and both unseen are not.
    out: Mask = ((outside | unseen).sum(axis=1) >= 3) & with_pose
    return out


def _too_small(landmarks: Landmarks) -> Mask:
    with_pose = (landmarks.flags & FLAG_NO_POSE) == 0
    shown = np.where(with_pose[:, None, None], landmarks.xy_px, np.float32(0))
    extent = (shown.max(axis=1) - shown.min(axis=1)).max(axis=1)
    shorter = min(landmarks.width_px, landmarks.height_px)
    small: Mask = (extent < _SMALLEST_SHARE * shorter) & with_pose
    return small


def _view_reasons(
    view: ViewFound | None, exercise: Exercise | None, end_s: float
) -> list[QualityReason]:
    if view is None or exercise is None or view.name == exercise.view:
        return []
    if view.name in exercise.views:
        return [_reason("other_view", 0.0, end_s, "note", exercise.camera_advice)]
    return [_reason("wrong_view", 0.0, end_s, "warning", exercise.camera_advice)]
