"""A drawn performance as the network and the whole stage tell it."""

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.core.units import JSON
from assessment.scoring.difficulty.elements import find
from assessment.scoring.difficulty.recognise import shares, shipped
from assessment.simulation.elements import Routine
from assessment.training.difficulty.judge import Told, told_of
from assessment.training.difficulty.performed import truth
from assessment.vision.nets.crops import crops

__all__ = ["told_of_film"]


def told_of_film(routine: Routine, film: Landmarks) -> tuple[Told, JSON]:
    """The network's answers, and the elements of the stage by id, source and outcome."""
    kept = shipped()
    if kept is None:
        raise AssessmentError(
            "weights_missing", "There are no weights of the element network; train it first."
        )
    found = crops(film)
    marks = truth(routine)
    marks[:, 1:] -= found.start_s
    said: list[JSON] = [f"{one.id} ({one.source}, {one.outcome})" for one in find(film)]
    return told_of(marks, *shares(kept.network, found.points, None)), said
