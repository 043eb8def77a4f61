"""Every test: pages (vitest), the libraries, the platform in both shapes, drills, browser.

The libraries know no shape, so their tests run once, beside the platform's in one shape after the
other; drills and the browser follow one by one. All runs are made; the end says which failed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "var" / "log"
SERVICES = ROOT / "var" / "test-services" / str(os.getpid())  # two runs do not meet
LONGEST_S = 40 * 60.0  # of one run; longer means that it hangs
BEAT_S = 30.0
SHAPES = ("embedded", "production")
LIBRARIES = ("tests/assessment", "tests/ledger", "tests/contracts", "tests/bench")
NEEDED = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "postgresql": ("pg_ctl", "/usr/lib/postgresql/*/bin/pg_ctl"),
    "redis-server": ("redis-server",),
}
_writing = threading.Lock()
_children: set[int] = set()  # process groups that run now


def say(words: str) -> None:
    with _writing:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()


@dataclass
class Run:
    """One command; with `aside` its output waits in a log until it has ended."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    aside: bool = False
    result: str = "not run"
    closing: str = ""

    def go(self) -> None:
        started = time.monotonic()
        log = LOGS / f"test-{self.name.replace(' ', '-')}.log"
        say(
            f"\n--- {self.name}"
            + (f" (meanwhile; its output follows, now in {log})" if self.aside else "")
        )
        code = self.follow(log)
        lines = log.read_text(errors="replace").splitlines()
        self.closing = next((line for line in reversed(lines) if line.strip()), "")
        self.result = "passed" if code == 0 else "FAILED"
        if self.aside:
            say(f"\n--- output of {self.name}\n" + "\n".join(lines))
        say(f"--- {self.name}: {self.result} after {time.monotonic() - started:.0f} s")

    def follow(self, log: Path) -> int:
        """Exit status; the output goes to `log`, and to the person unless it waits."""
        with log.open("w") as sink:
            child = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=os.environ | self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
                errors="replace",
            )
            _children.add(child.pid)
            too_long = threading.Timer(LONGEST_S, lambda: os.killpg(child.pid, signal.SIGKILL))
            too_long.start()
            try:
                for line in child.stdout or ():
                    sink.write(line)
                    sink.flush()
                    if not self.aside:
                        say(line.rstrip("\n"))
                return child.wait()
            finally:
                too_long.cancel()
                if child.poll() is not None:
                    _children.discard(child.pid)


def missing(shapes: list[str]) -> list[str]:
    """Debian packages whose programs are not here."""
    asked = ["chromium", *(["postgresql", "redis-server"] if "production" in shapes else [])]

    def found(program: str) -> bool:
        if program.startswith("/"):
            return any(Path("/").glob(program[1:]))
        return shutil.which(program) is not None

    return [package for package in asked if not any(found(name) for name in NEEDED[package])]


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def production_environment() -> dict[str, str]:
    """Starts the services on ports of their own; what the tests need to find them."""
    names = (
        "PLUMBLINE_PG_PORT",
        "PLUMBLINE_REDIS_PORT",
        "PLUMBLINE_S3_PORT",
        "PLUMBLINE_MAIL_PORT",
    )
    os.environ.update({name: free_port() for name in names})
    os.environ.update(FAST="1", PLUMBLINE_SERVICES=str(SERVICES))
    command = [str(ROOT / "deploy" / "production.sh"), "services"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        raise SystemExit("The services of the production shape do not start; see the lines above.")
    found = dict(line.split("=", 1) for line in answer.stdout.split())
    return found | {"PLUMBLINE_TEST_SHAPE": "production"}


def pytest(*words: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "--color=no", "--durations=12", *words]


def one_by_one(runs: list[Run]) -> None:
    for run in runs:
        run.go()


def side_by_side(lanes: list[list[Run]]) -> None:
    threads = [threading.Thread(target=one_by_one, args=(lane,), daemon=True) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def everything(envs: dict[str, dict[str, str]], *, browser: bool) -> list[Run]:
    pages = Run("pages", ["npm", "--prefix", "frontend", "--silent", "run", "test"])
    others = [f"--ignore={folder}" for folder in LIBRARIES]
    plain = ("-m", "not e2e and not drill")
    libraries = Run("libraries", pytest(*plain, *LIBRARIES), aside=True)
    platform = [Run(shape, pytest(*plain, *others), env) for shape, env in envs.items()]
    rest = [Run("drills libraries", pytest("-m", "drill", *LIBRARIES))]
    rest += [
        Run(f"{kind} {shape}", pytest("-m", mark, *others), env)
        for kind, mark in (("drills", "drill"), ("browser", "e2e"))
        for shape, env in envs.items()
        if browser or kind != "browser"
    ]
    pages.go()
    side_by_side([[libraries], platform])
    one_by_one(rest)
    return [pages, libraries, *platform, *rest]


def report(runs: list[Run], lacking: list[str]) -> int:
    say("\n--- all runs")
    for run in runs:
        say(f"{run.name:<20} {run.result:<8} {run.closing.strip()}")
    if lacking:
        say(
            f"Not everything was run: this machine lacks {', '.join(lacking)}. "
            f"On Debian, as root: apt install {' '.join(lacking)}"
        )
    return 1 if lacking or any(run.result != "passed" for run in runs) else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("paths", nargs="*", help="only these, in each of the shapes")
    chosen = parser.parse_args(arguments)
    shapes = [shape for shape in chosen.shapes.split(",") if shape in SHAPES]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    LOGS.mkdir(parents=True, exist_ok=True)
    lacking = missing(shapes)
    envs: dict[str, dict[str, str]] = {}
    if "embedded" in shapes:
        envs["embedded"] = {"PLUMBLINE_TEST_SHAPE": "embedded"}
    services = "production" in shapes and not {"postgresql", "redis-server"} & set(lacking)
    try:
        if services:
            envs["production"] = production_environment()
        if chosen.paths:
            runs = [Run(shape, pytest(*chosen.paths), env) for shape, env in envs.items()]
            for run in runs:
                run.go()
        else:
            runs = everything(envs, browser="chromium" not in lacking)
        return report(runs, [] if chosen.paths else lacking)
    finally:
        for group in _children:  # there are some when we were interrupted
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if services:
            subprocess.run([str(ROOT / "deploy" / "production.sh"), "stop"], check=False)
            shutil.rmtree(SERVICES, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
