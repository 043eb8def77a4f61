"""Blocking work of the upload endpoint, off the event loop: files, S3, database.

One pool of its own, so that slow disks take no threads from the rest of the web process.
"""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async

from base import scope

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 16  # chosen: more than the uploads that two cores and one disk can serve at once
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="upload")


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run file or network work; no database."""
    call = sync_to_async(work, thread_sensitive=False, executor=_pool)
    return await call(*args, **kwargs)


async def with_database(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run work that uses the database; its connection is given back afterwards."""
    call = database_sync_to_async(work, thread_sensitive=False, executor=_pool)
    answer: R = await call(*args, **kwargs)
    return answer


async def in_tenant(
    tenant_id: uuid.UUID, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Run database work in the scope of one tenant."""

    def scoped() -> R:
        with scope.tenant(tenant_id):
            return work(*args, **kwargs)

    return await with_database(scoped)
