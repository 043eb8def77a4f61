"""What passes between the modules of the ledger."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["waiting", "logged", "cosigned", "anchored"]


class JournalRow(Protocol):
    """A row of audit.Event, as far as a record is made of it."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def created_at(self) -> dt.datetime: ...
    @property
    def kind(self) -> int: ...
    @property
    def actor_kind(self) -> str: ...
    @property
    def actor_id(self) -> uuid.UUID | None: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> uuid.UUID | None: ...
    @property
    def person_id(self) -> uuid.UUID | None: ...
    @property
    def payload(self) -> str: ...


@dataclass(frozen=True)
class LeafState:
    """Where an event stands on its way to the chain; `index` is None while it waits."""

    index: int | None
    state: State
