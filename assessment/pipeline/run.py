"""One clip from file to report, a generator of events.

Closing the generator closes the file and the network at the next event.
"""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from assessment.core.errors import VideoRefused
from assessment.core.records import landmarks_save
from assessment.exercises import exercise_get
from assessment.pipeline.conclude import conclude
from assessment.pipeline.events import Event, StageEvent
from assessment.pipeline.plan import Plan
from assessment.pipeline.watch import Watch
from assessment.report import ModelRecord
from assessment.vision.decode import video_facts

__all__ = ["assess"]

_FEWEST_FRAMES = 2


def assess(clip: Path, plan: Plan) -> Generator[Event, None, None]:
    """Events in order of time: stages, progress, landmarks, provisional repetitions, then the
    final quality, repetitions, verdicts, elements of a routine, and the report as the last one.

    Raises VideoRefused for a file that can't be assessed, CatalogueError for an unknown
    exercise, PoseUnavailable when the network is missing.
    """
    unnamed = plan.exercise in (None, "", "unknown") or plan.is_routine
    exercise = None if unnamed else exercise_get(plan.exercise or "")
    yield StageEvent(stage="preparing")
    facts = video_facts(clip)
    if facts.duration_s > plan.longest_s:
        raise VideoRefused(
            "video_too_long",
            f"The video is longer than {plan.longest_s / 60:.0f} minutes. Please cut it.",
        )
    yield StageEvent(stage="pose")
    watch = Watch(facts=facts, exercise=exercise, fps=plan.fps)
    with closing(plan.pose_opened()) as pose:
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
    yield from conclude(
        landmarks,
        facts=plan.video or facts,
        watch=watch,
        models=models,
        runtime=runtime,
        technique=plan.technique,
        routine=plan.is_routine,
    )
