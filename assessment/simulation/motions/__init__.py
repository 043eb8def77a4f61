"""One parametric motion per exercise: from a cue (drive, faults, sway over time) to a pose."""

from collections.abc import Callable
from typing import Final

from assessment.simulation.body import Body
from assessment.simulation.skeleton import Pose
from assessment.simulation.timeline import Cue

from .arms import curl, jumping_jack, shoulder_abduction
from .floor import plank, push_up
from .legs import deadlift, deep_squat, inline_lunge, sit_to_stand

__all__ = ["MOTIONS"]

MOTIONS: Final[dict[str, Callable[[Body, Cue], Pose]]] = {
    "curl": curl,
    "deadlift": deadlift,
    "deep_squat": deep_squat,
    "inline_lunge": inline_lunge,
    "jumping_jack": jumping_jack,
    "plank": plank,
    "push_up": push_up,
    "shoulder_abduction": shoulder_abduction,
    "sit_to_stand": sit_to_stand,
}
