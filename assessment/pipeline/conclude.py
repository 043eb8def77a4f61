"""From what was seen of a clip to its report."""

from collections.abc import Iterator

from assessment.core.records import FLAG_NO_POSE, FLAG_REPAIRED, Landmarks, VideoFacts
from assessment.pipeline.events import (
    ElementEvent,
    Event,
    QualityEvent,
    RepetitionEvent,
    ReportEvent,
    StageEvent,
    VerdictEvent,
)
from assessment.pipeline.watch import Watch
from assessment.report import ModelRecord, Tracking, report_build
from assessment.report.judges import element_models, verdict_models
from assessment.scoring.difficulty.elements import find
from assessment.scoring.difficulty.elements_record import elements_payload
from assessment.scoring.score import clip_score
from assessment.scoring.technique.own import TechniqueOptions
from assessment.vision.active import Span, active_only, active_spans
from assessment.vision.quality import quality_reasons

__all__ = ["conclude"]


def conclude(
    landmarks: Landmarks,
    *,
    facts: VideoFacts,
    watch: Watch,
    models: tuple[ModelRecord, ...],
    runtime: str,
    technique: TechniqueOptions,
    routine: bool,
) -> Iterator[Event]:
    """`facts` are those that go into the report; only in a `routine` are elements looked for."""
    exercise = watch.exercise
    seen = watch.seen(landmarks, facts)
    reasons = quality_reasons(seen, exercise)
    for reason in reasons:
        if reason.reason not in watch.told_reasons:
            yield QualityEvent(reason=reason)
    yield StageEvent(stage="repetitions")
    active = active_spans(landmarks, exercise)
    scored = clip_score(exercise, active_only(landmarks, active), seen.view, technique)
    for repetition in scored.repetitions:
        yield RepetitionEvent(repetition=repetition)
    yield StageEvent(stage="judging")
    for verdict in scored.verdicts:
        yield VerdictEvent(verdict=verdict)
    elements = None
    if routine:
        yield StageEvent(stage="elements")
        elements = find(landmarks)
        for told in elements_payload(elements):
            yield ElementEvent(told=told)
    judged_by = element_models() if routine else verdict_models(exercise, technique.folder)
    yield StageEvent(stage="report")
    report = report_build(
        video=facts,
        exercise=exercise,
        quality=reasons,
        scored=scored,
        view=seen.view,
        tracking=_tracking(landmarks, active),
        models=models + judged_by,
        runtime=runtime,
        technique=technique,
        elements=elements,
    )
    yield watch.finished()
    yield ReportEvent(report=report)


def _tracking(landmarks: Landmarks, active: tuple[Span, ...]) -> Tracking:
    with_pose = (landmarks.flags & FLAG_NO_POSE) == 0
    repaired = (landmarks.flags & FLAG_REPAIRED) != 0
    frames = int(with_pose.sum())
    return Tracking(
        tracked_share=float(with_pose.mean()) if len(landmarks) else 0.0,
        swap_rate=float(repaired.sum()) / frames if frames else 0.0,
        active=active,
    )
