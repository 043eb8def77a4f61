"""What a record holds beside the journal's row: apps register it, by kind of event."""

from collections.abc import Callable, Mapping
from typing import Any

from anchors.records import JournalRow
from audit.kinds import Kind

Load = Callable[[JournalRow], Mapping[str, Any]]
_SOURCES: dict[Kind, Load] = {}


def register(kind: Kind, load: Load) -> None:
    """`load(row)` gives further members of the record, such as {"report": ...}, as they were at
    the event; empty when they are gone. Called with the tenant's scope in force, first in the
    transaction of the event itself.
    """
    _SOURCES[kind] = load


def has_source(kind: Kind) -> bool:
    return kind in _SOURCES


def extra_of(row: JournalRow) -> Mapping[str, Any]:
    load = _SOURCES.get(Kind(row.kind))
    return load(row) if load is not None and row.subject_id is not None else {}
