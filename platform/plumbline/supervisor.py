"""Starts web, workers and beat together, keeps them up, and stops them together.

    python -m plumbline.supervisor [--shape embedded|production] [--host H] [--port P] [--workers N]

However it ends, nothing that it started survives it (plumbline/process_ties.py).
"""

import argparse
import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Coroutine
from pathlib import Path

from plumbline import process_ties
from plumbline.parts import Part, parts, worker_count
from plumbline.settings.base import ROOT, VAR
from plumbline.sole import AlreadyRuns, PortTaken, port_free, port_or_refuse, sole

STEADY_S = 30.0  # a process that lived this long is not counted as failing to start
LONGEST_WAIT_S = 30.0  # between two attempts to start a process
HOPELESS = 4  # starts of the web process without one answer
WEB_FIRST_S = 15.0  # the others wait so long for its first answer
GRACE_S = 4.0  # after each signal, before the next and at last SIGKILL
LAST_WORDS_S = 2.0  # for output still in the pipe; a stray process may hold it for ever
COLOURS = {"web": 36, "media": 33, "vision": 35, "beat": 34, "plumbline": 32}


def say(name: str, line: str) -> None:
    label = f"{name:<9} |"
    if sys.stdout.isatty():
        label = f"\033[{COLOURS.get(name, 0)}m{label}\033[0m"
    sys.stdout.write(f"{label} {line}\n")
    sys.stdout.flush()


def tie(*words: str) -> list[str]:
    return [sys.executable, "-I", "-S", str(Path(process_ties.__file__)), *words]


def child_environment(shape: str, address: str) -> dict[str, str]:
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    env["PYTHONUNBUFFERED"] = "1"
    env["DJANGO_SETTINGS_MODULE"] = f"plumbline.settings.{shape}"
    env.setdefault("PLUMBLINE_SITE_URL", address)
    return env


async def read(name: str, descriptor: int) -> None:
    """Pass on what comes out of a pipe until it closes, line by line, whatever their length."""
    stream = asyncio.StreamReader()
    with os.fdopen(descriptor, "rb") as pipe:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), pipe
        )
        try:
            await pass_on(name, stream)
        finally:
            transport.close()


async def pass_on(name: str, stream: asyncio.StreamReader) -> None:
    held = b""
    while chunk := await stream.read(65536):
        *lines, held = (held + chunk).split(b"\n")
        for line in lines:
            say(name, line.decode(errors="replace").rstrip())
    if held:
        say(name, held.decode(errors="replace"))


