"""What others may ask about the log of the tenant in scope."""

import uuid
from collections.abc import Iterable

from accounts.selectors import devices
from anchors.models import Anchoring, Checkpoint, Leaf
from anchors.records import LeafState, State
from ledger.chain.outbox import State as Step
from tenants.selectors import user_names


def leaf_states(event_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, LeafState]:
    """How far each event has come; one without a leaf waits."""
    ids = list(event_ids)
    cosigned, anchored = cosigned_size(), anchored_size()
    indexes = dict(Leaf.objects.filter(id__in=ids).values_list("id", "index"))
    found = {one: LeafState(None, "waiting") for one in ids}
    for one, index in indexes.items():
        found[one] = LeafState(index, _state(index, cosigned, anchored))
    return found


def actor_names(actors: Iterable[tuple[str, uuid.UUID | None]]) -> dict[uuid.UUID, str]:
    """Names of the people and devices among (kind, id)."""
    by_kind: dict[bool, set[uuid.UUID]] = {True: set(), False: set()}
    for kind, one in actors:
        if one is not None:
            by_kind[kind == "device"].add(one)
    named = dict(devices().filter(id__in=by_kind[True]).values_list("id", "name"))
    return named | user_names(by_kind[False])


def cosigned_size() -> int:
    """How many leaves enough witnesses have seen; 0 where none are asked."""
    found = Checkpoint.objects.filter(is_cosigned=True).order_by("-size")
    return found.values_list("size", flat=True).first() or 0


def anchored_size() -> int:
    """How many leaves the newest final anchor covers."""
    found = Anchoring.objects.filter(state=Step.FINAL).order_by("-new_size")
    return found.values_list("new_size", flat=True).first() or 0


def _state(index: int, cosigned: int, anchored: int) -> State:
    if index < anchored:
        return "anchored"
    return "cosigned" if index < cosigned else "logged"
