"""The report of one clip. Source: docs/formats/report.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assessment.core.records import VideoFacts
from assessment.core.units import JSON
from assessment.exercises import Exercise
from assessment.report.sentences import elements_summary, summary
from assessment.scoring.complexity import Complexity
from assessment.scoring.difficulty.elements_record import Element, elements_payload
from assessment.scoring.repetitions import Repetition
from assessment.scoring.rubric import Label, Verdict, clip_label
from assessment.scoring.score import Scored
from assessment.scoring.technique.own import OwnBaseline, TechniqueOptions
from assessment.scoring.technique.report import clip_learned
from assessment.vision.view import ViewFound

__all__ = ["SCHEMA_ID", "SOFTWARE", "ModelRecord", "Report", "Tracking", "report_build"]

SCHEMA_ID = "plumbline-report/1"
SOFTWARE = "plumbline-assessment 0.1"


class _Payload(Protocol):
    def payload(self) -> dict[str, JSON]: ...


@dataclass(frozen=True, kw_only=True)
class ModelRecord:
    """Weights that took part, named by their sha256."""

    name: str
    weights_sha256: str
    card: str


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """Shares of frames: with a pose; and of those, with sides put right. `active` in seconds."""

    tracked_share: float
    swap_rate: float
    active: tuple[tuple[float, float], ...]

    def payload(self) -> dict[str, JSON]:
        return {
            "tracked_share": round(self.tracked_share, 4),
            "swap_rate": round(self.swap_rate, 4),
            "active": [
                {"start_s": round(start_s, 3), "end_s": round(end_s, 3)}
                for start_s, end_s in self.active
            ],
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that was found; `payload` is the versioned JSON that is stored and signed.

    `elements` is None where none were looked for: the clip was not sent as a routine.
    """

    video: VideoFacts
    exercise_id: str | None
    exercise_source: Literal["given", "recognised", "unknown"]
    quality: tuple[dict[str, JSON], ...]
    repetitions: tuple[Repetition, ...]
    verdicts: tuple[Verdict, ...]
    clip_verdict: dict[str, JSON]
    complexity: Complexity | None
    view: ViewFound | None
    tracking: Tracking
    models: tuple[ModelRecord, ...]
    runtime: str
    own: OwnBaseline | None = None
    elements: tuple[Element, ...] | None = None

    def payload(self) -> dict[str, JSON]:
        reps: list[JSON] = [
            {
                **repetition.payload(),
                "verdict": verdict.payload(),
                "findings": verdict.findings_payload(),
            }
            for repetition, verdict in zip(self.repetitions, self.verdicts, strict=True)
        ]
        return {
            "schema": SCHEMA_ID,
            "kind": "exercise" if self.elements is None else "routine",
            "video": {
                "sha256": self.video.sha256,
                "duration_s": round(self.video.duration_s, 3),
                "fps": round(self.video.fps, 3),
                "width_px": self.video.width_px,
                "height_px": self.video.height_px,
                "rotation_deg": self.video.rotation_deg,
                "codec": self.video.codec,
            },
            "exercise": {
                "id": self.exercise_id,
                "source": self.exercise_source,
                "confidence": None,
            },
            "quality": list(self.quality),
            "view": self.view.payload() if self.view else None,
            "tracking": self.tracking.payload(),
            "sets": self._sets(),
            "repetitions": reps,
            "clip_verdict": self.clip_verdict,
            "complexity": self.complexity.payload() if self.complexity else None,
            "elements": [*elements_payload(self.elements or ())],
            "baseline": self.own.payload() if self.own else None,
            "models": [
                {"name": m.name, "weights_sha256": m.weights_sha256, "card": m.card}
                for m in self.models
            ],
            "software": f"{SOFTWARE}; {self.runtime}",
        }

    def _sets(self) -> list[JSON]:
        """Repetitions and span of each set."""
        numbers = sorted({repetition.set for repetition in self.repetitions})
        sets: list[JSON] = []
        for number in numbers:
            of_it = [one for one in self.repetitions if one.set == number]
            sets.append(
                {
                    "set": number,
                    "repetitions": len(of_it),
                    "start_s": round(of_it[0].start_s, 3),
                    "end_s": round(of_it[-1].end_s, 3),
                }
            )
        return sets


def report_build(
    *,
    video: VideoFacts,
    exercise: Exercise | None,
    quality: Sequence[_Payload],
    scored: Scored,
    view: ViewFound | None,
    tracking: Tracking,
    models: tuple[ModelRecord, ...],
    runtime: str,
    technique: TechniqueOptions | None = None,
    elements: Sequence[Element] | None = None,
) -> Report:
    """Puts the parts together; the clip's verdict is that of most decided repetitions.

    `runtime`: what the pose networks ran on (PosePort.runtime). `elements`: of a routine.
    """
    asked = technique or TechniqueOptions()
    labels = [verdict.label for verdict in scored.verdicts]
    learned = clip_learned(scored.verdicts, asked.folder)
    label, probability = learned or (clip_label(labels), None)
    counts: dict[str, JSON] = {
        name: sum(one == name for one in labels)
        for name in ("correct", "incorrect", "cannot_tell", "none")
    }
    said = (
        summary(exercise, scored.repetitions, scored.verdicts)
        if elements is None
        else elements_summary(len(elements))
    )
    clip_verdict: dict[str, JSON] = {
        "label": label,
        "probability": probability,
        "source": _source(scored.verdicts, label),
        "counts": counts,
        "measures": {name: measure.payload() for name, measure in scored.measures},
        "sentences": [sentence.payload() for sentence in said],
    }
    return Report(
        video=video,
        exercise_id=exercise.id if exercise else None,
        exercise_source="given" if exercise else "unknown",
        quality=tuple(reason.payload() for reason in quality),
        repetitions=tuple(scored.repetitions),
        verdicts=tuple(scored.verdicts),
        clip_verdict=clip_verdict,
        complexity=scored.complexity,
        view=view,
        tracking=tracking,
        models=models,
        runtime=runtime,
        own=asked.own,
        elements=None if elements is None else tuple(elements),
    )


def _source(verdicts: Sequence[Verdict], label: Label) -> Literal["learned", "rubric", "none"]:
    """Of the clip's verdict: learned only where every repetition's is."""
    if label == "none":
        return "none"
    return "learned" if all(one.source == "learned" for one in verdicts) else "rubric"
