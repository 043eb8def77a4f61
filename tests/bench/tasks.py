"""What a child process measures; prints one line of JSON."""

import json
import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from assessment.core.units import U8
from assessment.pipeline import Plan, RepetitionEvent, assess
from assessment.vision.decode import VideoReader
from assessment.vision.pose import Backend, PosePort, pose_open

__all__: list[str] = []


class _Timed:
    """A pose port that adds up the processor time spent inside it."""

    def __init__(self, port: PosePort) -> None:
        self._port = port
        self.models, self.runtime = port.models, port.runtime
        self.cpu_s = 0.0
        self.seen_s = 0.0

    def push(self, image: U8, t_s: float) -> list[Any]:
        self.seen_s = t_s
        return self._within(partial(self._port.push, image, t_s))

    def finish(self) -> list[Any]:
        return self._within(self._port.finish)

    def close(self) -> None:
        self._port.close()

    def _within(self, call: Callable[[], list[Any]]) -> list[Any]:
        before = time.process_time()
        answers = call()
        self.cpu_s += time.process_time() - before
        return answers


def _opened(backend: str) -> _Timed:
    """Started beforehand: starting is told apart from the work."""
    port = _Timed(pose_open(cast("Backend", backend)))
    port.push(_first_picture(), 0.0)
    port.finish()
    port.cpu_s = 0.0
    return port


def _first_picture() -> U8:
    with VideoReader(Path(sys.argv[2])) as reader:
        return next(iter(reader.frames())).image


def report(clip: str, backend: str, fps: str) -> dict[str, float]:
    """Processor seconds of a whole report by stage, wall seconds."""
    port = _opened(backend)
    decode_s = _decode_s(Path(clip), float(fps))
    before, wall = time.process_time(), time.monotonic()
    deque(assess(Path(clip), _plan(port, fps)), maxlen=0)
    whole_s = time.process_time() - before
    return {
        "decode_s": decode_s,
        "pose_s": port.cpu_s,
        "rest_s": whole_s - decode_s - port.cpu_s,
        "whole_s": whole_s,
        "wall_s": time.monotonic() - wall,
    }


def memory(clip: str, backend: str, fps: str) -> dict[str, float]:
    """Peak memory of a process that makes one report."""
    deque(assess(Path(clip), _plan(_opened(backend), fps)), maxlen=0)
    # Not getrusage: its peak counts what the parent held when it forked (proc(5), VmHWM).
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return {"peak_mb": int(peak.split()[1]) / 1024}


def latency(clip: str, backend: str, fps: str) -> dict[str, float]:
    """Video time between a repetition's end in the report and its live event."""
    port = _opened(backend)
    live_s: list[float] = []
    ends_s: list[float] = []
    for event in assess(Path(clip), _plan(port, fps)):
        if isinstance(event, RepetitionEvent):
            told = event.payload()
            if told["phases"]:
                ends_s.append(float(cast("float", told["end_s"])))
            else:
                live_s.append(port.seen_s)
    late_s = [live - end for live, end in zip(live_s, ends_s, strict=False)]
    return {"live": len(live_s), "final": len(ends_s), "latest_s": max(late_s, default=0.0)}


def _plan(port: _Timed, fps: str) -> Plan:
    return Plan(exercise="deep_squat", analysed_fps=float(fps), pose=lambda: port)


def _decode_s(clip: Path, fps: float) -> float:
    before = time.process_time()
    with VideoReader(clip, fps=fps) as reader:
        deque(reader.frames(), maxlen=0)
    return time.process_time() - before


def _main(task: str, *arguments: str) -> None:
    tasks = {"report": report, "memory": memory, "latency": latency}
    sys.stdout.write(json.dumps(tasks[task](*arguments)) + "\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
