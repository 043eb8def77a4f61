"""What a record holds beside the journal's row: apps register it, by kind of event."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from audit.kinds import Kind

Load = Callable[[uuid.UUID], Mapping[str, Any]]
_SOURCES: dict[Kind, Load] = {}


def register(kind: Kind, load: Load) -> None:
    """`load(subject id)` gives further members of the record, such as {"report": ...}; empty when
    the thing is gone. Called with the tenant's scope in force.
    """
    _SOURCES[kind] = load


def has_source(kind: Kind) -> bool:
    return kind in _SOURCES


def extra_of(kind: Kind, subject_id: uuid.UUID | None) -> Mapping[str, Any]:
    load = _SOURCES.get(kind)
    return load(subject_id) if load is not None and subject_id is not None else {}
