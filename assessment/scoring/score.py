"""From landmarks to everything that is said about the repetitions of a clip."""

from dataclasses import dataclass

from assessment.core.records import Landmarks, Measure
from assessment.exercises import Exercise
from assessment.scoring.complexity import Complexity, complexity
from assessment.scoring.limbs import Clip
from assessment.scoring.measures import clip_measures, repetition_measured
from assessment.scoring.repetitions import Repetition, repetitions_find
from assessment.scoring.rubric import Verdict, verdict_rubric
from assessment.scoring.technique.own import TechniqueOptions
from assessment.scoring.technique.report import verdict_learned
from assessment.vision.view import ViewFound

__all__ = ["Scored", "clip_score"]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """`verdicts` stand in the order of `repetitions`; all empty where no exercise was named."""

    repetitions: list[Repetition]
    verdicts: list[Verdict]
    measures: list[tuple[str, Measure]]
    complexity: Complexity | None


def clip_score(
    exercise: Exercise | None,
    landmarks: Landmarks,
    view: ViewFound | None,
    technique: TechniqueOptions | None = None,
) -> Scored:
    """What the view can't show is left out or "can't tell".

    Raises AssessmentError for an own baseline that other weights made.
    """
    asked = technique or TechniqueOptions()
    clip = Clip(landmarks, view)
    if exercise is None:
        measures = clip_measures(None, clip, [])
        return Scored(repetitions=[], verdicts=[], measures=measures, complexity=None)
    repetitions = [
        repetition_measured(one, exercise=exercise, clip=clip)
        for one in repetitions_find(exercise, landmarks, view)
    ]
    return Scored(
        repetitions=repetitions,
        verdicts=[_verdict(one, exercise, clip, asked) for one in repetitions],
        measures=clip_measures(exercise, clip, repetitions),
        complexity=complexity(exercise, clip, repetitions),
    )


def _verdict(
    repetition: Repetition, exercise: Exercise, clip: Clip, technique: TechniqueOptions
) -> Verdict:
    """Learned where the weights may speak, else by the rubric."""
    learned = verdict_learned(
        repetition,
        exercise=exercise,
        clip=clip,
        folder=technique.folder,
        baseline=technique.baseline(exercise, clip.of(repetition).view),
    )
    return learned or verdict_rubric(repetition, exercise=exercise, clip=clip)
