"""The pose stage: frames go by once, and what is kept of them is numbers.

Landmarks of all frames are kept (about 1 kB each) and a few meter readings; pictures never.
"""

import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assessment.core.records import Landmarks, VideoFacts
from assessment.exercises import Exercise
from assessment.pipeline.events import Event, LandmarksEvent, ProgressEvent, RepetitionEvent
from assessment.pipeline.live_quality import LiveQuality
from assessment.pipeline.progress import ProgressClock
from assessment.scoring.live import LiveCounter
from assessment.vision.decode import Frame, VideoReader
from assessment.vision.meters import FrameMeters
from assessment.vision.meters.camera import Box
from assessment.vision.pose.port import PoseFound, PosePort
from assessment.vision.quality import Seen
from assessment.vision.track import GAP_S, Track
from assessment.vision.view import view_estimate, views_over_time

__all__ = ["Watch"]

# Landmarks, progress and warnings are told about twice a second of work.
_TELL_EVERY_S = 0.5


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A frame the network has not answered yet."""

    t_s: float
    scale: float
    is_cut: bool


@dataclass(kw_only=True)
class Watch:
    """`run` yields live events; afterwards `seen` says what the clip shows."""

    facts: VideoFacts
    exercise: Exercise | None
    fps: float
    frames_done: int = 0
    damaged_packets: int = 0
    meters: FrameMeters = field(default_factory=FrameMeters)
    _parts: list[Landmarks] = field(default_factory=list)
    _people: list[tuple[float, int]] = field(default_factory=list)
    _asked: deque[_Asked] = field(default_factory=deque)
    _person: Box | None = None
    _last_s: float = 0.0

    def __post_init__(self) -> None:
        size = {"width_px": self.facts.width_px, "height_px": self.facts.height_px}
        near_leg = self.exercise.near_leg if self.exercise else None
        self._track = Track(**size, near_leg=near_leg)
        self._quality = LiveQuality(self.exercise)
        counted = self.exercise is not None and not self.exercise.hold
        self._counter = LiveCounter(self.exercise, **size) if counted and self.exercise else None

    @property
    def told_reasons(self) -> frozenset[str]:
        """Kinds of quality reasons that were told while watching."""
        return self._quality.told

    def run(self, clip: Path, pose: PosePort) -> Iterator[Event]:
        clock: ProgressClock | None = None
        told, told_s = 0, time.monotonic()
        with VideoReader(clip, fps=self.fps) as reader:
            for frame in reader.frames():
                yield from self._answered(self._look(frame, pose))
                # Starting the network is over now and says nothing about the pace.
                clock = clock or ProgressClock()
                if time.monotonic() - told_s >= _TELL_EVERY_S:
                    told = yield from self._tell(told)
                    yield self._progress(clock, frame.t_s)
                    told_s = time.monotonic()
            self.damaged_packets = reader.damaged_packets
        yield from self._answered(pose.finish())
        self._parts.append(self._track.finish())
        yield from self._tell(told)
        yield self._progress(clock or ProgressClock(), self.facts.duration_s)

    def landmarks(self) -> Landmarks:
        return Landmarks.joined(
            self._parts, width_px=self.facts.width_px, height_px=self.facts.height_px
        )

    def seen(self, landmarks: Landmarks, facts: VideoFacts) -> Seen:
        return Seen(
            landmarks=landmarks,
            readings=self.meters.readings(),
            facts=facts,
            view=view_estimate(landmarks),
            views=views_over_time(landmarks),
            people=tuple(self._people),
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

    def _look(self, frame: Frame, pose: PosePort) -> list[PoseFound | None]:
        """Meters and pose; a cut or a gap ends the network's shot first."""
        is_cut = self.meters.push(frame.t_s, frame.image, self._person)
        is_gap = self.frames_done > 0 and frame.t_s - self._last_s > GAP_S
        ended = pose.finish() if is_cut or is_gap else []
        if is_cut:
            self._person = None
        self.frames_done, self._last_s = self.frames_done + 1, frame.t_s
        self._asked.append(_Asked(t_s=frame.t_s, scale=frame.scale, is_cut=is_cut))
        return ended + pose.push(frame.image, frame.t_s)

    def _answered(self, ready: list[PoseFound | None]) -> Iterator[Event]:
        """Each answer goes to its frame, in pixels of the full picture."""
        for answer in ready:
            asked, found = self._asked.popleft(), answer
            if found is not None and asked.scale != 1.0:
                found = replace(found, xy_px=found.xy_px / np.float32(asked.scale))
            if found is not None:
                self._person = self._box(found)
                if found.people is not None:
                    self._people.append((asked.t_s, found.people))
            self._parts.append(self._track.push(asked.t_s, found, cut=asked.is_cut))
            if self._counter is not None:
                for one in self._counter.push(asked.t_s, found, cut=asked.is_cut):
                    yield RepetitionEvent(repetition=one)

    def _box(self, found: PoseFound) -> Box:
        share = found.xy_px / np.array([self.facts.width_px, self.facts.height_px], np.float32)
        (left, top), (right, bottom) = share.min(axis=0), share.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def _tell(self, told: int) -> Generator[Event, None, int]:
        """New landmarks, and warnings about the last of them."""
        parts = [part for part in self._parts if len(part)]
        self._parts = parts
        ready = sum(len(part) for part in parts)
        if ready > told:
            whole = self.landmarks()
            self._parts = [whole]
            yield LandmarksEvent(start=told, landmarks=whole.part(told, ready))
            yield from self._quality.look(
                whole, self.meters.readings(), tuple(self._people), self.facts
            )
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
