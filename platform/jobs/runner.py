"""Running one leased job to an end: heartbeat beside it, every way out turned into a state."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable
from typing import Self

from django.conf import settings
from django.db import close_old_connections, connection

from base import scope
from jobs import services
from jobs.errors import JobCancelled, JobFailed, LeaseLost
from jobs.records import Lease

logger = logging.getLogger(__name__)


class Heartbeat:
    """Extends the lease from a thread of its own, so that a long computation keeps its job."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._over = threading.Event()
        self.is_lost = False  # the lease went to somebody else, or the owner cancelled
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            with scope.tenant(self._lease.tenant_id):
                while not self._over.wait(settings.JOB_HEARTBEAT_S):
                    services.job_heartbeat(self._lease)
        except (LeaseLost, JobCancelled):
            self.is_lost = True
        finally:
            connection.close()


def run(job_id: str, work: Callable[[Lease, Callable[[], bool]], None]) -> None:
    """Claim the job and do `work(lease, should_stop)`; a job that is taken or ended is left alone.

    `work` ends the job itself (job_finish in the transaction of its result). JobFailed ends it with
    its sentence, JobCancelled stops it, any other fault gives it back for another attempt.
    """
    close_old_connections()
    lease = services.job_claim(uuid.UUID(job_id), f"{socket.gethostname()}:{os.getpid()}")
    if lease is None:
        return
    ids = {"job": str(lease.job_id), "kind": lease.kind, "attempt": lease.attempts}
    logger.info("job.claimed", extra=ids)
    with scope.tenant(lease.tenant_id), Heartbeat(lease) as heart:
        try:
            work(lease, lambda: heart.is_lost)
        except LeaseLost:
            logger.warning("job.lease_lost", extra=ids)
        except JobCancelled:
            services.job_stop(lease)
        except JobFailed as error:
            services.job_fail(lease, code=error.code, sentence=error.sentence)
        except Exception:
            logger.exception("job.broke", extra=ids)
            services.job_release(lease)
