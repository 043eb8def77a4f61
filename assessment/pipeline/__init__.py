"""The way of a video: decode, pose, repetitions, verdicts, report; told as events."""

from assessment.pipeline.events import (
    ElementEvent,
    Event,
    LandmarksEvent,
    ProgressEvent,
    QualityEvent,
    RepetitionEvent,
    ReportEvent,
    StageEvent,
    VerdictEvent,
)
from assessment.pipeline.plan import Plan
from assessment.pipeline.run import assess

__all__ = [
    "ElementEvent",
    "Event",
    "LandmarksEvent",
    "Plan",
    "ProgressEvent",
    "QualityEvent",
    "RepetitionEvent",
    "ReportEvent",
    "StageEvent",
    "VerdictEvent",
    "assess",
]
