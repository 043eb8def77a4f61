"""The ledger's clock: what waits becomes leaves, is signed, and goes onto the chain."""

import uuid

from celery import shared_task

from anchors import services
from base import scope


@shared_task(name="anchors.tasks.log_grow")
def log_grow(tenant_id: str) -> int:
    """One tenant's events, soon after they were written (anchors.wake)."""
    with scope.tenant(uuid.UUID(tenant_id)):
        return services.log_advance()


@shared_task(name="anchors.tasks.tick")
def tick() -> int:
    """Every tenant with something left to do of which nobody was told."""
    made = 0
    for tenant_id in services.tenants_due():
        with scope.tenant(tenant_id):
            made += services.log_advance()
    return made


@shared_task(name="anchors.tasks.anchor")
def anchor() -> None:
    """What is due onto the chain, and what is on its way further."""
    services.anchors_advance()
