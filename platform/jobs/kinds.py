"""Every kind of job: one row each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JobKind:
    name: str
    task: str  # Celery's name of the task that is woken
    queue: str
    span: tuple[float, float]  # its part of the percent that the owner sees
    is_last: bool  # when it is done, the assessment is
    max_attempts: int = 3


KINDS = {
    kind.name: kind
    for kind in (
        JobKind("ingest", "results.tasks.ingest", "media", span=(0, 25), is_last=False),
        JobKind("assess", "results.tasks.assess", "vision", span=(25, 100), is_last=True),
        JobKind("again", "results.tasks.again", "vision", span=(0, 100), is_last=True),
    )
}