class Supervisor:
    """Keeps `wanted` alive until told to stop."""

    def __init__(self, wanted: list[Part], env: dict[str, str]) -> None:
        self.wanted = wanted
        self.env = env
        self.stopping = asyncio.Event()
        self.answered = asyncio.Event()
        self.failed = False
        self.running: dict[str, Process] = {}
        self.watcher: Process | None = None

    async def run(self, greet: Callable[[], Coroutine[None, None, None]]) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        self.watcher = await asyncio.create_subprocess_exec(
            *tie("watch"), stdin=PIPE, start_new_session=True
        )
        keepers = [asyncio.create_task(self.keep(part)) for part in self.wanted]
        greeting = asyncio.create_task(greet())
        await self.stopping.wait()
        greeting.cancel()
        await asyncio.gather(*(self.end(part) for part in self.wanted))
        await asyncio.gather(*keepers)
        await asyncio.gather(greeting, return_exceptions=True)
        if self.watcher.stdin:
            self.watcher.stdin.close()
        await self.watcher.wait()

    def stop(self) -> None:
        if self.stopping.is_set():
            say("plumbline", "stopping at once")
            for process in self.running.values():
                process_ties.group_kill(process.pid)
            return
        say("plumbline", "stopping; once more Ctrl-C stops at once")
        self.stopping.set()

    def note(self, line: str) -> None:
        if self.watcher and self.watcher.stdin:
            self.watcher.stdin.write(f"{line}\n".encode())

    async def keep(self, part: Part) -> None:
        if part.after_web:
            await self.first(self.answered, within_s=WEB_FIRST_S)
        failures = 0
        while not self.stopping.is_set():
            began = time.monotonic()
            code = await self.live(part)
            if self.stopping.is_set():
                return
            lived = time.monotonic() - began
            failures = failures + 1 if lived < STEADY_S else 0
            ended = f"ended by signal {-code}" if code < 0 else f"ended with code {code}"
            if part.name == "web" and not self.answered.is_set() and failures >= HOPELESS:
                say(
                    "plumbline", f"web {ended} {failures} times before it ever answered; giving up."
                )
                say("plumbline", "The reason stands in the lines above.")
                self.failed = True
                self.stopping.set()
                return
            wait = min(2.0**failures / 2, LONGEST_WAIT_S) if failures else 0.0
            say(
                "plumbline",
                f"{part.name} {ended} after {lived:.0f} s; starting it again in {wait:.0f} s",
            )
            await self.pause(wait)

    async def pause(self, seconds: float) -> None:
        await self.first(self.stopping, within_s=seconds)

    async def first(self, event: asyncio.Event, *, within_s: float) -> None:
        """Wait for `event`, but no longer than that, and not beyond the stop."""
        waiting = {asyncio.create_task(one.wait()) for one in (event, self.stopping)}
        await asyncio.wait(waiting, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()

    async def live(self, part: Part) -> int:
        """One life of a process, its whole group gone at the end; the exit code."""
        # A pipe of ours: with asyncio's own, wait() waits for grandchildren that hold it too.
        reading_end, writing_end = os.pipe()
        process = await asyncio.create_subprocess_exec(
            *tie("leash", str(os.getpid()), *part.command),
            cwd=ROOT,
            env=self.env | part.env,
            stdin=DEVNULL,
            stdout=writing_end,
            stderr=STDOUT,
            start_new_session=True,
        )
        os.close(writing_end)
        self.running[part.name] = process
        self.note(f"+{process.pid}")
        reading = asyncio.create_task(read(part.name, reading_end))
        code = await process.wait()
        process_ties.group_kill(process.pid)
        self.note(f"-{process.pid}")
        del self.running[part.name]
        await asyncio.wait({reading}, timeout=LAST_WORDS_S)
        reading.cancel()
        return code

    async def end(self, part: Part) -> None:
        for number in part.stop_signals:
            process = self.running.get(part.name)
            if process is None:
                return
            process.send_signal(number)
            for _ in range(int(GRACE_S / 0.05)):
                if part.name not in self.running:
                    return
                await asyncio.sleep(0.05)
        if process := self.running.get(part.name):
            process_ties.group_kill(process.pid)


async def answers(host: str, port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    try:
        writer.write(b"GET /api/v1/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        status = await asyncio.wait_for(reader.readline(), timeout=5)
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()
    # a redirect to https is an answer too
    return status.split(b" ")[1:2] in ([b"200"], [b"301"])


def greeting(
    supervisor: Supervisor, host: str, port: int, address: str
) -> Callable[[], Coroutine[None, None, None]]:
    async def greet() -> None:
        began = time.monotonic()
        while not await answers(host, port):
            await supervisor.pause(0.2)
        supervisor.answered.set()
        say("plumbline", "")
        say("plumbline", f"Plumbline runs at {address} (after {time.monotonic() - began:.0f} s)")
        sign_ins = VAR / "sign-ins.txt"
        if sign_ins.exists():
            for line in sign_ins.read_text().splitlines():
                say("plumbline", line)
        say("plumbline", "Ctrl-C stops it.")
        say("plumbline", "")

    return greet


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="plumbline.supervisor", description=__doc__)
    parser.add_argument("--shape", choices=["embedded", "production"], default="embedded")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="0: any free one")
    parser.add_argument(
        "--workers", type=int, help="clips looked at side by side; default: one a core"
    )
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    chosen = options(arguments)
    try:
        port = chosen.port or port_free(chosen.host)
        address = f"http://{chosen.host}:{port}"
        with sole(VAR / "supervisor.lock", address):
            port_or_refuse(chosen.host, port)
            wanted = parts(
                host=chosen.host,
                port=port,
                workers=worker_count(chosen.workers),
                state=VAR,
            )
            supervisor = Supervisor(wanted, child_environment(chosen.shape, address))
            say("plumbline", f"starting {', '.join(part.name for part in wanted)}; state in {VAR}")
            asyncio.run(supervisor.run(greeting(supervisor, chosen.host, port, address)))
            say("plumbline", "stopped")
            return 1 if supervisor.failed else 0
    except (AlreadyRuns, PortTaken) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
