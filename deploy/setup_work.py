"""How the set-up runs a command: its output goes to a log, its progress to the person waiting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

BEAT_S = 5.0  # between two lines of progress, longer the longer it takes
TAIL_LINES = 25  # of a failed command's log, shown to the person


class SetUpError(Exception):
    """A step could not be done; the sentence says why and what to do."""


_writing = threading.Lock()
_at_work: set[subprocess.Popen[bytes]] = set()


def stop_work() -> None:
    """Kill what the steps have started, when the person interrupts them."""
    for child in _at_work:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)


def say(step: str, words: str) -> None:
    with _writing:
        sys.stdout.write(f"{step:<12} {words}\n")
        sys.stdout.flush()


def megabytes(folder: Path) -> int:
    """What the files in `folder` take on disk, in MB; files that vanish meanwhile do not count."""
    total = 0
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_blocks * 512
        except (FileNotFoundError, NotADirectoryError):
            continue
    return total // 1024**2


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
    return "\n".join("    " + line for line in lines)


def run(
    step: str,
    command: list[str],
    *,
    log: Path,
    folder: Path,
    env: dict[str, str],
    growing: Path | None = None,
) -> bool:
    """Whether `command` ended well; its output is added to `log`.

    `growing` is the folder whose size is worth telling.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("ab") as sink:
        sink.write(("$ " + " ".join(command) + "\n").encode())
        sink.flush()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group, so that it can be stopped with its children
        )
        _at_work.add(child)
        while True:
            took = time.monotonic() - started
            try:
                return child.wait(timeout=max(BEAT_S, took / 5)) == 0
            except subprocess.TimeoutExpired:
                took = time.monotonic() - started
                size = f", {megabytes(growing)} MB" if growing else ""
                say(step, f"{took:.0f} s{size}")
