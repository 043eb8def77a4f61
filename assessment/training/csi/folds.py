"""Who is trained on and who is tested: by person, room or distance, never by chance.

A random split has each person on both sides and flatters by 10 to 30 points on these sets.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.core.units import Mask
from assessment.training.csi.data import Labelled

__all__ = ["PROTOCOLS", "Fold", "Protocol", "folds", "inner_folds"]

Protocol = Literal["lopo", "cross_room", "distance"]
PROTOCOLS: tuple[Protocol, ...] = ("lopo", "cross_room", "distance")

# name, trained on, tested on
Fold = tuple[str, Mask, Mask]


def folds(samples: Sequence[Labelled], protocol: Protocol) -> list[Fold]:
    """lopo: each person left out once. cross_room: trained in one room, tested in another, the
    same people where they are in both. distance: each distance left out once.
    """
    people = np.array([one.person for one in samples])
    places = np.array([one.place for one in samples])
    if protocol == "cross_room":
        rooms = np.unique(places)
        found = [
            (f"{first} to {second}", places == first, places == second)
            for first in rooms
            for second in rooms
            if first != second
        ]
    else:
        groups = people if protocol == "lopo" else places
        found = [(str(one), groups != one, groups == one) for one in np.unique(groups)]
    if len(found) < 2:
        raise AssessmentError(
            "protocol_unfit",
            f"The set has one group only; the protocol {protocol} needs two of them.",
        )
    return found


def inner_folds(samples: Sequence[Labelled], train: Mask) -> list[tuple[Mask, Mask]]:
    """Folds of the training part alone: by person, else by place. [N] masks over all samples."""
    for group in ([one.person for one in samples], [one.place for one in samples]):
        names = np.array(group)
        present = np.unique(names[train])
        if len(present) > 1:
            return [(train & (names != one), train & (names == one)) for one in present]
    raise AssessmentError(
        "protocol_unfit", "The training part has one group only; nothing can be chosen by folds."
    )
