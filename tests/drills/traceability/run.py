"""One run: processes started, killed and started again, until every device has what it sent."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from audit.selectors import events
from base import scope
from tests.contracts.anvil import Anvil
from tests.drills.traceability.child import STOP
from tests.drills.traceability.devices import GO_HOME
from tests.drills.traceability.plan import Plan
from tests.drills.traceability.street import CONFIRMATIONS, Witnesses

ROOT = Path(__file__).parents[3]
SEQUENCERS = 2
SETTLE_S = 120.0  # longest wait for the last anchor
LOOK_S = 0.2


@dataclass
class Told:
    """What a run left behind."""

    acks: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)  # held by devices
    samples: list[dict[str, Any]] = field(default_factory=list)  # of sequencers and the anchorer
    faults: dict[str, int] = field(default_factory=dict)
    posting_s: float = 0.0


class Run:
    """`crash` kills the database and brings it back; None leaves it alone."""

    def __init__(
        self,
        plan: Plan,
        witnesses: Witnesses,
        *,
        node: Anvil | None = None,
        crash: Callable[[], None] | None = None,
        kill_every_s: float = 4.0,
    ) -> None:
        self.plan, self.witnesses, self.node, self.crash = plan, witnesses, node, crash
        self.kill_every_s = kill_every_s
        self.rng = random.Random(plan.seed)
        self.faults: dict[str, int] = {}
        self._file = plan.write()
        self._workers: dict[tuple[str, int], subprocess.Popen[bytes]] = {}
        self._sizes: dict[tuple[str, int], int] = {}  # of what it told, when it was last killed

    def go(self) -> Told:
        began = time.monotonic()
        stop = threading.Event()
        devices = [self._start("devices", n) for n in range(self.plan.processes)]
        for role, number in self._roles():
            self._workers[role, number] = self._start(role, number)
        trouble = threading.Thread(target=self._trouble, args=(stop,))
        trouble.start()
        try:
            self._wait_until(lambda: self._posted() >= self.plan.devices, devices)
            posting_s = time.monotonic() - began
        finally:
            stop.set()
            trouble.join()
        self._heal()
        self._send_home(devices)
        told = self._read()
        told.posting_s, told.faults = posting_s, self.faults
        return told

    def _roles(self) -> Iterator[tuple[str, int]]:
        yield from (("sequencer", number) for number in range(SEQUENCERS))
        yield "anchorer", 0

    def _start(self, role: str, number: int) -> "subprocess.Popen[bytes]":
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "plumbline.settings.test",
            "PLUMBLINE_VAR": str(settings.VAR),
            "PLUMBLINE_LEDGER_WITNESSES": str(self.witnesses.policy),
            "PLUMBLINE_LEDGER_CONFIRMATIONS": str(CONFIRMATIONS) if self.node else "",
        }
        command = [sys.executable, "-m", "tests.drills.traceability.child", role, str(number)]
        with (self.plan.path / f"{role}-{number}.log").open("ab") as log:
            return subprocess.Popen(
                [*command, str(self._file)], cwd=ROOT, env=env, stdout=log, stderr=log
            )

    def _trouble(self, stop: threading.Event) -> None:
        """Kill a worker, again and again; send a witness away; undo blocks; kill the database."""
        for turn in itertools.count():
            if stop.wait(self.kill_every_s):
                return
            at_work = [key for key in sorted(self._workers) if self._has_worked(key)]
            if not at_work:
                continue  # none has done anything since it was started
            key = self.rng.choice(at_work)
            self._workers[key].send_signal(signal.SIGKILL)
            self._workers[key].wait()
            self._sizes[key] = (self.plan.path / f"{key[0]}-{key[1]}.jsonl").stat().st_size
            self._count(f"{key[0]} killed")
            self._workers[key] = self._start(*key)
            if turn % 3 == 0:
                self._once_more(turn // 3)

    def _has_worked(self, key: tuple[str, int]) -> bool:
        path = self.plan.path / f"{key[0]}-{key[1]}.jsonl"
        size = path.stat().st_size if path.exists() else 0
        return size > self._sizes.get(key, 0)

    def _once_more(self, turn: int) -> None:
        if self.node:
            self.node.reorg(self.rng.randrange(1, CONFIRMATIONS))
            self._count("blocks undone")
        if turn % 2 and "away" in self.witnesses.present:
            self.witnesses.leave("away")
            self._count("witness sent away")
        elif turn % 2:
            self.witnesses.come_back("away")
        if self.crash and turn % 5 == 2:
            self.crash()
            self._count("database killed")

    def _heal(self) -> None:
        if "away" not in self.witnesses.present:
            self.witnesses.come_back("away")

    def _send_home(self, devices: "list[subprocess.Popen[bytes]]") -> None:
        with scope.tenant(uuid.UUID(self.plan.tenant)):
            total = events().count()
        path = self.plan.path / "total"
        path.write_text(str(total), encoding="ascii")
        path.rename(self.plan.path / GO_HOME)
        self._wait_until(lambda: all(one.poll() is not None for one in devices), devices)
        until = time.monotonic() + SETTLE_S
        while time.monotonic() < until and self._anchored() < total:
            time.sleep(LOOK_S)
            if self.node:
                self.node.mine()
        (self.plan.path / STOP).touch()
        for worker in self._workers.values():
            worker.wait()
        connection.close()

    def _anchored(self) -> int:
        lines = list(_lines(self.plan.path, "anchorer"))
        return max((one["anchored"] for one in lines), default=0)

    def _posted(self) -> int:
        if self.node:
            self.node.mine()
        return sum(path.stat().st_size for path in self.plan.path.glob("posted-*"))

    def _wait_until(
        self, holds: Callable[[], bool], devices: "list[subprocess.Popen[bytes]]"
    ) -> None:
        while not holds():
            if any(one.poll() for one in devices):
                raise RuntimeError(f"A device process failed; see {self.plan.folder}.")
            time.sleep(LOOK_S)

    def _count(self, what: str) -> None:
        self.faults[what] = self.faults.get(what, 0) + 1

    def _read(self) -> Told:
        told = Told(
            samples=[*_lines(self.plan.path, "sequencer"), *_lines(self.plan.path, "anchorer")]
        )
        for line in _lines(self.plan.path, "devices"):
            (told.acks if "key" in line else told.heads).append(line)
        return told


def _lines(folder: Path, role: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(f"{role}-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue  # its writer was killed in the midst of it
