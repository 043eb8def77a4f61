"""One Plumbline per state folder, one listener per port; a refusal says who is in the way."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRuns(Exception):
    """Another supervisor works on the same state."""


class PortTaken(Exception):
    """Something else listens where the web process should."""


@contextmanager
def sole(lock: Path, address: str) -> Iterator[None]:
    """Hold `lock` while the block runs; the kernel lets it go when the process ends."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 200).decode().strip()
            raise AlreadyRuns(
                f"Plumbline already runs on {lock.parent} ({holder}). Stop that one with Ctrl-C in "
                "its window, or give this one a folder of its own: PLUMBLINE_VAR=/some/folder"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, {address}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def port_free(host: str) -> int:
    with socket.socket(family(host)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def port_or_refuse(host: str, port: int) -> None:
    """Raises PortTaken with the name of the listener where the system tells it."""
    with socket.socket(family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise PortTaken(
                f"This user may not listen on port {port}. Choose one above 1023: "
                "make run PORT=8000"
            ) from error
        except OSError as error:
            raise PortTaken(
                f"Port {port} is taken by {listener(port)}. Stop it, or choose another port: "
                f"make run PORT={port + 1}"
            ) from error


def listener(port: int) -> str:
    """The process that listens on `port`, as far as this user may see it (Linux's /proc)."""
    inodes = {f"socket:[{inode}]" for inode in listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(held.readlink()) in inodes for held in (process / "fd").iterdir()):
                words = (
                    (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
                return f"process {process.name} ({words.strip()[:120]})"
        except OSError:
            continue  # another user's, or gone meanwhile
    return "a process of another user"


def listening_inodes(port: int) -> set[str]:
    found: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            for row in table.read_text().splitlines()[1:]:
                columns = row.split()
                listens = columns[3] == "0A"  # TCP_LISTEN
                if listens and int(columns[1].rpartition(":")[2], 16) == port:
                    found.add(columns[9])
    return found
