"""How well elements are told: by window, by class and on the timeline of whole routines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64, JSON
from assessment.scoring.difficulty.recognise import LEAST
from assessment.scoring.difficulty.timeline import Recognised, moments, overlap, timeline
from assessment.scoring.evaluation import interval
from assessment.training.difficulty.performed import NAMES

__all__ = ["Told", "figures", "told_of"]

_NOTHING = len(NAMES)
# A moment of everyday movement is this far from every element, and from the next such moment.
_APART_S, _EVERY_S = 0.8, 2.5
_SAME = 0.5


@dataclass(frozen=True, kw_only=True)
class Told:
    """One routine. windows: (true, told) class numbers; hits, found, wanted: on the timeline;
    quiet_false: found where nothing is near.
    """

    windows: tuple[tuple[int, int], ...]
    hits: int
    found: int
    wanted: int
    quiet_false: int
    seconds: float


def told_of(marks: F64, told: F64, ends: F64) -> Told:
    """Marks [E, 3]; told [K, classes] and ends [K, 2] as the network gives them."""
    times = moments(len(told))
    spotted = timeline(told, ends, NAMES, least=LEAST)
    windows = [(int(kind), _window(told, times, start, end)) for kind, start, end in marks]
    windows += [
        (_NOTHING, _window(told, times, at - 0.2, at + 0.2))
        for at in _everyday(marks, times)[: len(marks)]
    ]
    return Told(
        windows=tuple(windows),
        hits=_hits(marks, spotted),
        found=len(spotted),
        wanted=len(marks),
        quiet_false=sum(_is_alone(one, marks) for one in spotted),
        seconds=float(times[-1]),
    )


def figures(routines: Sequence[Told]) -> dict[str, JSON]:
    """With 95 % intervals, routines drawn anew."""
    wanted: dict[str, Callable[[Sequence[Told]], float]] = {
        "accuracy": accuracy,
        "macro_f1": macro_f1,
        "timeline_f1": timeline_f1,
    }
    minutes = sum(one.seconds for one in routines) / 60
    record: dict[str, JSON] = {name: round(of(routines), 4) for name, of in wanted.items()}
    record["interval"] = {
        name: [round(end, 4) for end in interval(routines, of)] for name, of in wanted.items()
    }
    elements = [pair for pair in _pairs(routines) if pair[0] != _NOTHING]
    record["element_accuracy"] = round(_share(elements), 4)
    record["false_a_minute"] = round(sum(one.quiet_false for one in routines) / minutes, 3)
    record["elements"] = sum(one.wanted for one in routines)
    record["routines"] = len(routines)
    return record


def accuracy(routines: Sequence[Told]) -> float:
    """Share of the windows told right: every element, and as many everyday moments."""
    return _share(_pairs(routines))


def macro_f1(routines: Sequence[Told]) -> float:
    """Mean of the F1 of each class that occurs, nothing among them."""
    pairs = np.array(_pairs(routines)).reshape(-1, 2)
    scores = []
    for kind in np.unique(pairs[:, 0]):
        right = float(((pairs[:, 0] == kind) & (pairs[:, 1] == kind)).sum())
        scores.append(2 * right / ((pairs[:, 0] == kind).sum() + (pairs[:, 1] == kind).sum()))
    return float(np.mean(scores)) if scores else 0.0


def timeline_f1(routines: Sequence[Told]) -> float:
    """Of the elements found: right where the class is and half of the time of both is shared."""
    both = sum(one.found + one.wanted for one in routines)
    return 2 * sum(one.hits for one in routines) / both if both else 0.0


def _pairs(routines: Sequence[Told]) -> list[tuple[int, int]]:
    return [pair for one in routines for pair in one.windows]


def _share(pairs: Sequence[tuple[int, int]]) -> float:
    return float(np.mean([true == told for true, told in pairs])) if pairs else 0.0


def _window(told: F64, times: F64, start: float, end: float) -> int:
    """The likeliest class about the middle of a window."""
    reach = max(0.25 * (end - start), 0.15)
    inside = np.abs(times - (start + end) / 2) <= reach
    return int(told[inside].mean(axis=0).argmax()) if inside.any() else _NOTHING


def _everyday(marks: F64, times: F64) -> list[float]:
    found: list[float] = []
    for at in np.arange(1.0, float(times[-1]) - 1.0, 0.25):
        away = (marks[:, 1] - at > _APART_S) | (at - marks[:, 2] > _APART_S)
        if away.all() and (not found or at - found[-1] >= _EVERY_S):
            found.append(float(at))
    return found


def _hits(marks: F64, spotted: Sequence[Recognised]) -> int:
    left = list(range(len(marks)))
    hits = 0
    for one in sorted(spotted, key=lambda other: -other.confidence):
        for at in left:
            kind, start, end = marks[at]
            same = overlap((start, end), (one.start_s, one.end_s)) >= _SAME
            if NAMES[int(kind)] == one.id and same:
                left.remove(at)
                hits += 1
                break
    return hits


def _is_alone(one: Recognised, marks: F64) -> bool:
    """Whether nothing of the truth is anywhere near."""
    return bool(((one.end_s < marks[:, 1]) | (one.start_s > marks[:, 2])).all())
