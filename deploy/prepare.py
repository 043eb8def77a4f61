"""Make this checkout ready to run, step by step; a step whose inputs are unchanged is left alone.

    python3.11 deploy/prepare.py environment packages frontend database demo

Standard library only: it runs before the environment exists. What it did stands in var/stamps.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from setup_steps import LANES, ROOT, VAR, SetUpError, Step
from setup_work import say, stop_work

WANTED = (3, 11)
NEEDED_BYTES = 5 * 1024**3  # environment, packages and the demo's clips; see README
USAGE = "Usage: prepare.py STEP...   steps: " + " ".join(s.name for lane in LANES for s in lane)


def check_python() -> None:
    if sys.version_info[:2] != WANTED:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise SetUpError(
            "Plumbline needs Python 3.11, because its pose library is built for no newer one; "
            f"{sys.executable} is {found}. Install Python 3.11 (Debian 12: apt install python3.11 "
            "python3.11-venv), or name it: make run PYTHON=/path/to/python3.11"
        )


def check_room(wanted: list[str]) -> None:
    if "environment" not in wanted or (ROOT / ".venv").exists():
        return
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise SetUpError(
            f"There are {free // 1024**2} MB free where {ROOT} lies; the set-up needs "
            f"{NEEDED_BYTES // 1024**2} MB. Make room and start again: it goes on where it stopped."
        )


def alone() -> int:
    """Wait until no other set-up works on this checkout; the lock goes with the process."""
    stamps = VAR / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(stamps / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("set-up", "another set-up works on this checkout; waiting for it to end")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def walk(lane: list[Step], failures: list[SetUpError]) -> None:
    try:
        for step in lane:
            if failures:
                return
            step.ensure()
    except SetUpError as error:
        failures.append(error)


def side_by_side(lanes: list[list[Step]], failures: list[SetUpError]) -> bool:
    """Walk the lanes at once; False when the person interrupted it."""
    threads = [threading.Thread(target=walk, args=(lane, failures), daemon=True) for lane in lanes]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        stop_work()
        return False
    return True


def main(wanted: list[str]) -> int:
    known = {step.name for lane in LANES for step in lane}
    if not wanted or not set(wanted) <= known:
        sys.stderr.write(USAGE + "\n")
        return 2
    started = time.monotonic()
    failures: list[SetUpError] = []
    try:
        check_python()
        check_room(wanted)
        lock = alone()
    except SetUpError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    chosen = [[step for step in lane if step.name in wanted] for lane in LANES]
    if not side_by_side([lane for lane in chosen if lane], failures):
        sys.stderr.write("\nStopped. Start again: it goes on where it stopped.\n")
        return 130
    os.close(lock)
    for failure in failures:
        sys.stderr.write(f"\n{failure}\n")
    took = time.monotonic() - started
    if not failures and took > 1:
        say("set-up", f"ready after {took:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
