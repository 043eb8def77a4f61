"""The repetitions about which the verdict was surest and wrong, on people it had not seen.

Each with the two figures that lie furthest outside the band of other people's correct repetitions,
so that a reader can see whether the person, the label or the verdict is odd.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.channels import CHANNELS, channels
from assessment.scoring.technique.frame import body_frame
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.side import canonical
from assessment.training.technique.data import Repetition
from assessment.training.technique.figures import Record
from assessment.training.technique.plots import Curve, reliability_svg, repetition_svg
from assessment.training.technique.protocols import Run, loso_judged
from assessment.training.technique.seen import tables

__all__ = ["WORST", "Wrong", "worst", "worst_write"]

_PROSE = Path(__file__).parent / "worst.md"
WORST = 20
_POINTS = 60  # of a curve over the repetition's own time
_CURVES = 2
# Two deviations to either side, as where reasons are said.
_BAND = 2.0


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """`told`: the probability of "correct"; `place`: in the list of repetitions."""

    place: int
    repetition: Repetition
    told: float


def worst(run: Run, count: int = WORST) -> tuple[list[Repetition], list[Wrong]]:
    """The surest wrong verdicts of leave-one-subject-out, with all repetitions; finished folds are
    taken from `run.keep`.
    """
    repetitions = run.repetitions()
    plain = tables(repetitions, run.input, seed=run.seed)
    judged, scores = loso_judged(run, repetitions, plain, "population")
    places = np.flatnonzero(~np.isnan(scores.logit))
    wrong = (judged.calibrated > 0) != judged.correct
    surest = np.argsort(-np.abs(np.where(wrong, judged.calibrated, 0.0)), kind="stable")
    found = [
        Wrong(
            place=int(places[one]),
            repetition=repetitions[int(places[one])],
            told=float(1.0 / (1.0 + np.exp(-judged.calibrated[one]))),
        )
        for one in surest[: min(count, int(wrong.sum()))]
    ]
    return repetitions, found


def worst_write(run: Run, reliability: dict[str, Record], page: Path, *, command: str) -> None:
    """The page, and beside it a folder of its name with the pictures.

    `reliability`: by input, the `by` of its record in the manifest.
    """
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    diagrams = []
    for name, by in sorted(reliability.items()):
        for kind, bins in (("", by["reliability"]), ("-own", _own(by))):
            file = folder / f"reliability-{name}{kind}.svg"
            title = f"{name}{', own baseline' if kind else ''}"
            file.write_text(reliability_svg(bins, title), encoding="utf-8")
            diagrams.append(f"![Reliability, {title}]({folder.name}/{file.name})")
    repetitions, found = worst(run)
    rows = []
    for number, one in enumerate(found, 1):
        curves = _curves(one, repetitions)
        file = folder / f"{number:02}.svg"
        file.write_text(repetition_svg(_far(one.repetition), curves), encoding="utf-8")
        rows.append(_entry(number, one, f"{folder.name}/{file.name}"))
    page.write_text(_page(run, diagrams, rows, command), encoding="utf-8")


def _own(by: Record) -> list[list[float]]:
    found: list[list[float]] = by["with_baseline"]["by"]["reliability"]
    return found


def _curves(one: Wrong, repetitions: list[Repetition]) -> list[Curve]:
    """The channels furthest outside the band of other people's correct repetitions."""
    mean, spread = _band(one.repetition, repetitions)
    own = _over_time(one.repetition)
    parts = MOVEMENTS[one.repetition.movement].parts
    used = [row for row, c in enumerate(CHANNELS) if c.part in parts and c.seen == "both"]
    away = np.abs(own[:, used] - mean[:, used]) / np.maximum(spread[:, used], 1e-3)
    away = np.nanmax(np.where(np.isnan(away), 0.0, away), axis=0)
    return [
        Curve(
            title=f"{CHANNELS[row].side} {CHANNELS[row].name.replace('_', ' ')}",
            values=own[:, row],
            low=mean[:, row] - _BAND * spread[:, row],
            high=mean[:, row] + _BAND * spread[:, row],
        )
        for row in (used[int(place)] for place in np.argsort(-away, kind="stable")[:_CURVES])
    ]


def _band(one: Repetition, repetitions: list[Repetition]) -> tuple[F64, F64]:
    """Mean and deviation [P, C] of other people's correct repetitions of the movement."""
    others = np.stack(
        [
            _over_time(other)
            for other in repetitions
            if other.correct and other.movement == one.movement and other.subject != one.subject
        ]
    )
    return np.nanmean(others, axis=0), np.nanstd(others, axis=0)


def _over_time(one: Repetition) -> F64:
    """Channels over the repetition's own time, [P, C]."""
    return _over_time_of(one.take, one.number, one.positions.tobytes(), one.movement)


@cache
def _over_time_of(take: str, number: int, positions: bytes, movement: int) -> F64:
    del take, number  # part of the key alone
    body = _body(np.frombuffer(positions, np.float64).reshape(-1, 17, 3), movement)
    values = channels(body)
    at = np.linspace(0, len(values) - 1, _POINTS)
    rows = np.arange(len(values))
    return np.stack([np.interp(at, rows, column) for column in values.T], axis=1)


def _body(positions: F64, movement: int) -> F64:
    """[T, 17, 3] in the body frame, the working side to the right."""
    found: F64 = canonical(body_frame(positions), movement)[0]
    return found


def _far(one: Repetition) -> F64:
    """[17, 3]: the posture furthest from that of the start."""
    body = _body(one.positions, one.movement)
    way = np.linalg.norm(body - body[0], axis=-1)
    found: F64 = body[int(np.nansum(way, axis=1).argmax())]
    return found


def _entry(number: int, one: Wrong, picture: str) -> str:
    repetition = one.repetition
    label = "correct" if repetition.correct else "incorrect"
    name = MOVEMENTS[repetition.movement].name
    return (
        f"### {number}. {name.capitalize()}, subject {repetition.subject}, "
        f"repetition {repetition.number}\n\n"
        f"Labelled {label}; told: correct with {one.told:.2f}.\n\n"
        f"![Posture and figures of error {number}]({picture})\n"
    )


def _page(run: Run, diagrams: list[str], rows: list[str], command: str) -> str:
    return _PROSE.read_text(encoding="utf-8").format(
        command=command,
        count=len(rows),
        seen=run.seen,
        seed=run.seed,
        diagrams="\n".join(diagrams),
        rows="\n".join(rows),
    )
