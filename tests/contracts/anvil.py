"""A real external node: anvil from npm, one process on a free port."""

import fcntl
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
import requests

CONTRACTS = Path(__file__).parents[2] / "ledger" / "contracts"
# The binary itself: the wrapper script of the package would outlive a SIGKILL as an orphaned child.
BINARIES = CONTRACTS / "node_modules" / "@foundry-rs"
CHAIN_ID = 31337


class Anvil:
    def __init__(self, url: str) -> None:
        self.url = url
        self.port = int(url.rsplit(":", 1)[1])

    def ask(self, method: str, *parameters: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        answer = requests.post(self.url, json=body, timeout=20).json()
        assert "error" not in answer, answer
        return answer["result"]

    def calls(self, to: bytes, calls: list[bytes]) -> list[bytes]:
        """Many calls in one request."""
        body = [
            {
                "jsonrpc": "2.0",
                "id": place,
                "method": "eth_call",
                "params": [{"to": f"0x{to.hex()}", "data": f"0x{data.hex()}"}, "latest"],
            }
            for place, data in enumerate(calls)
        ]
        answers = sorted(
            requests.post(self.url, json=body, timeout=20).json(), key=lambda a: a["id"]
        )
        return [bytes.fromhex(answer["result"][2:]) for answer in answers]

    def fund(self, address: bytes) -> None:
        self.ask("anvil_setBalance", f"0x{address.hex()}", hex(10**24))

    def mine(self, blocks: int = 1) -> None:
        self.ask("anvil_mine", hex(blocks))

    def reorg(self, depth: int) -> None:
        """Replaces the newest `depth` blocks by empty ones."""
        self.ask("anvil_reorg", depth, [])


def binary() -> str | None:
    return next((str(path) for path in BINARIES.glob("anvil-*/bin/anvil")), None)


def install() -> str | None:
    """None when anvil is there; else the reason why not. Two test runs take turns."""
    with (CONTRACTS / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _install()


def _install() -> str | None:
    if binary() is None:
        asked = ["npm", "--prefix", str(CONTRACTS), "ci", "--silent", "--no-audit", "--no-fund"]
        try:
            done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"npm could not install anvil: {error}"
        if done.returncode or binary() is None:
            return f"npm could not install anvil: {done.stderr[-300:]}"
    done = subprocess.run(
        [binary() or "anvil", "--version"], capture_output=True, text=True, check=False
    )
    return f"anvil does not run here: {done.stderr[-300:]}" if done.returncode else None


@contextmanager
def funded(addresses: Iterable[bytes]) -> Iterator[Anvil]:
    """A node on which these accounts have ether. Skips where npm can't install it."""
    reason = install()
    if reason:
        pytest.skip(reason)
    with running() as found:
        for address in addresses:
            found.fund(address)
        yield found


@contextmanager
def running(*options: str) -> Iterator[Anvil]:
    """Port 0: the node takes a free one and says which. Its words go to a file: a pipe fills up."""
    command = [binary() or "anvil", "--port", "0", "--chain-id", str(CHAIN_ID), "--accounts", "1"]
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen([*command, *options], stdout=words)
        try:
            yield Anvil(f"http://{_address(words)}")
        finally:
            process.kill()
            process.wait()


def _address(words: IO[str]) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        words.seek(0)
        for line in words:
            if line.startswith("Listening on ") and line.endswith("\n"):
                return line.removeprefix("Listening on ").strip()
        time.sleep(0.05)
    raise AssertionError("anvil did not listen within 20 s")
