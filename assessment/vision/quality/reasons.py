"""What is wrong with a recording, when, and what to change: one sentence each."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessment.core.units import F64, JSON, Mask

__all__ = ["SENTENCES", "QualityReason", "Severity", "reason_of", "spells"]

Severity = Literal["note", "warning", "blocking"]

# Shorter than this a thing is a moment, not a state; half of a clip that is shorter itself.
_SHORTEST_S = 1.0

SENTENCES = {
    "no_person": "No person was found in the picture. Stand where your whole body can be seen.",
    "person_lost": "You were not in the picture for a while. Stay where your whole body is seen.",
    "several_people": "More than one person is in the picture. Film with nobody else in view.",
    "too_dark": "The picture is too dark. Turn on a light or stand facing a window.",
    "blurred": "The picture is blurred. Wipe the lens and let the camera focus on you.",
    "camera_moved": "The camera moved. Put the phone on something firm or lean it on a wall.",
    "camera_tilted": "The camera is tilted. Set the phone upright, its edge level with the floor.",
    "picture_cut": "The film jumps from one shot to another. Record the exercise in one go.",
    "feet_out": "Your feet are out of the picture. Step back or move the phone further away.",
    "hands_out": "Your hands leave the picture. Step back or move the phone further away.",
    "head_out": "Your head is out of the picture. Step back or raise the phone a little.",
    "too_small": "You are too small in the picture. Bring the phone closer to you.",
    "too_near": "You fill the whole picture. Step back until there is room above and below you.",
    "lying_down": "You were lying, but this exercise is done upright. Film the exercise alone.",
    "upright": "You were standing, but this exercise is done on the floor. Film it alone.",
    "turned": "You turned away while exercising. Keep facing the same way.",
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


def reason_of(
    reason: str, start_s: float, end_s: float, severity: Severity, *, advice: str = ""
) -> QualityReason:
    return QualityReason(
        reason=reason,
        start_s=start_s,
        end_s=end_s,
        severity=severity,
        sentence=SENTENCES[reason].format(advice=advice).strip(),
    )


def spells(
    t_s: F64, wrong: Mask, *, apart_s: float = 0.0, shortest_s: float = _SHORTEST_S
) -> list[tuple[float, float]]:
    """Spans in which something was wrong for `shortest_s` in all.

    Runs closer together than `apart_s` are one span, so that hands that leave the picture in
    every repetition are told once.
    """
    if len(t_s) < 2:
        return []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], wrong, [False])).astype(np.int8)))
    merged: list[tuple[float, float, float]] = []  # start, end, time wrong
    for first, after in edges.reshape(-1, 2):
        start_s, end_s = float(t_s[first]), float(t_s[after - 1])
        if merged and start_s - merged[-1][1] <= apart_s:
            merged[-1] = (merged[-1][0], end_s, merged[-1][2] + end_s - start_s)
        else:
            merged.append((start_s, end_s, end_s - start_s))
    enough_s = min(shortest_s, 0.5 * float(t_s[-1] - t_s[0]))
    return [(start_s, end_s) for start_s, end_s, sum_s in merged if sum_s >= enough_s]
