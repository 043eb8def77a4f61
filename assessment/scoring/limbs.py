"""Which sides of the body a view shows, and which of them a rule or a measure means."""

from functools import cached_property

import numpy as np

from assessment.core.curves import CURVES, SIDED
from assessment.core.kinematics import Body, Side, curve, other_side
from assessment.core.records import Landmarks
from assessment.core.units import F64, Mask
from assessment.exercises import Exercise
from assessment.exercises.schema import Limb, Stat, View
from assessment.scoring.figures import Figure, figure
from assessment.scoring.repetitions import Repetition, RepetitionSide
from assessment.scoring.turns import frames_facing, stretches, view_during
from assessment.vision.view import ViewFound, ViewSpan

__all__ = ["Clip", "curve_names", "limb_sides", "shows", "span_of"]

_SIDES: tuple[Side, Side] = ("left", "right")


class Clip:
    """A clip's landmarks with its view; every curve is computed once.

    `exact`: the landmarks are the truth of a person who does not turn; no figure is calmed.
    """

    def __init__(
        self, landmarks: Landmarks, view: ViewFound | None, *, exact: bool = False
    ) -> None:
        self.landmarks = landmarks
        self._exact = exact
        self._view = view
        self.view: View | None = view.name if view is not None else None
        self.near: Side | None = view.near if view is not None else None
        # In a side view the far limbs are the network's invention.
        self.sides: tuple[Side, ...] = _SIDES if view is not None else ()
        if view is not None and view.name == "side":
            self.sides = (view.near,)
        self._body = Body.of_picture(landmarks)
        self._curves: dict[str, F64] = {}
        self._turned: dict[tuple[float, float], Clip] = {}

    def of(self, repetition: Repetition) -> "Clip":
        """The same clip as its view is during a repetition: a person may turn."""
        if self._exact:
            return self
        span = (repetition.start_s, repetition.end_s)
        if span not in self._turned:
            view = view_during(self.landmarks, self._view, self._stretches, span)
            self._turned[span] = self if view is self._view else Clip(self.landmarks, view)
        return self._turned[span]

    @cached_property
    def _stretches(self) -> list[ViewSpan]:
        return stretches(self.landmarks, self._view)

    def faced(self) -> Mask:
        """[T]: frames that are seen from the clip's own view."""
        if self._exact:
            return np.ones(len(self.landmarks), np.bool_)
        return frames_facing(self.landmarks, self._view, self._stretches)

    def curve(self, name: str) -> F64:
        if name not in self._curves:
            self._curves[name] = curve(name, self.landmarks, self._body)
        return self._curves[name]

    def figure(self, name: str | None, stat: Stat, span: tuple[float, float]) -> Figure | None:
        """A statistic of a curve over a span of time; None names the time itself."""
        t_s = self.landmarks.t_s
        inside = (t_s >= span[0] - 1e-6) & (t_s <= span[1] + 1e-6)
        values = t_s if name is None else self.curve(name)
        return figure(stat, t_s[inside], values[inside], exact=self._exact)


def shows(exercise: Exercise, base: str, view: View | None) -> bool:
    """Whether a curve may be reported: in the recommended view, or in an accepted one that is
    among the few by which the curve is defined.
    """
    if view is None or view not in exercise.views or view not in CURVES[base].views:
        return False
    return view == exercise.view or len(CURVES[base].views) <= 2


def limb_sides(limb: Limb, side: RepetitionSide, clip: Clip) -> tuple[Side, ...]:
    """The sides a limb means, of those that this view shows; empty where it shows none."""
    if limb == "left_right":
        return clip.sides if len(clip.sides) > 1 else ()
    if limb in ("near", "each") or side == "both":
        return () if limb == "other" else clip.sides
    wanted = side if limb == "working" else other_side(side)
    return tuple(one for one in clip.sides if one == wanted)


def curve_names(base: str, sides: tuple[Side, ...]) -> list[str]:
    return [f"{base}_{side}" for side in sides] if base in SIDED else [base]


def span_of(phase: str, repetition: Repetition) -> tuple[float, float]:
    """Start and end of a phase; of the whole repetition for any other name."""
    for one in repetition.phases:
        if one.name == phase:
            return one.start_s, one.end_s
    return repetition.start_s, repetition.end_s
