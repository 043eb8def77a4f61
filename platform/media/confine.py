"""Run a child that touches hostile bytes: limited, alone, offline, and gone when we say so.

The child is started through media/confine_launch.py, which shuts every door that the kernel lets
it shut (docs/decisions/0004-confined-ffmpeg.md) and then becomes the command. This module stays on
the other side: it feeds nothing, reads bounded output, watches clock, disk and the owner's cancel,
and kills the whole process group when any of them says stop.
"""

import contextlib
import fcntl
import functools
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

LAUNCHER = Path(__file__).with_name("confine_launch.py")
NOT_STARTED = 125  # exit status of a launcher that could not become the command
WORKSPACE = "plumbline-media-"
ABANDONED_AFTER_S = 60.0  # a folder is held within this time of its making
STDERR_BYTES = 16 * 1024
READ_BYTES = 64 * 1024
POLL_S = 0.1
LOOK_EVERY_S = 0.25  # at the disk and at the owner's cancel, which may ask a database
ENVIRONMENT = {  # all that a child gets, beside HOME and TMPDIR
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",  # glibc reserves 64 MiB of address space per thread otherwise
    "PATH": "/usr/bin:/bin",
}
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev", "/proc/self")

Ending = Literal["exited", "killed", "out_of_time", "out_of_disk", "too_talkative", "cancelled"]


@dataclass(frozen=True)
class Bounds:
    """Limits of one child; `disk_bytes` is for its folder as a whole, `file_bytes` for one file."""

    memory_bytes: int
    cpu_s: int
    wall_s: float
    file_bytes: int
    disk_bytes: int
    stdout_bytes: int
    open_files: int = 64
    processes: int = 64  # threads count; only where a user namespace keeps its own count
    nice: int = 10


@dataclass(frozen=True)
class Outcome:
    """How a child ended. `returncode` is negative for a signal, as in subprocess."""

    ending: Ending
    returncode: int
    stdout: bytes
    stderr_tail: bytes
    wall_s: float
    cpu_s: float

    @property
    def ok(self) -> bool:
        return self.ending == "exited" and self.returncode == 0

    @property
    def over_limits(self) -> bool:
        return self.ending in {"out_of_time", "out_of_disk", "too_talkative"} or (
            -self.returncode in {signal.SIGXCPU, signal.SIGXFSZ, signal.SIGKILL}
        )


@dataclass(frozen=True)
class Doors:
    """What the kernel lets us shut without being root; found once per process."""

    user_namespace: bool = False
    network: bool = False
    processes: bool = False  # a namespace of its own: what it leaves behind ends with it
    process_count: bool = False
    files: bool = False  # Landlock


NEED_USER_NAMESPACE = {"network", "processes", "process_count"}


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    bounds: Bounds
    folder: Path
    on_line: Callable[[bytes], None] | None
    is_cancelled: Callable[[], bool]
    started: float = field(default_factory=time.monotonic)
    looked_at: float = 0.0
    stdout: bytearray = field(default_factory=bytearray)
    stdout_seen: int = 0
    stderr: bytearray = field(default_factory=bytearray)


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A fresh private folder, gone afterwards; what a killed process left is removed on the way."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=WORKSPACE) as folder:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(held, fcntl.LOCK_SH)  # let go by the kernel when this process dies
            yield Path(folder)
        finally:
            os.close(held)


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{WORKSPACE}*"):
        with contextlib.suppress(OSError):  # still held, another user's, or just removed
            if time.time() - folder.stat().st_mtime < ABANDONED_AFTER_S:
                continue
            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(number)


