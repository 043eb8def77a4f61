"""`evaluate difficulty`: turning elements in motion capture seen by a virtual phone, by physical
rules and by the network; elements in exercise clips that hold none; without data the network
on its made test set.
"""

import argparse
from collections.abc import Sequence

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.false_elements import false_elements
from assessment.cli.evaluate.rendered_elements import rendered_elements
from assessment.cli.evaluate.watched import told
from assessment.core.units import JSON
from assessment.training.difficulty.data import clips_load
from assessment.training.difficulty.measured import (
    AZIMUTHS,
    Seen,
    baseline,
    figures,
    intervals,
    negatives,
    seen_clip,
)

__all__ = ["run_difficulty"]

_PROTOCOL = (
    "real motion, nothing trained; physical rules on landmarks of a virtual phone from three sides "
    "(noise, drift, depth errors and side swaps modelled, not measured); an element is found when "
    "a spot of a turning kind overlaps it; negatives are clips without elements; revolutions of "
    "turns about the vertical; intervals: 95 %, films drawn anew 2000 times. The rules were "
    "written with the shared sets at hand and no bound was searched"
)


def run_difficulty(arguments: argparse.Namespace) -> int:
    if arguments.rendered is not None:
        record = rendered_elements(arguments.rendered, arguments.performances, only=arguments.kind)
    elif arguments.data is None:
        record = _made(arguments)
    elif (arguments.data / "labels.csv").is_file():
        record = false_elements(arguments.data, arguments.cache)
    else:
        record = _motion(arguments)
    json_write(record, arguments.json)
    return 0


def _made(arguments: argparse.Namespace) -> dict[str, JSON]:
    # Here, not above: torch is not needed by any other task.
    from assessment.training.difficulty.protocols import made_figures

    return {"task": "difficulty", "data": "made", **made_figures(arguments.keep)}


def _motion(arguments: argparse.Namespace) -> dict[str, JSON]:
    from assessment.training.difficulty.learned import joined, record_of, told_by_network

    clips = clips_load(arguments.data)
    quiet = negatives(clips)
    seen: list[Seen] = []
    learned: list[Seen] = []
    staged: list[Seen] = []
    for at, clip in enumerate(told(clips, "name")):
        for turn, side in enumerate(AZIMUTHS):
            is_quiet, seed = at in quiet, 3 * at + turn
            seen.append(seen_clip(clip, is_negative=is_quiet, azimuth_deg=side, seed=seed))
            named, stage = told_by_network(clip, is_negative=is_quiet, azimuth_deg=side, seed=seed)
            learned.append(named)
            staged.append(stage)
    return {
        "task": "difficulty",
        "data": arguments.data.name,
        "protocol": _PROTOCOL,
        "n": {"clips": len(clips), "films": len(seen)},
        "metrics": figures(seen),
        "baselines": {
            "majority": {"balanced_accuracy": 0.5},
            "raw_directions": {"balanced_accuracy": baseline(seen)},
        },
        "by": {
            "interval": intervals(seen),
            "set": {name: figures(_of(seen, name)) for name in _sets(seen)},
        },
        "learned": {
            "network": record_of(learned),
            "measured or network": record_of(joined(seen, learned, "or")),
            "elements of the whole stage": record_of(staged),
            "measured and network": record_of(joined(seen, learned, "and")),
        },
    }


def _sets(seen: Sequence[Seen]) -> list[str]:
    return sorted({one.clip.collection for one in seen})


def _of(seen: Sequence[Seen], name: str) -> list[Seen]:
    return [one for one in seen if one.clip.collection == name]
