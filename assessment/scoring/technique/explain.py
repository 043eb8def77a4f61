"""Why a verdict: which joint, in which phase, how far from what is usual.

Occlusion: the figures of one joint in one phase are put to the mean of correct repetitions, and
the verdict is asked again. What raises "correct" most is what spoke against it. Only channels that
the model was given can be named, since nothing else is occluded.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from assessment.core.units import F64
from assessment.scoring.technique.channels import CHANNELS, Channel
from assessment.scoring.technique.features import STATS, View, layout
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.trio import Trio
from assessment.scoring.technique.words import Said, clinician_sentence, patient_sentence

__all__ = ["PHASES", "Reason", "reasons"]

PhaseName = Literal["start", "far", "end", "whole"]
# Which figures belong to which phase of the movement.
PHASES: dict[PhaseName, tuple[str, ...]] = {
    "start": ("start",),
    "far": ("far", "far_rel"),
    "end": ("end",),
    "whole": ("min", "max", "range", "mean", "spread", "min_rel", "max_rel", "mean_rel"),
}
# The band that is called usual: two deviations of correct repetitions to either side.
_BAND = 2.0
# Reasons are of joints whose occlusion moves the logit by this much at least. Chosen: a tenth of
# what parts a sure verdict from a toss-up.
_SMALLEST = 0.1
# Figures that can be said in a sentence.
_SAYABLE = ("start", "far", "end", "min", "max", "range")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """`effect`: how much the logit of "correct" rises when this is put right. `measured` against
    `low` to `high` in `unit` (deg, or shares of trunk + leg).
    """

    joint: str
    side: str
    phase: PhaseName
    channel: str
    stat: str
    effect: float
    measured: float
    low: float
    high: float
    unit: str
    sentence_patient: str
    sentence_clinician: str


@dataclass(frozen=True, kw_only=True)
class _Figures:
    """Features as measured, and as correct repetitions have them; all [F]."""

    measured: F64
    usual: F64
    spread: F64

    def furthest(self, chosen: npt.NDArray[np.bool_]) -> int | None:
        """Of the chosen ones that which is most deviations off; None where all are usual."""
        off = np.where(chosen, np.abs(self.measured - self.usual) / self.spread, -1.0)
        at = int(off.argmax())
        return at if off[at] > _BAND else None

    def at(self, place: int) -> tuple[float, float, float]:
        """Measured, and the band."""
        middle, width = float(self.usual[place]), _BAND * float(self.spread[place])
        return float(self.measured[place]), middle - width, middle + width


def reasons(
    trio: Trio, row: F64, movement: int, view: View, *, own: F64 | None = None, most: int = 3
) -> list[Reason]:
    """What speaks most against "correct", the strongest first.

    row [F]: the features the model judged (against a baseline: the differences, and `own` [F] is
    the baseline that they were taken from).
    """
    model = trio.movements[movement]
    usual, spread = model.usual.astype(np.float64), model.usual_spread.astype(np.float64)
    filled = np.where(np.isnan(row), usual, row)
    groups = _groups(movement, view)
    occluded = np.stack([np.where(chosen, usual, filled) for chosen in groups.values()])
    logits = trio.logits(np.concatenate([filled[None], occluded]), movement)
    effects = logits[1:] - logits[0]
    base = np.zeros_like(usual) if own is None else own
    figures = _Figures(measured=base + filled, usual=base + usual, spread=spread)
    found: list[Reason] = []
    for place in np.argsort(-effects):
        if effects[place] < _SMALLEST or len(found) == most:
            break
        group, chosen = list(groups.items())[int(place)]
        at = figures.furthest(chosen & _sayable(movement, view))
        if at is not None:
            found.append(_reason(group, _named(movement, view, at), figures.at(at), effects[place]))
    return found


def _groups(movement: int, view: View) -> dict[tuple[str, str, PhaseName], npt.NDArray[np.bool_]]:
    """Features by joint, side and phase; a difference between the sides goes with both."""
    plan = layout(MOVEMENTS[movement].parts, view)
    stats = np.array(plan.stat)
    channels = [CHANNELS[place] for place in plan.channel]
    pairs = np.array(plan.against) >= 0
    groups: dict[tuple[str, str, PhaseName], npt.NDArray[np.bool_]] = {}
    for joint, side in dict.fromkeys((one.joint, one.side) for one in channels):
        mine = np.array(
            [
                one.joint == joint and (one.side == side or (pair and side != "middle"))
                for one, pair in zip(channels, pairs, strict=True)
            ]
        )
        for phase, names in PHASES.items():
            groups[joint, side, phase] = mine & np.isin(stats, [STATS.index(one) for one in names])
    return groups


def _sayable(movement: int, view: View) -> npt.NDArray[np.bool_]:
    """Figures with a unit, of one side alone."""
    plan = layout(MOVEMENTS[movement].parts, view)
    return np.array(
        [
            CHANNELS[channel].unit != "direction" and STATS[stat] in _SAYABLE and against < 0
            for channel, stat, against in zip(plan.channel, plan.stat, plan.against, strict=True)
        ]
    )


def _named(movement: int, view: View, at: int) -> tuple[Channel, str]:
    plan = layout(MOVEMENTS[movement].parts, view)
    return CHANNELS[plan.channel[at]], STATS[plan.stat[at]]


def _reason(
    group: tuple[str, str, PhaseName],
    named: tuple[Channel, str],
    band: tuple[float, float, float],
    effect: float,
) -> Reason:
    joint, side, phase = group
    channel, stat = named
    measured, low, high = band
    said = Said(channel=channel, stat=stat, measured=measured, low=low, high=high)
    return Reason(
        joint=joint,
        side=side,
        phase=phase,
        channel=channel.name,
        stat=stat,
        effect=float(effect),
        measured=measured,
        low=low,
        high=high,
        unit=channel.unit,
        sentence_patient=patient_sentence(said),
        sentence_clinician=clinician_sentence(said),
    )
