"""Quality reasons while the clip is still being watched: each kind once, as soon as it is sure."""

from collections.abc import Iterator

from assessment.core.records import Landmarks, VideoFacts
from assessment.exercises import Exercise
from assessment.pipeline.events import QualityEvent
from assessment.vision.meters import Readings
from assessment.vision.quality import People, Seen, quality_reasons
from assessment.vision.view import view_estimate

__all__ = ["LiveQuality"]

# What is looked at, and how long a thing must have lasted before it is told. Chosen: a person at
# the camera can still act on it, and a step out of the picture is forgiven.
_WINDOW_S = 10.0
_SURE_S = 2.0
_LOOK_EVERY_S = 1.0


class LiveQuality:
    """The gate over the last seconds; the report's own reasons replace what is told here."""

    def __init__(self, exercise: Exercise | None) -> None:
        self._exercise = exercise
        self._told: set[str] = set()
        self._looked_s = 0.0

    @property
    def told(self) -> frozenset[str]:
        return frozenset(self._told)

    def look(
        self, landmarks: Landmarks, readings: Readings, people: People, facts: VideoFacts
    ) -> Iterator[QualityEvent]:
        """`landmarks` as far as they are final; every second of video is enough."""
        end_s = float(landmarks.t_s[-1])
        if end_s - self._looked_s < _LOOK_EVERY_S:
            return
        self._looked_s = end_s
        start_s = end_s - _WINDOW_S
        part = landmarks.part(int(landmarks.t_s.searchsorted(start_s)), len(landmarks))
        seen = Seen(
            landmarks=part,
            readings=readings.between(start_s, end_s),
            facts=facts,
            view=view_estimate(part),
            views=[],
            people=tuple(look for look in people if start_s <= look[0] <= end_s),
        )
        for reason in quality_reasons(seen, self._exercise):
            lasted_s = reason.end_s - reason.start_s
            is_sure = lasted_s >= _SURE_S or reason.reason == "picture_cut"
            if is_sure and reason.severity != "blocking" and reason.reason not in self._told:
                self._told.add(reason.reason)
                yield QualityEvent(reason=reason)
