"""The acting person or device, as every access decision sees it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.records import ActorRef
from tenants.permissions import Perm, Reach, Role, reach


@dataclass(frozen=True)
class Actor:
    """Who acts in which organisation. `grants`: participant -> the grant in force that opens its
    results to this guest or device.
    """

    tenant_id: uuid.UUID
    org: str
    role: Role
    name: str
    membership_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None
    device_id: uuid.UUID | None = None
    grants: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
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
    def own_people(self) -> frozenset[uuid.UUID]:
        """The participants whose things this actor reaches with OWN: itself, or by grants."""
        if self.role in {Role.GUEST, Role.DEVICE}:
            return frozenset(self.grants)
        return frozenset({self.membership_id} if self.membership_id else ())
