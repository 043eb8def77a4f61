"""One clip from file to report, a generator of events.

Frames are never kept: landmarks of all frames are (about 1 kB each). Closing the generator
closes the file and the network at the next event.
"""

import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assessment.core.errors import VideoRefused
from assessment.core.records import Landmarks, VideoFacts, landmarks_save
from assessment.exercises import Exercise, exercise_get
from assessment.pipeline.events import (
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
from assessment.pipeline.progress import ProgressClock
from assessment.report import report_build
from assessment.report.record import ModelRecord
from assessment.scoring.live import LiveCounter
from assessment.scoring.score import clip_score
from assessment.vision.decode import Frame, VideoReader, video_facts
from assessment.vision.pose.port import PoseFound, PosePort
from assessment.vision.quality import LightMeter, QualityReason, quality_reasons
from assessment.vision.track import Track
from assessment.vision.view import ViewFound, view_estimate

__all__ = ["assess"]

# Landmarks and progress are told about twice a second of work.
_TELL_EVERY_S = 0.5
_FEWEST_FRAMES = 2


def assess(clip: Path, plan: Plan) -> Generator[Event, None, None]:
    """Events in order of time: stages, progress, landmarks, provisional repetitions, then the
    final quality, repetitions, verdicts, and the report as the last one.

    Raises VideoRefused for a file that can't be assessed, CatalogueError for an unknown
    exercise, PoseUnavailable when the network is missing.
    """
    exercise = None if plan.exercise in (None, "", "unknown") else exercise_get(plan.exercise or "")
    yield StageEvent(stage="preparing")
    facts = video_facts(clip)
    if facts.duration_s > plan.longest_s:
        raise VideoRefused(
            "video_too_long",
            f"The video is longer than {plan.longest_s / 60:.0f} minutes. Please cut it.",
        )
    yield StageEvent(stage="pose")
    watch = _Watch(facts=facts, exercise=exercise, fps=plan.analysed_fps)
    with closing(plan.pose()) as pose:
        models = tuple(
            ModelRecord(name=m.name, weights_sha256=m.weights_sha256, card=m.card)
            for m in pose.models
        )
        runtime = pose.runtime
        yield from watch.run(clip, pose)
    if watch.frames_done < _FEWEST_FRAMES:
        raise VideoRefused(
            "video_too_short", "The video is too short to see a movement. Please record again."
        )
    landmarks = watch.landmarks()
    if plan.landmarks_out is not None:
        landmarks_save(landmarks, plan.landmarks_out)
    yield from _conclude(
        landmarks,
        facts=plan.video or facts,
        exercise=exercise,
        watch=watch,
        models=models,
        runtime=runtime,
    )


@dataclass(kw_only=True)
class _Watch:
    """The pose stage: what is kept of the frames that went by."""

    facts: VideoFacts
    exercise: Exercise | None
    fps: float
    frames_done: int = 0
    damaged_packets: int = 0
    light: LightMeter = field(default_factory=LightMeter)
    parts: list[Landmarks] = field(default_factory=list)
    # Times and scales of frames the network has not answered yet.
    waiting: deque[tuple[float, float]] = field(default_factory=deque)

    def run(self, clip: Path, pose: PosePort) -> Iterator[Event]:
        size = (self.facts.width_px, self.facts.height_px)
        track = Track(width_px=size[0], height_px=size[1])
        counter = self._counter()
        clock: ProgressClock | None = None
        told, told_s = 0, time.monotonic()
        with VideoReader(clip, fps=self.fps) as reader:
            for frame in reader.frames():
                ready = self._look(frame, pose)
                # Starting the network is over now and says nothing about the pace.
                clock = clock or ProgressClock()
                for t_s, found in ready:
                    self.parts.append(track.push(t_s, found))
                    yield from self._count(counter, t_s, found)
                if time.monotonic() - told_s >= _TELL_EVERY_S:
                    told = yield from self._tell(told)
                    yield self._progress(clock, frame.t_s)
                    told_s = time.monotonic()
            self.damaged_packets = reader.damaged_packets
        for t_s, found in self._answered(pose.finish()):
            self.parts.append(track.push(t_s, found))
            yield from self._count(counter, t_s, found)
        self.parts.append(track.finish())
        yield from self._tell(told)
        yield self._progress(clock or ProgressClock(), self.facts.duration_s)

    def reasons(
        self, landmarks: Landmarks, *, facts: VideoFacts, view: ViewFound | None
    ) -> list[QualityReason]:
        return quality_reasons(
            landmarks,
            facts=facts,
            dark=self.light.dark(),
            view=view,
            exercise=self.exercise,
            damaged_packets=self.damaged_packets,
        )

    def finished(self) -> ProgressEvent:
        return ProgressEvent(
            stage="report",
            percent=100.0,
            eta_s=0.0,
            frames_done=self.frames_done,
            frames_total=self.frames_done,
        )

    def landmarks(self) -> Landmarks:
        return Landmarks.joined(
            self.parts, width_px=self.facts.width_px, height_px=self.facts.height_px
        )

    def _look(self, frame: Frame, pose: PosePort) -> list[tuple[float, PoseFound | None]]:
        self.frames_done += 1
        self.light.push(frame.image)
        self.waiting.append((frame.t_s, frame.scale))
        return self._answered(pose.push(frame.image, frame.t_s))

    def _answered(self, ready: list[PoseFound | None]) -> list[tuple[float, PoseFound | None]]:
        """Each answer with its frame's time, in pixels of the full picture."""
        answers = []
        for found in ready:
            t_s, scale = self.waiting.popleft()
            if found is not None and scale != 1.0:
                found = replace(found, xy_px=found.xy_px / np.float32(scale))  # noqa: PLW2901
            answers.append((t_s, found))
        return answers

    def _counter(self) -> LiveCounter | None:
        if self.exercise is None or self.exercise.hold:
            return None
        return LiveCounter(
            self.exercise, width_px=self.facts.width_px, height_px=self.facts.height_px
        )

    def _count(
        self, counter: LiveCounter | None, t_s: float, found: PoseFound | None
    ) -> Iterator[Event]:
        for repetition in counter.push(t_s, found) if counter is not None else ():
            yield RepetitionEvent(repetition=repetition)

    def _tell(self, told: int) -> Generator[Event, None, int]:
        parts = [part for part in self.parts if len(part)]
        self.parts = parts
        ready = sum(len(part) for part in parts)
        if ready > told:
            whole = Landmarks.joined(
                parts, width_px=self.facts.width_px, height_px=self.facts.height_px
            )
            self.parts = [whole]
            yield LandmarksEvent(start=told, landmarks=whole.part(told, ready))
        return ready

    def _progress(self, clock: ProgressClock, t_s: float) -> ProgressEvent:
        total = max(self.frames_done, round(self.facts.duration_s * min(self.fps, self.facts.fps)))
        percent, eta_s = clock.pose(t_s / self.facts.duration_s if self.facts.duration_s else 1.0)
        return ProgressEvent(
            stage="pose",
            percent=percent,
            eta_s=eta_s,
            frames_done=self.frames_done,
            frames_total=total,
        )


def _conclude(
    landmarks: Landmarks,
    *,
    facts: VideoFacts,
    exercise: Exercise | None,
    watch: _Watch,
    models: tuple[ModelRecord, ...],
    runtime: str,
) -> Iterator[Event]:
    """From landmarks to the report; `facts` are those that go into it."""
    view = view_estimate(landmarks)
    reasons = watch.reasons(landmarks, facts=facts, view=view)
    for reason in reasons:
        yield QualityEvent(reason=reason)
    yield StageEvent(stage="repetitions")
    scored = clip_score(exercise, landmarks, view)
    for repetition in scored.repetitions:
        yield RepetitionEvent(repetition=repetition)
    yield StageEvent(stage="judging")
    for verdict in scored.verdicts:
        yield VerdictEvent(verdict=verdict)
    yield StageEvent(stage="report")
    report = report_build(
        video=facts,
        exercise=exercise,
        quality=reasons,
        scored=scored,
        models=models,
        runtime=runtime,
    )
    yield watch.finished()
    yield ReportEvent(report=report)
