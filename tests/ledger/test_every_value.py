"""Whatever stands in a bundle is held by a step: no single change goes through."""

import copy
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.commitments import OpeningMismatch, check_opening, commit
from ledger.content import ContentRefused, check_content
from ledger.example import REPORT_INDEX, ExampleLog
from ledger.trust import trust_parse
from ledger.verify import verify
from tests.ledger.vectors import EXAMPLES, NOW_S

BUNDLE: dict[str, Any] = json.loads((EXAMPLES / "public-test-keys.bundle.json").read_text())
TRUST = trust_parse((EXAMPLES / "public-test-keys.trust.json").read_bytes())


def goes_through(value: Any) -> bool:
    return verify(json.dumps(value).encode(), TRUST, now_s=NOW_S).is_ok


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every member of every object and array."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        yield (*path, key)
        if isinstance(one, dict | list):
            yield from places(one, (*path, key))


def parent(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        value = value[key]
    return value


def others(one: Any) -> list[Any]:
    """Values near `one` that say something else."""
    if isinstance(one, bool) or one is None:
        return [not one, 0]
    if isinstance(one, int):
        return [one + 1, one - 1, str(one)]
    if isinstance(one, str):
        return [one + " ", one.swapcase(), []]
    return [None, "", [] if one else 0]


def test_no_value_can_be_another() -> None:
    bundle, through, tried = copy.deepcopy(BUNDLE), [], 0
    for path in places(BUNDLE):
        inside = parent(bundle, path)
        held = inside[path[-1]]
        for other in others(held):
            if other != held or type(other) is not type(held):
                inside[path[-1]] = other
                through += [(path, other)] * goes_through(bundle)
                tried += 1
        inside[path[-1]] = held
    assert through == []
    assert tried > 1000


def test_no_member_can_be_left_out_or_doubled() -> None:
    through = []
    for path in places(BUNDLE):
        without = copy.deepcopy(BUNDLE)
        del parent(without, path)[path[-1]]
        through += [(path, "left out")] * goes_through(without)
        twice = copy.deepcopy(BUNDLE)
        array = parent(twice, path)
        if isinstance(array, list):
            array.insert(path[-1], array[path[-1]])
            through += [(path, "doubled")] * goes_through(twice)
    assert through == []


def test_no_letter_of_the_checkpoint_can_be_another() -> None:
    note = BUNDLE["checkpoint"]
    for at, letter in enumerate(note):
        for other in ("", "A" if letter != "A" else "B"):
            changed = BUNDLE | {"checkpoint": note[:at] + other + note[at + 1 :]}
            assert not goes_through(changed), (at, other)


WRONG: list[Any] = [[], {}, [[]], "", "A", 0, -1, True, {"x": 1}]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("path", ["kind", "at", "seq", "subject/kind", "subject/id", "actor/kind"])
def test_field_that_cannot_be_is_refused_although_committed(path: str, wrong: Any) -> None:
    """What a log of bad faith could really have recorded: an opening that is sound, with nonsense."""
    record: dict[str, Any] = copy.deepcopy(ExampleLog().records[REPORT_INDEX][0])
    *outer, last = path.split("/")
    inside = record[outer[0]] if outer else record
    inside[last] = wrong
    made = commit(record, subject_key=bytes(32), event=uuid.UUID(int=1), tenant=bytes(32))

    check_opening(made.open())
    with pytest.raises((ContentRefused, OpeningMismatch)):
        check_content(made.open(), None, with_actor=True)
