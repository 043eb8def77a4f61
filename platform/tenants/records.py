"""The acting person or device, as every access decision sees it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from audit.records import ActorRef
from tenants.permissions import Perm, Reach, Role, reach


@dataclass(frozen=True)
class Actor:
    """Who acts in which organisation. `sees_id` is the participant a guest may look at."""

    tenant_id: uuid.UUID
    org: str
    role: Role
    name: str
    membership_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None
    device_id: uuid.UUID | None = None
    sees_id: uuid.UUID | None = None
    device_scopes: frozenset[Perm] = frozenset()
    last_seen_at: dt.datetime | None = None

    def reach(self, perm: Perm) -> Reach | None:
        """Reach of this actor; a device's token may hold fewer scopes than its role."""
        if self.role is Role.DEVICE and perm not in self.device_scopes:
            return None
        return reach(self.role, perm)

    @property
    def ref(self) -> ActorRef:
        if self.role is Role.DEVICE:
            return ActorRef("device", self.device_id)
        return ActorRef("guest" if self.role is Role.GUEST else "user", self.user_id)

    @property
    def person_id(self) -> uuid.UUID | None:
        """The membership whose things are this actor's own."""
        return self.sees_id if self.role is Role.GUEST else self.membership_id
