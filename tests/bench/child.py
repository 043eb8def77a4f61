"""Measurements in a process of their own, so that neither memory nor start-up mix."""

import json
import os
import subprocess
import sys
from typing import Any, cast

__all__ = ["asked", "started", "told"]


def started(task: str, *arguments: str) -> "subprocess.Popen[str]":
    """Runs `python -m tests.bench.tasks TASK ...` on one thread."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.tasks", task, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


def told(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What the task printed. Raises RuntimeError when it failed."""
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"A measurement ended with status {process.returncode}.")
    return cast("dict[str, Any]", json.loads(out.splitlines()[-1]))


def asked(task: str, *arguments: str) -> dict[str, Any]:
    return told(started(task, *arguments))
