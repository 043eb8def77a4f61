"""A Postgres of one measurement: fresh, with every commit on the disk, gone afterwards."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Server", "postgres"]

SCRIPT = Path(__file__).parents[2] / "deploy" / "postgres.sh"


@dataclass(frozen=True)
class Server:
    """`env` is what a process needs to find it, and to run in the production shape."""

    env: dict[str, str]
    state: dict[str, str]

    def crash(self) -> None:
        """End it without a goodbye (immediate shutdown), then start it again: it recovers."""
        pid_file = next(Path(self.state["PLUMBLINE_SERVICES"]).glob("**/postmaster.pid"))
        pid = int(pid_file.read_text(encoding="ascii").split()[0])
        os.kill(pid, signal.SIGQUIT)
        while pid_file.exists():
            time.sleep(0.1)
        _script("start", self.state)


@contextlib.contextmanager
def postgres() -> Iterator[Server | None]:
    """None where there is no Postgres on this machine."""
    folder = tempfile.mkdtemp(prefix="plumbline-postgres-")
    Path(folder).chmod(0o755)  # the server's own user must reach its state
    env = {"PLUMBLINE_SERVICES": folder, "PLUMBLINE_PG_PORT": _free_port()}
    try:
        if _script("start", env) is None:
            yield None
            return
        found = dict(line.split("=", 1) for line in (_script("env", env) or "").split())
        yield Server({**found, "PLUMBLINE_TEST_SHAPE": "production"}, env)
    finally:
        _script("stop", env)
        shutil.rmtree(folder, ignore_errors=True)


def _script(word: str, env: dict[str, str]) -> str | None:
    """What the script printed; None where it failed."""
    done = subprocess.run(
        [str(SCRIPT), word],
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else None


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
