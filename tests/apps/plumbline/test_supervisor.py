"""The supervisor with small parts of our own: real processes, real signals."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plumbline import supervisor as supervising
from plumbline.parts import Part, parts
from plumbline.sole import AlreadyRuns, PortTaken, port_free, port_or_refuse, sole

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 20.0

# Writes its own id and its child's, both of which sleep; the child is what a pool process would be.
FAMILY = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"])
with open(sys.argv[1], "a") as notes:
    notes.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(600)
"""
HOST = """
import asyncio, sys
from plumbline.parts import Part
from plumbline.supervisor import Supervisor, child_environment
async def nothing(): pass
family = (sys.executable, "-I", "-S", "-c", sys.argv[2], sys.argv[1])
one = Supervisor([Part("family", family), Part("other", family)], child_environment("embedded", "x"))
asyncio.run(one.run(nothing))
"""


def until(fact: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not fact():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def lives(process: int) -> bool:
    """A zombie has ended; in this container nobody may have collected it yet."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def families(notes: Path) -> list[int]:
    return [int(word) for word in notes.read_text().split()] if notes.exists() else []


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A supervisor of two families in a process of its own, and the file of their ids."""
    notes = tmp_path / "notes"
    process = subprocess.Popen(
        [sys.executable, "-c", HOST, str(notes), FAMILY],
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    until(lambda: len(families(notes)) == 4)
    yield process, notes
    process.kill()
    process.wait()


def test_terminated_supervisor_takes_everything_with_it(
    host: tuple[subprocess.Popen[bytes], Path],
) -> None:
    process, notes = host

    process.terminate()

    assert process.wait(PATIENCE_S) == 0
    assert [one for one in families(notes) if lives(one)] == []


def test_killed_supervisor_leaves_nothing_behind(
    host: tuple[subprocess.Popen[bytes], Path],
) -> None:
    process, notes = host

    process.kill()
    process.wait()

    until(lambda: not any(lives(one) for one in families(notes)))


def test_dead_part_is_started_again_and_its_children_are_gone(
    host: tuple[subprocess.Popen[bytes], Path],
) -> None:
    process, notes = host
    parent, child, *_ = families(notes)

    os.kill(parent, signal.SIGKILL)

    until(lambda: len(families(notes)) == 6)
    assert not lives(child)
    assert process.poll() is None


def test_web_that_never_answers_makes_the_supervisor_give_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervising, "LONGEST_WAIT_S", 0.01)
    failing = Part("web", (sys.executable, "-I", "-S", "-c", "raise SystemExit('no such table')"))
    env = supervising.child_environment("embedded", "http://127.0.0.1:1")
    one = supervising.Supervisor([failing], env)

    asyncio.run(one.run(lambda: asyncio.sleep(600)))

    assert one.failed
    said = capsys.readouterr().out
    assert said.count("no such table") == supervising.HOPELESS
    assert "giving up" in said


def test_second_supervisor_on_one_state_is_refused_by_name(tmp_path: Path) -> None:
    lock = tmp_path / "supervisor.lock"

    with (
        sole(lock, "http://127.0.0.1:8000"),
        pytest.raises(AlreadyRuns, match=f"process {os.getpid()}, http://127.0.0.1:8000"),
        sole(lock, "http://127.0.0.1:8001"),
    ):
        pass

    with sole(lock, "http://127.0.0.1:8000"):
        assert lock.read_text().startswith(f"process {os.getpid()}")


def test_taken_port_is_refused_with_its_holder_and_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortTaken) as refusal:
            port_or_refuse("127.0.0.1", port)

    assert f"process {os.getpid()} (" in str(refusal.value)
    assert f"make run PORT={port + 1}" in str(refusal.value)


def test_free_port_is_not_refused() -> None:
    port_or_refuse("127.0.0.1", port_free("127.0.0.1"))


def test_vision_never_holds_up_media(tmp_path: Path) -> None:
    found = parts(host="127.0.0.1", port=8000, workers=2, state=tmp_path)

    assert [part.name for part in found] == ["web", "media", "vision", "beat"]
    queues = [part.command[part.command.index("--queues") + 1] for part in found[1:3]]
    assert queues == ["media", "vision"]
