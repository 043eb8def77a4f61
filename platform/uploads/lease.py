"""One writer per upload, over any number of processes and hosts.

The lock is three columns of the upload's row. Its holder moves `lock_beat` on every BEAT_S; whoever
waits sets `lock_wanted`, at which a living holder lets go, and takes over when the beat has stood
still for LEASE_S of the waiter's own monotonic clock: no two hosts need agree on the time.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.db.models import F, Q

from uploads.errors import UploadLocked
from uploads.models import Upload
from uploads.threads import in_tenant

logger = logging.getLogger(__name__)

BEAT_S = 0.3
LEASE_S = 1.4  # a take-over stays below 2 s, and four beats may be late
POLL_S = 0.1
WAIT_S = 8.0  # then 423: a holder that lives and does not let go is finishing a large upload


@dataclass(frozen=True)
class Holder:
    owner: uuid.UUID | None
    beat: int


@dataclass
class Lease:
    """Held until its block ends; `stop` is set when somebody else asks, or when it is lost."""

    tenant_id: uuid.UUID
    upload_id: uuid.UUID
    owner: uuid.UUID
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    is_lost: bool = False

    def lose(self) -> None:
        self.is_lost = True
        self.stop.set()


@asynccontextmanager
async def leased(tenant_id: uuid.UUID, upload_id: uuid.UUID) -> AsyncIterator[Lease]:
    """Hold the upload for the block. Raises UploadLocked when it cannot be had in WAIT_S."""
    lease = Lease(tenant_id, upload_id, uuid.uuid4())
    await _take(lease)
    beating = asyncio.create_task(_beat(lease))
    try:
        yield lease
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        await in_tenant(tenant_id, _release, upload_id, lease.owner)


async def _take(lease: Lease) -> None:
    give_up = time.monotonic() + WAIT_S
    seen: Holder | None = None
    seen_since = time.monotonic()
    while True:
        is_still = seen is not None and time.monotonic() - seen_since >= LEASE_S
        holder = await in_tenant(
            lease.tenant_id, _try, lease.upload_id, lease.owner, seen if is_still else None
        )
        if holder is None:
            return
        if holder != seen:
            seen, seen_since = holder, time.monotonic()
        if time.monotonic() > give_up:
            raise UploadLocked(headers={"Retry-After": "2"})
        await asyncio.sleep(POLL_S)


def _try(upload_id: uuid.UUID, me: uuid.UUID, dead: Holder | None) -> Holder | None:
    """Take a free lock, or that of a `dead` holder; else ask the holder and say who it is."""
    free = Q(lock_owner__isnull=True)
    if dead is not None:
        free |= Q(lock_owner=dead.owner, lock_beat=dead.beat)
    rows = Upload.objects.filter(id=upload_id)
    if rows.filter(free).update(lock_owner=me, lock_beat=0, lock_wanted=False):
        return None
    rows.filter(lock_owner__isnull=False, lock_wanted=False).update(lock_wanted=True)
    owner, beat = rows.values_list("lock_owner", "lock_beat").get()
    return Holder(owner, beat)


async def _beat(lease: Lease) -> None:
    last_s = time.monotonic()
    while not lease.is_lost:
        await asyncio.sleep(BEAT_S)
        try:
            wanted = await in_tenant(lease.tenant_id, _renew, lease.upload_id, lease.owner)
        except DatabaseError:
            logger.warning("upload.beat_failed", extra={"upload": str(lease.upload_id)})
            wanted = None if time.monotonic() - last_s > LEASE_S else False
        else:
            last_s = time.monotonic()
        if wanted is None:
            lease.lose()
        elif wanted:
            lease.stop.set()


def _renew(upload_id: uuid.UUID, owner: uuid.UUID) -> bool | None:
    """Whether somebody waits; None when the lease is lost."""
    mine = Upload.objects.filter(id=upload_id, lock_owner=owner)
    if not mine.update(lock_beat=F("lock_beat") + 1):
        return None
    return mine.values_list("lock_wanted", flat=True).first()


def _release(upload_id: uuid.UUID, owner: uuid.UUID) -> None:
    Upload.objects.filter(id=upload_id, lock_owner=owner).update(lock_owner=None, lock_wanted=False)
