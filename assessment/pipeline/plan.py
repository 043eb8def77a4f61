"""What a caller wants of one clip."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assessment.core.records import VideoFacts
from assessment.exercises import ROUTINE
from assessment.scoring.technique.own import TechniqueOptions
from assessment.vision.decode import ANALYSED_FPS
from assessment.vision.pose import PosePort, pose_open

__all__ = ["Plan"]

# At 30 frames a second three turns a second can be followed (difficulty.md, "Heading").
_ROUTINE_FPS = 30.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to assess a clip.

    `exercise`: an id of the catalogue; None or "unknown" gives ranges of motion and no verdict;
    ROUTINE looks for difficulty elements, in at least 30 frames a second.
    `video`: facts of the original file when `clip` is a copy made from it; they go into the
    report. `landmarks_out`: where to write the landmark file (npz). `analysed_fps`: most frames
    looked at per second. `person`: whom to follow, as shares of the upright picture's width and
    height at the first frame; else the biggest. `pose`: opens the pose backend, one per clip;
    only the default one is told of `person`. `technique`: weights of the learned verdict, and the
    person's own baseline.
    """

    exercise: str | None = None
    video: VideoFacts | None = None
    landmarks_out: Path | None = None
    analysed_fps: float = ANALYSED_FPS
    longest_s: float = 900.0
    person: tuple[float, float] | None = None
    pose: Callable[[], PosePort] | None = None
    technique: TechniqueOptions = field(default_factory=TechniqueOptions)

    @property
    def is_routine(self) -> bool:
        return self.exercise == ROUTINE

    @property
    def fps(self) -> float:
        """Frames looked at per second."""
        return max(self.analysed_fps, _ROUTINE_FPS) if self.is_routine else self.analysed_fps

    def pose_opened(self) -> PosePort:
        """Raises PoseUnavailable."""
        return self.pose() if self.pose is not None else pose_open(person=self.person)