def run(
    argv: Sequence[str],
    *,
    bounds: Bounds,
    folder: Path,
    readable: Sequence[Path] = (),
    pass_fds: Sequence[int] = (),
    on_line: Callable[[bytes], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    shut: Doors | None = None,
) -> Outcome:
    """Run `argv` (absolute command) in `folder`, the only place it may write, and see it end.

    Beside the system's libraries the child may read `readable` and the open files `pass_fds`,
    where the kernel can restrict that. `on_line` gets each line of stdout as it
    comes; without it stdout is kept in the outcome. `shut` is for trying the doors out.
    """
    order = {
        "parent": os.getpid(),
        "bounds": asdict(bounds),
        "doors": asdict(shut if shut is not None else doors()),
        "folder": str(folder),
        "readable": [argv[0], sys.prefix, sys.base_prefix, *SYSTEM, *map(str, readable)],
    }
    process = _start(argv, order, pass_fds)
    child = _Child(process, bounds, folder, on_line, is_cancelled)
    with contextlib.closing(_pipe(process.stdout)), contextlib.closing(_pipe(process.stderr)):
        try:
            ending = _watch(child)
        finally:
            status, cpu_s = _end(child)
        _drain(child)
    return Outcome(
        ending=ending if status >= 0 or ending != "exited" else "killed",
        returncode=status,
        stdout=bytes(child.stdout),
        stderr_tail=bytes(child.stderr),
        wall_s=time.monotonic() - child.started,
        cpu_s=cpu_s,
    )


@functools.cache
def doors() -> Doors:
    """Which doors can be shut here, each tried with a child that starts a thread."""
    trial = "import threading as t; x = t.Thread(target=int); x.start(); x.join()"
    argv = [sys.executable, "-I", "-S", "-c", trial]
    bounds = Bounds(512 * 1024**2, 20, 60.0, 1024**2, 1024**2, 1024)
    found: dict[str, bool] = {}
    for name in ("user_namespace", "network", "processes", "process_count", "files"):
        if name in NEED_USER_NAMESPACE and not found["user_namespace"]:
            continue
        with workspace() as folder:
            tried = Doors(**{**found, name: True})
            found[name] = run(argv, bounds=bounds, folder=folder, shut=tried).ok
    return Doors(**found)


def _start(
    argv: Sequence[str], order: dict[str, Any], pass_fds: Sequence[int]
) -> subprocess.Popen[bytes]:
    folder = order["folder"]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", str(LAUNCHER), json.dumps(order), *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**ENVIRONMENT, "TMPDIR": folder, "HOME": folder},
        pass_fds=tuple(pass_fds),
        start_new_session=True,
    )


def _watch(child: _Child) -> Ending:
    """Read until the child has ended or must be stopped; a grandchild cannot hold it up."""
    with selectors.DefaultSelector() as ready:
        ready.register(_pipe(child.process.stdout), selectors.EVENT_READ, _take_stdout)
        ready.register(_pipe(child.process.stderr), selectors.EVENT_READ, _take_stderr)
        while True:
            for key, _ in ready.select(POLL_S):
                data = os.read(key.fd, READ_BYTES)
                if data:
                    key.data(child, data)
                else:
                    ready.unregister(key.fileobj)
            ending = _reason_to_stop(child)
            if ending is not None:
                return ending
            if os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return "exited"


def _reason_to_stop(child: _Child) -> Ending | None:
    now = time.monotonic()
    if child.stdout_seen > child.bounds.stdout_bytes:
        return "too_talkative"
    if now - child.started > child.bounds.wall_s:
        return "out_of_time"
    if now - child.looked_at > LOOK_EVERY_S:
        child.looked_at = now
        if _disk_bytes(child.folder) > child.bounds.disk_bytes:
            return "out_of_disk"
        if child.is_cancelled():
            return "cancelled"
    return None


def _disk_bytes(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):  # renamed or removed while we look
                total += os.lstat(os.path.join(parent, name)).st_blocks * 512  # noqa: PTH118
    return total


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 -- both streams are pipes
    os.set_blocking(stream.fileno(), False)
    return stream


def _take_stdout(child: _Child, data: bytes) -> None:
    child.stdout_seen += len(data)
    child.stdout += data[: max(0, child.bounds.stdout_bytes - len(child.stdout))]
    if child.on_line is None:
        return
    *lines, rest = bytes(child.stdout).split(b"\n")
    child.stdout = bytearray(rest)
    for line in lines:
        child.on_line(line)


def _take_stderr(child: _Child, data: bytes) -> None:
    child.stderr += data
    del child.stderr[:-STDERR_BYTES]


def _end(child: _Child) -> tuple[int, float]:
    """Kill the group, then collect the child: its status and CPU seconds."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # all of it may be gone
        os.killpg(child.process.pid, signal.SIGKILL)
    _, status, usage = os.wait4(child.process.pid, 0)
    child.process.returncode = os.waitstatus_to_exitcode(status)
    return child.process.returncode, usage.ru_utime + usage.ru_stime


def _drain(child: _Child) -> None:
    """What still lay in the pipes when the child ended."""
    for stream, take in (
        (child.process.stdout, _take_stdout),
        (child.process.stderr, _take_stderr),
    ):
        number = _pipe(stream).fileno()
        with contextlib.suppress(BlockingIOError):
            for _ in range(child.bounds.stdout_bytes // READ_BYTES + 2):
                data = os.read(number, READ_BYTES)
                if not data:
                    break
                take(child, data)
