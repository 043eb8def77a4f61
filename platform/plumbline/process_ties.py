"""Ties processes to the one that started them, so that nothing of ours survives its supervisor.

    process_ties.py leash PARENT COMMAND...   dies with PARENT from now on, then becomes COMMAND
    process_ties.py watch                     reads "+GROUP" and "-GROUP" lines; when they end,
                                              kills the process groups that are left

Standard library only and quick to start: it is run as a script, in isolated mode.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Iterable

PR_SET_PDEATHSIG = 1  # linux/prctl.h; cleared by fork, kept by exec


def leash(parent: int, command: list[str]) -> None:
    """Become `command`; on Linux the kernel kills it when `parent` ends, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the line above
        sys.exit("The supervisor ended while this process was being started.")
    os.execvp(command[0], command)  # noqa: S606 (no shell is the point)


def group_kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # nobody left in it


def watch(lines: Iterable[str]) -> None:
    """Outlive the supervisor for a moment: kill what it had started and not yet reaped."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(ignored, signal.SIG_IGN)
    groups: set[int] = set()
    for line in lines:
        if line.startswith("+"):
            groups.add(int(line))
        else:
            groups.discard(-int(line))
    for group in groups:
        group_kill(group)


if __name__ == "__main__":
    if sys.argv[1] == "leash":
        leash(int(sys.argv[2]), sys.argv[3:])
    else:
        watch(sys.stdin)
