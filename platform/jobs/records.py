"""What a worker holds while it works."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Lease:
    """A claim on one job; `fence` grows with every claim, so an old holder can write nothing."""

    job_id: uuid.UUID
    tenant_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    fence: int
    attempts: int
