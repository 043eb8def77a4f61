"""Who did it, in the journal's words."""

import uuid
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ActorRef:
    kind: Literal["user", "device", "guest", "system"]
    id: uuid.UUID | None = None


SYSTEM = ActorRef("system")
