"""What changes from one report of a clip to the next: repetitions matched in time and compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.core.units import JSON

__all__ = ["Difference", "difference", "matched"]

# Two spans are the same repetition when they share more than half of the time that either takes.
_SHARED = 0.5

Span = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`same`: index before -> index after of every repetition that is in both reports.

    `changes`: repetitions whose verdict differs, or that are in one report alone, in order of
    time. `before`, `after`: how many there are.
    """

    same: dict[int, int]
    changes: tuple[dict[str, JSON], ...]
    before: int
    after: int

    def payload(self) -> dict[str, JSON]:
        return {"before": self.before, "after": self.after, "changes": list(self.changes)}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Of two report bodies of one clip."""
    old = {int(one["index"]): one for one in before["repetitions"]}
    new = {int(one["index"]): one for one in after["repetitions"]}
    same = matched(
        {index: _span(one) for index, one in old.items()},
        {index: _span(one) for index, one in new.items()},
    )
    gone = [_change(old[index], None) for index in old if index not in same]
    come = [_change(None, new[index]) for index in new if index not in same.values()]
    kept = [
        _change(old[one], new[other])
        for one, other in same.items()
        if _label(old[one]) != _label(new[other])
    ]
    changes = sorted([*gone, *come, *kept], key=lambda one: one["start_s"])
    return Difference(same=same, changes=tuple(changes), before=len(old), after=len(new))


def matched(before: Mapping[int, Span], after: Mapping[int, Span]) -> dict[int, int]:
    """Index before -> index after, spans in seconds; by the share of time in common (intersection
    over union), the best pairs first, each span once.
    """
    pairs = [
        (_shared(one, other), index, place)
        for index, one in before.items()
        for place, other in after.items()
    ]
    found: dict[int, int] = {}
    for shared, index, place in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if shared > _SHARED and index not in found and place not in found.values():
            found[index] = place
    return dict(sorted(found.items()))


def _shared(one: Span, other: Span) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    either = max(one[1], other[1]) - min(one[0], other[0])
    return max(both, 0.0) / either if either > 0 else 0.0


def _span(repetition: Mapping[str, Any]) -> Span:
    return float(repetition["start_s"]), float(repetition["end_s"])


def _label(repetition: Mapping[str, Any] | None) -> str | None:
    return None if repetition is None else str(repetition["verdict"]["label"])


def _change(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    sides: Sequence[Mapping[str, Any]] = [one for one in (after, before) if one is not None]
    return {
        "start_s": sides[0]["start_s"],
        "before": None if before is None else before["index"],
        "after": None if after is None else after["index"],
        "label_before": _label(before),
        "label_after": _label(after),
    }
