"""Made performances drawn as video and seen by the real pose network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assessment.cli.evaluate.watched import told, watched
from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.core.units import JSON
from assessment.simulation import render_clip
from assessment.simulation.elements import Routine, element_made, kinds
from assessment.simulation.elements.film import scene_of

__all__ = ["rendered_elements"]

_PROTOCOL = (
    "made performances by people of the test population, between two "
    "rests, drawn at 270 x 360 without blur of movement and seen by the pose network at 30 "
    "pictures a second; told: the likeliest class about the element's middle; nothing was tuned "
    "on them"
)
_FPS = 30.0
_FIRST_SEED, _YAW_STEP_DEG = 300_000, 75.0


@dataclass(frozen=True, kw_only=True)
class _Asked:
    kind: str
    take: int

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.take}.mp4"


def rendered_elements(
    folder: Path, performances: int, *, only: Sequence[str] = ()
) -> dict[str, JSON]:
    """Of all kinds, or of those named `only`. Clips, and what the pose network saw of them, are
    kept in `folder`.
    """
    # Here, not above: torch is not needed by any other task.
    from assessment.training.difficulty.judge import Told, figures
    from assessment.training.difficulty.rendered import told_of_film

    if unknown := sorted(set(only) - set(kinds())):
        raise AssessmentError(
            "kind_unknown", f"There is no kind {unknown[0]}. Choose of {', '.join(kinds())}."
        )
    folder.mkdir(parents=True, exist_ok=True)
    asked = [_Asked(kind=kind, take=at) for at in range(performances) for kind in only or kinds()]
    films: list[Told] = []
    answers: dict[str, JSON] = {}
    for one in told(asked):
        seed = _FIRST_SEED + len(kinds()) * one.take + kinds().index(one.kind)
        routine = element_made(one.kind, "test", seed, beside=("rest",))
        film = _watched(routine, folder / one.file, seed, folder)
        found, said = told_of_film(routine, film)
        films.append(found)
        answers[one.file] = said
    return {
        "task": "difficulty",
        "data": "rendered",
        "protocol": _PROTOCOL,
        "n": {"clips": len(films)},
        "metrics": figures(films),
        "by": {"clip": answers},
    }


def _watched(routine: Routine, video: Path, seed: int, folder: Path) -> Landmarks:
    if not video.is_file():
        yaw = float(np.mod(_YAW_STEP_DEG * (seed - _FIRST_SEED), 360.0))
        render_clip(scene_of(routine, yaw_deg=yaw, seed=seed), video)
    return watched(video, folder, fps=_FPS).landmarks
