"""A real upload server in a process of its own, which may be killed and started again."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support import upload_database

ROOT = Path(__file__).resolve().parents[2]
START_S = 60.0  # two busy cores


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended on its own"
        with socket.socket() as one:
            one.settimeout(1)
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


class UploadServer:
    """`people` are ids, cookies and tokens by name (tests.support.upload_server.prepare)."""

    def __init__(self, var: Path, extra: dict[str, str] | None = None) -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = upload_database.made(var)
        self._env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PLUMBLINE_")},
            "PYTHONPATH": os.pathsep.join((str(ROOT / "platform"), str(ROOT))),
            "DJANGO_SETTINGS_MODULE": "tests.support.upload_settings",
            "PLUMBLINE_VAR": str(var),
            "PLUMBLINE_SECRET_KEY": "for tests alone, never for people",
            **self.database.settings,
            **(extra or {}),
        }
        said = self.database.prepare(lambda: self.python("-m", "tests.support.upload_server"))
        self.people: dict[str, str] = json.loads(said)
        self._process: subprocess.Popen[bytes] | None = None

    def python(self, *arguments: str) -> str:
        """Run Python with the server's settings and give its output."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self._env, check=True, capture_output=True
        )
        return done.stdout.decode()

    def start(self) -> None:
        self._process = self._started(self.port)

    @contextlib.contextmanager
    def second_process(self) -> Iterator[str]:
        """Another server process on the same database and files, as on another host; its URL."""
        port = free_port()
        process = self._started(port)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()

    def _started(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "uvicorn", "tests.support.upload_server:application"]
        command += ["--port", str(port), "--log-level", "warning"]
        with (self.var / "server.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._env, stdout=log, stderr=subprocess.STDOUT
            )
        wait_for_port(port, process)
        return process

    def kill(self) -> None:
        """As a power cut for the process: nothing is tidied up."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def end(self) -> None:
        self.kill()
        self.database.drop()

    def restart(self) -> None:
        self.kill()
        self.start()

    @property
    def resident_bytes(self) -> int:
        assert self._process is not None
        pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database from outside, or change it."""
        return self.database.rows(query, values)

    def upload_row(self, upload_id: str) -> dict[str, Any]:
        columns = "state, size_bytes, offset_bytes, reserved_bytes, sha256, store_key, filename"
        found = self.rows(
            f"SELECT {columns} FROM uploads_upload WHERE id = ?",  # noqa: S608 -- our own words
            upload_id.replace("-", ""),
        )
        return dict(zip(columns.split(", "), found[0], strict=True))

    def upload_count(self) -> int:
        return int(self.rows("SELECT count(*) FROM uploads_upload")[0][0])

    def told(self, upload_id: str) -> list[tuple[str, str]]:
        """What the listener heard of an upload: (what, said)."""
        path = self.var / "upload_listener.jsonl"
        notes = [json.loads(line) for line in path.read_text().splitlines()]
        return [(note["what"], note["said"]) for note in notes if note["upload"] == upload_id]

    def journal(self, upload_id: str) -> list[int]:
        found = self.rows(
            "SELECT kind FROM audit_event WHERE subject_id = ? ORDER BY created_at, id",
            upload_id.replace("-", ""),
        )
        return [int(kind) for (kind,) in found]

    def stored_file(self, upload_id: str) -> Path:
        return self.var / "files" / str(self.upload_row(upload_id)["store_key"])

    def log(self) -> str:
        return (self.var / "server.log").read_text()
