"""The whole of Plumbline in processes of its own: web, workers, beat, under their supervisor.

In the shape that the tests run in: embedded in a folder, or production on the services whose
settings are in the environment, with a database and a Redis number of its own.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from tests.support.upload_process import free_port

ROOT = Path(__file__).resolve().parents[2]
CLIPS = ROOT / "assessment" / "simulation" / "clips"
SHAPE = os.environ.get("PLUMBLINE_TEST_SHAPE", "embedded")
PATIENCE_S = 240.0  # two busy cores
ENDED = {"done", "failed", "parked", "cancelled"}


def until(fact: Callable[[], Any], patience_s: float = PATIENCE_S, every_s: float = 0.1) -> Any:
    """The first truthy answer of `fact`."""
    end = time.monotonic() + patience_s
    while not (found := fact()):
        assert time.monotonic() < end, f"waited {patience_s} s in vain"
        time.sleep(every_s)
    return found


class House:
    """One installation; `people` is the demo clinic and school without clips."""

    def __init__(self, var: Path, extra: dict[str, str] | None = None) -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        keep = SHAPE == "production"
        self.env = {
            **{k: v for k, v in os.environ.items() if keep or not k.startswith("PLUMBLINE_")},
            "PYTHONPATH": os.pathsep.join((str(ROOT / "platform"), str(ROOT))),
            "DJANGO_SETTINGS_MODULE": f"plumbline.settings.{SHAPE}",
            "PLUMBLINE_VAR": str(var),
            "PLUMBLINE_SECRET_KEY": "for tests alone, never for people",
            "PLUMBLINE_SITE_URL": self.url,
            **_own_services(keep),
            **(extra or {}),
        }
        self._supervisor: subprocess.Popen[bytes] | None = None
        self.manage("migrate", "--no-input", "-v", "0")
        said = self.manage("seed_demo", "--people-only")
        found = re.search(r"password for all: (\S+)", said)
        assert found is not None, said
        self.password = found.group(1)

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self, workers: int = 1) -> None:
        command = [sys.executable, "-m", "plumbline.supervisor", "--shape", SHAPE]
        command += ["--port", str(self.port), "--workers", str(workers)]
        with (self.var / "house.log").open("ab") as log:
            self._supervisor = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )
        until(self.answers)

    def answers(self) -> bool:
        assert self._supervisor is not None
        assert self._supervisor.poll() is None, (self.var / "house.log").read_text()[-2000:]
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(f"{self.url}/api/v1/health", timeout=5).ok
        return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._supervisor is not None:
            self._supervisor.send_signal(how)
            self._supervisor.wait(60)
            self._supervisor = None

    def processes(self, *words: str) -> list[int]:
        """Processes of this house whose command line holds all the words."""
        found = []
        mark = f"PLUMBLINE_VAR={self.var}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
                if is_ours and all(word in line for word in words):
                    found.append(int(folder.name))
        return found

    def kill_workers(self) -> int:
        """kill -9 every worker process, whatever it is at; returns how many there were."""
        victims = self.processes("celery", "worker")
        for victim in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        return len(victims)

    def browser(self, mail: str) -> "Person":
        return Person(self, mail)


class Person:
    """A signed-in person's HTTP, as a browser speaks it."""

    def __init__(self, house: House, mail: str, password: str = "") -> None:
        self.house = house
        self.org = mail.partition("@")[2].partition(".")[0]
        self.api = f"{house.url}/api/v1/orgs/{self.org}"
        self.http = requests.Session()
        self.http.headers["Origin"] = house.url
        self.http.get(house.url, timeout=30)
        self._tokened()
        login = f"{house.url}/_allauth/browser/v1/auth/login"
        words = {"email": mail, "password": password or house.password}
        answer = self.http.post(login, json=words, timeout=30)
        assert answer.status_code == 200, answer.text
        self._tokened()

    def _tokened(self) -> None:
        self.http.headers["X-CSRFToken"] = self.http.cookies.get("csrftoken") or ""

    def send(self, clip: Path, exercise: str = "", participant: str = "") -> str:
        """Upload by one plain POST; the assessment's id."""
        query = {"filename": clip.name, "exercise": exercise, "participant": participant}
        with clip.open("rb") as body:
            answer = self.http.post(
                f"{self.api}/uploads",
                params={key: value for key, value in query.items() if value},
                data=body,
                headers={"Content-Type": "video/mp4"},
                timeout=120,
            )
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["assessment"]
        return found

    def get(self, path: str) -> Any:
        answer = self.http.get(f"{self.api}/{path}", timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    def assessment(self, row: str) -> Any:
        return self.get(f"assessments/{row}")

    def ended(self, row: str) -> Any:
        """The assessment, once it has ended."""
        return until(
            lambda: (found := self.assessment(row))["state"] in ENDED and found, every_s=0.3
        )

    def events(self, row: str) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []
        while page := self.get(f"assessments/{row}/events?after={len(events)}")["events"]:
            events += page
        return events


def _own_services(is_production: bool) -> dict[str, str]:
    """A database and a Redis number that the tests of this process do not use."""
    if not is_production:
        return {}
    import psycopg

    name = f"house_{os.getpid()}_{time.time_ns() % 10**9}"
    env = os.environ
    with psycopg.connect(
        host=env["PLUMBLINE_DB_HOST"],
        port=env["PLUMBLINE_DB_PORT"],
        user=env["PLUMBLINE_DB_USER"],
        password=env["PLUMBLINE_DB_PASSWORD"],
        dbname=env["PLUMBLINE_DB_NAME"],
        autocommit=True,
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    redis = env["PLUMBLINE_REDIS_URL"].rpartition("/")[0] + "/7"
    return {
        "PLUMBLINE_DB_NAME": name,
        "PLUMBLINE_REDIS_URL": redis,
        "PLUMBLINE_BROKER_URL": redis,
    }
