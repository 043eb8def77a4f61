"""The quality gate: everything that limits an assessment, with its span and what to change."""

from dataclasses import dataclass

from assessment.core.records import FLAG_NO_POSE, Landmarks, VideoFacts
from assessment.core.units import Mask
from assessment.exercises import Exercise
from assessment.vision.meters import Readings
from assessment.vision.quality.body import body_reasons
from assessment.vision.quality.frames import (
    People,
    file_reasons,
    frame_reasons,
    people_reasons,
)
from assessment.vision.quality.reasons import QualityReason, reason_of, spells
from assessment.vision.quality.views import view_reasons
from assessment.vision.view import ViewFound, ViewSpan

__all__ = ["People", "QualityReason", "Seen", "quality_reasons"]

_ORDER = {"blocking": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen of a clip, or of a part of it."""

    landmarks: Landmarks
    readings: Readings
    facts: VideoFacts
    view: ViewFound | None
    views: list[ViewSpan]
    people: People = ()
    damaged_packets: int = 0


def quality_reasons(seen: Seen, exercise: Exercise | None) -> list[QualityReason]:
    """All reasons in order of time, the worst first among equals."""
    landmarks = seen.landmarks
    end_s = float(landmarks.t_s[-1]) if len(landmarks) else seen.facts.duration_s
    missing = (landmarks.flags & FLAG_NO_POSE) != 0
    found: list[QualityReason] = []
    if not len(landmarks) or missing.all():
        found.append(reason_of("no_person", 0.0, end_s, "blocking"))
    else:
        found += _lost(landmarks, missing)
        found += body_reasons(landmarks, exercise)
        found += people_reasons(seen.people)
    found += frame_reasons(seen.readings)
    found += file_reasons(seen.facts, end_s, seen.damaged_packets)
    found += view_reasons(seen.view, seen.views, exercise, end_s)
    return sorted(found, key=lambda reason: (reason.start_s, _ORDER[reason.severity]))


def _lost(landmarks: Landmarks, missing: Mask) -> list[QualityReason]:
    """Who is not there yet, as while a title is shown, was not lost: that is worth a note."""
    came_s = float(landmarks.t_s[~missing][0])
    return [
        reason_of("person_lost", start_s, end_s, "note" if end_s < came_s else "warning")
        for start_s, end_s in spells(landmarks.t_s, missing)
    ]
