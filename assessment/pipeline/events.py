"""What happens while a clip is assessed, as frozen records with a JSON payload."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from assessment.core.records import Landmarks
from assessment.core.units import JSON
from assessment.core.wire import landmarks_payload
from assessment.report import Report
from assessment.scoring.repetitions import Repetition
from assessment.scoring.rubric import Verdict
from assessment.vision.quality import QualityReason

__all__ = [
    "ElementEvent",
    "Event",
    "LandmarksEvent",
    "ProgressEvent",
    "QualityEvent",
    "RepetitionEvent",
    "ReportEvent",
    "Stage",
    "StageEvent",
    "VerdictEvent",
]

Stage = Literal["preparing", "pose", "repetitions", "judging", "elements", "report"]


class Event(Protocol):
    """`kind` names the shape of `payload()`."""

    @property
    def kind(self) -> str: ...

    def payload(self) -> dict[str, JSON]: ...


@dataclass(frozen=True, kw_only=True)
class StageEvent:
    """A stage has begun."""

    kind: ClassVar[str] = "stage"
    stage: Stage

    def payload(self) -> dict[str, JSON]:
        return {"stage": self.stage}


@dataclass(frozen=True, kw_only=True)
class ProgressEvent:
    """`percent` over the whole work, never falling; `eta_s` None until it can be measured."""

    kind: ClassVar[str] = "progress"
    stage: Stage
    percent: float
    eta_s: float | None
    frames_done: int
    frames_total: int | None

    def payload(self) -> dict[str, JSON]:
        return {
            "stage": self.stage,
            "percent": round(self.percent, 1),
            "eta_s": None if self.eta_s is None else round(self.eta_s, 1),
            "frames_done": self.frames_done,
            "frames_total": self.frames_total,
        }


@dataclass(frozen=True, kw_only=True)
class LandmarksEvent:
    """Final landmarks of some frames, the first of which has number `start` in the clip."""

    kind: ClassVar[str] = "landmarks"
    start: int
    landmarks: Landmarks

    def payload(self) -> dict[str, JSON]:
        return landmarks_payload(self.landmarks, start=self.start)


@dataclass(frozen=True, kw_only=True)
class QualityEvent:
    kind: ClassVar[str] = "quality"
    reason: QualityReason

    def payload(self) -> dict[str, JSON]:
        return self.reason.payload()


@dataclass(frozen=True, kw_only=True)
class RepetitionEvent:
    """A provisional one has no phases; a later event with the same index replaces it."""

    kind: ClassVar[str] = "repetition"
    repetition: Repetition

    def payload(self) -> dict[str, JSON]:
        return self.repetition.payload()


@dataclass(frozen=True, kw_only=True)
class VerdictEvent:
    kind: ClassVar[str] = "verdict"
    verdict: Verdict

    def payload(self) -> dict[str, JSON]:
        whole = self.verdict.payload()
        return {
            "index": self.verdict.index,
            **{key: whole[key] for key in ("label", "probability", "source")},
            "findings": self.verdict.findings_payload(),
        }


@dataclass(frozen=True, kw_only=True)
class ElementEvent:
    """`told`: the element as the report numbers and shows it."""

    kind: ClassVar[str] = "element"
    told: dict[str, JSON]

    def payload(self) -> dict[str, JSON]:
        return self.told


@dataclass(frozen=True, kw_only=True)
class ReportEvent:
    """Always the last event; its repetitions replace every earlier one."""

    kind: ClassVar[str] = "report"
    report: Report

    def payload(self) -> dict[str, JSON]:
        return self.report.payload()
