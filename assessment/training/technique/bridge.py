"""How much of the verdict is left when a pose network, not a virtual camera, sees the person.

Each repetition is judged by models that have not seen the person who did it; beside it stands
what the same models say of the same repetition through the virtual camera.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.core.records import Landmarks
from assessment.core.units import Mask
from assessment.scoring.evaluation import interval
from assessment.scoring.technique.bridge import picture_rows
from assessment.training.technique.calibrate import decision_fit
from assessment.training.technique.figures import Record
from assessment.training.technique.fit import trio_fit
from assessment.training.technique.protocols import Run, loso_judged
from assessment.training.technique.reenact import Reenacted
from assessment.training.technique.seen import tables
from assessment.vision.view import view_estimate

__all__ = ["LOOKED_AT", "bridge"]

# People whose bridge was looked at while the virtual camera was made; the others are reported.
LOOKED_AT: Final = (1, 2, 3, 4)
_PROTOCOL: Final = (
    "recorded repetitions (optical) done again by rendered people of the recorded build, seen "
    "from 30 to 60 degrees towards the working side, through the whole pose pipeline; spans of "
    "time known; models of the phone input that have not seen the person; threshold .5 on the "
    "uncalibrated mean; calibration and can't-tell from three other people; virtual: the same "
    "models and repetitions through the virtual camera; subjects 1 to 4 were looked at while "
    "the virtual camera was made, 5 to 8 were not; intervals: 95 %, subjects drawn anew 2000 times"
)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One repetition: logits through the network (NaN: too little seen) and the virtual camera.

    `told`: can't-tell apart; `gated`: view and near side are found as they are.
    """

    subject: int
    movement: int
    correct: bool
    logit: float
    virtual: float
    sure: bool
    gated: bool


def bridge(run: Run, chosen: Sequence[Reenacted], landmarks: Sequence[Landmarks]) -> Record:
    """The record of design 5; run: of the phone input."""
    seen = _judged(run, chosen, landmarks)
    reported = [one for one in seen if one.subject not in LOOKED_AT]
    parts: dict[str, list[_Seen]] = {
        "reported": reported,
        "looked_at": [one for one in seen if one.subject in LOOKED_AT],
    }
    return {
        "task": "technique-bridge",
        "data": run.data.name,
        "input": run.seen,
        "protocol": f"{_PROTOCOL}; seed {run.seed}",
        "n": len(seen),
        "metrics": _figures(seen),
        "baselines": {"majority": {"accuracy": round(_majority(seen), 4)}},
        "by": {
            "interval": {name: _interval(seen, name) for name in ("accuracy", "loss")},
            "part": {name: _figures(part) for name, part in parts.items() if part},
            "movement": _grouped(seen, lambda one: f"m{one.movement:02d}"),
            "movement_reported": _grouped(reported, lambda one: f"m{one.movement:02d}"),
            "subject": _grouped(seen, lambda one: f"s{one.subject:02d}"),
            "label": _grouped(seen, lambda one: "correct" if one.correct else "incorrect"),
        },
    }


def _judged(run: Run, chosen: Sequence[Reenacted], landmarks: Sequence[Landmarks]) -> list[_Seen]:
    repetitions = run.repetitions()
    plain = tables(repetitions, run.input, seed=run.seed)
    _, scores = loso_judged(run, repetitions, plain, "population")
    correct = np.array([one.correct for one in repetitions], np.bool_)
    subject = np.array([one.repetition.subject for one in chosen])
    found: list[_Seen] = []
    for out in np.unique(subject):
        trio = trio_fit(plain.without((int(out),)), seed=run.seed)
        decision = decision_fit(scores.inner[scores.subjects.index(int(out))], correct)
        for at in np.flatnonzero(subject == out):
            one = chosen[at]
            rows = picture_rows(landmarks[at], one.span, one.repetition.movement, near=one.near)
            logit = np.nan if rows is None else float(trio.logits(rows, one.repetition.movement)[0])
            calibrated = float(decision.calibrated(np.array([logit]))[0])
            found.append(
                _Seen(
                    subject=one.repetition.subject,
                    movement=one.repetition.movement,
                    correct=one.repetition.correct,
                    logit=logit,
                    virtual=float(scores.logit[one.place]),
                    sure=abs(calibrated) >= decision.unsure,
                    gated=_gated(landmarks[at], one.near),
                )
            )
    return found


def _gated(landmarks: Landmarks, near: str) -> bool:
    view = view_estimate(landmarks)
    return view is not None and (view.name, view.near) == ("three_quarter", near)


def _figures(seen: Sequence[_Seen]) -> dict[str, float]:
    """`loss`: accuracy of the virtual camera less that of the network, where something was seen."""
    judged = [one for one in seen if not np.isnan(one.logit)]
    right = _right(judged, lambda one: one.logit)
    virtual = _right(judged, lambda one: one.virtual)
    sure: Mask = np.array([one.sure for one in judged], np.bool_)
    whole = {
        "repetitions": float(len(seen)),
        "accuracy": float(right.mean()),
        "accuracy_virtual": float(virtual.mean()),
        "loss": float(virtual.mean() - right.mean()),
        "judged": len(judged) / len(seen),
        "coverage": float(sure.mean()),
        "accuracy_when_sure": float(right[sure].mean()) if sure.any() else 0.0,
        "view_and_side_found": float(np.mean([one.gated for one in seen])),
    }
    return {name: round(value, 4) for name, value in whole.items()}


def _right(judged: Sequence[_Seen], of: Callable[[_Seen], float]) -> Mask:
    result: Mask = np.array([(of(one) > 0) == one.correct for one in judged], np.bool_)
    return result


def _majority(seen: Sequence[_Seen]) -> float:
    share = float(np.mean([one.correct for one in seen]))
    return max(share, 1.0 - share)


def _interval(seen: Sequence[_Seen], name: str) -> list[float]:
    people = [[one for one in seen if one.subject == out] for out in {o.subject for o in seen}]
    return interval(people, lambda drawn: _figures([one for own in drawn for one in own])[name])


def _grouped(seen: Sequence[_Seen], key: Callable[[_Seen], str]) -> Record:
    return {
        name: _figures([one for one in seen if key(one) == name])
        for name in sorted({key(one) for one in seen})
    }
