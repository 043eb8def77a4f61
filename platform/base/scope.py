"""Which tenant the running code may touch; every tenant manager asks here and fails closed."""

import contextlib
import enum
import logging
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from base.errors import NoTenantScope

logger = logging.getLogger(__name__)


class Crossing(enum.StrEnum):
    """Every reason for which code may look across tenants; there are no others."""

    ACTOR_LOOKUP = "actor_lookup"  # whose session or token is this
    INVITATION_LOOKUP = "invitation_lookup"  # the bearer knows the token, not the tenant
    JOB_SWEEP = "job_sweep"  # leases that ran out, queued work nobody was told of
    QUEUE_LENGTH = "queue_length"  # how many wait ahead: a count, no rows
    JOB_CLAIM = "job_claim"  # a worker knows the job's id alone
    UPLOAD_SWEEP = "upload_sweep"  # expired uploads
    LEDGER_SEQUENCE = "ledger_sequence"  # which tenants have events that are no leaves yet
    LEDGER_ANCHOR = "ledger_anchor"  # one account sends the anchors of all tenants
    ERASURE = "erasure"  # whether the person belongs to another organisation too
    UPGRADE = "upgrade"  # a migration fills a new column
    SEED = "seed"  # demo data


@dataclass(frozen=True)
class Scope:
    tenant_id: uuid.UUID | None
    crossing: Crossing | None = None

    def allows(self, tenant_id: uuid.UUID | None) -> bool:
        return self.crossing is not None or (tenant_id is not None and tenant_id == self.tenant_id)


_current: ContextVar[Scope | None] = ContextVar("tenant_scope", default=None)


def current() -> Scope:
    """The scope in force. Raises NoTenantScope where none is set."""
    scope = _current.get()
    if scope is None:
        raise NoTenantScope("Tenant data was touched outside a tenant scope.")
    return scope


def tenant_id() -> uuid.UUID:
    """The tenant in scope. Raises NoTenantScope also where code looks across tenants."""
    found = current().tenant_id
    if found is None:
        raise NoTenantScope("One tenant's work was begun across tenants.")
    return found


def current_or_none() -> Scope | None:
    return _current.get()


def enter(tenant_id: uuid.UUID) -> None:
    """Set the scope until the surrounding `restored` block ends."""
    _current.set(Scope(tenant_id))


@contextlib.contextmanager
def restored() -> Iterator[None]:
    """Put back whatever scope was in force before the block."""
    before = _current.get()
    try:
        yield
    finally:
        _current.set(before)


@contextlib.contextmanager
def tenant(tenant_id: uuid.UUID) -> Iterator[None]:
    with restored():
        _current.set(Scope(tenant_id))
        yield


@contextlib.contextmanager
def across_tenants(reason: Crossing) -> Iterator[None]:
    """Look across tenants for one named reason; each use is logged."""
    logger.debug("tenant.crossed", extra={"reason": reason.value})
    with restored():
        _current.set(Scope(None, reason))
        yield
