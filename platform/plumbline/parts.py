"""The processes that make up Plumbline on one machine."""

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

MOST_WORKERS = 8  # chosen: about 400 MB each while they look at a clip
MEDIA_PROCESSES = 2  # one may be busy with a clip while the other sweeps
STOP = (signal.SIGTERM,)
STOP_WORK = (signal.SIGTERM, signal.SIGQUIT)  # finish; then let go: the lease brings the job back


@dataclass(frozen=True)
class Part:
    """A process to keep alive; `stop_signals` are sent one after the other until it ends."""

    name: str
    command: tuple[str, ...]
    stop_signals: tuple[signal.Signals, ...] = STOP
    env: dict[str, str] = field(default_factory=dict)
    after_web: bool = False  # leaves the processor to the page that somebody waits for


def cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def web(host: str, port: int) -> Part:
    command = (
        *(sys.executable, "-m", "uvicorn", "plumbline.asgi:application"),
        *("--host", host, "--port", str(port), "--lifespan", "off", "--ws", "auto"),
        *("--no-proxy-headers", "--no-server-header", "--no-access-log", "--no-use-colors"),
        *("--log-level", "warning", "--timeout-graceful-shutdown", "3"),
    )
    return Part("web", command)


def celery(*words: str) -> tuple[str, ...]:
    return (
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--no-color",
        "-A",
        "plumbline.celery",
        *words,
    )


def worker(name: str, queues: str, concurrency: int) -> Part:
    command = celery(
        *("worker", "--loglevel", "INFO", "--pool", "prefork", "--concurrency", str(concurrency)),
        *("--queues", queues, "--hostname", f"{name}@%h"),
        *("--without-mingle", "--without-gossip", "--without-heartbeat"),
    )
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # one worker, one core
    return Part(name, command, STOP_WORK, one_thread, after_web=True)


def beat(schedule: Path) -> Part:
    command = celery("beat", "--loglevel", "WARNING", "--schedule", str(schedule))
    return Part("beat", command, after_web=True)


def parts(*, host: str, port: int, workers: int, state: Path) -> list[Part]:
    """Web, a worker for each queue, beat: the same in both shapes.

    Looking at clips (`vision`) takes a core for a minute; what must not wait behind that, the
    checking of new clips and the return of expired leases (`media`), has processes of its own.
    """
    media = worker("media", "media", MEDIA_PROCESSES)
    vision = worker("vision", "vision", workers)
    return [web(host, port), media, vision, beat(state / "beat-schedule")]


def worker_count(asked: int | None) -> int:
    return asked or min(cores(), MOST_WORKERS)
