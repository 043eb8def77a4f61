"""Send a rendered clip to a running Plumbline as a demo participant and show its result.

    python deploy/demo.py [--site URL] [--clip FILE] [--exercise ID] [--no-open]

Standard library only, the way any script would talk to the API.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import time
import webbrowser
from collections.abc import Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
STATE = Path(os.environ.get("PLUMBLINE_VAR", str(ROOT / "var")))
CLIP = ROOT / "assessment" / "simulation" / "clips" / "demo_squat.mp4"
ENDED = {"done", "failed", "parked", "cancelled"}
LOOK_S = 0.5


class DemoError(Exception):
    """It did not go through; the sentence says what to do."""


class Session:
    """One person's conversation with the site: cookies kept, problems turned into sentences."""

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        host = self.site.netloc
        kind = (
            http.client.HTTPSConnection
            if self.site.scheme == "https"
            else http.client.HTTPConnection
        )
        connection = kind(host, timeout=60)
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Origin": f"{self.site.scheme}://{host}",
            "Referer": f"{self.site.scheme}://{host}/",
            **(headers or {}),
        }
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        except OSError as error:
            raise DemoError(
                f"Nothing answers at {self.site.geturl()}. Start it in another window: make run"
            ) from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, content

    def json(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        content = json.dumps(body).encode() if body is not None else b""
        status, answer = self.ask(method, path, content, {"Content-Type": "application/json"})
        return self.read(status, answer, f"{method} {path}")

    def read(self, status: int, answer: bytes, what: str) -> dict[str, Any]:
        if status >= 400:
            raise DemoError(
                f"{what} was refused ({status}): {answer.decode(errors='replace')[:300]}"
            )
        found: dict[str, Any] = json.loads(answer)
        return found


def participant() -> tuple[str, str]:
    """Mail and password of the first participant that the demo has."""
    path = STATE / "sign-ins.txt"
    if not path.exists():
        raise DemoError(f"There is no demo in {STATE} yet. Start it in another window: make run")
    first, *rows = path.read_text().splitlines()
    for row in rows:
        words = row.split()
        if words[1:2] == ["participant"]:
            return words[0], first.rpartition(" ")[2]
    raise DemoError(f"{path} names no participant.")


def sign_in(site: str) -> tuple[Session, str]:
    """A signed-in session and the organisation it belongs to."""
    session = Session(site)
    session.ask("GET", "/")
    mail, password = participant()
    session.json("POST", "/_allauth/browser/v1/auth/login", {"email": mail, "password": password})
    me = session.json("GET", "/api/v1/me")
    say(f"signed in as {me['name']}, {me['memberships'][0]['org_name']}")
    return session, me["memberships"][0]["org"]


def consent(session: Session, org: str) -> None:
    state = session.json("GET", f"/api/v1/orgs/{org}/consent")
    if state["needed"]:
        version = {"version": state["document"]["version"]}
        session.json("POST", f"/api/v1/orgs/{org}/consent", version)


def send(session: Session, org: str, clip: Path, exercise: str) -> str:
    """The assessment's id."""
    query = urlencode({"filename": clip.name, "exercise": exercise})
    path = f"/api/v1/orgs/{org}/uploads?{query}"
    content = clip.read_bytes()
    status, answer = session.ask("POST", path, content, {"Content-Type": "video/mp4"})
    sent = session.read(status, answer, "The upload")
    say(f"sent {clip.name}, {len(content) // 1024} kB")
    assessment = sent["assessment"]
    return str(assessment["id"] if isinstance(assessment, dict) else assessment)


def follow(session: Session, org: str, assessment: str, patience_s: float) -> dict[str, Any]:
    began, last = time.monotonic(), ""
    while True:
        item = session.json("GET", f"/api/v1/orgs/{org}/assessments/{assessment}")
        job = item.get("job") or {}
        tens = int(job.get("percent") or 0) // 10 * 10
        behind = job.get("waiting_behind") or 0
        words = f"{item['state']} {job.get('stage') or ''} {tens} %"
        if behind:
            words = f"waiting behind {behind} {'clip' if behind == 1 else 'clips'}"
        if words != last:
            say(words)
            last = words
        if item["state"] in ENDED:
            return item
        if time.monotonic() - began > patience_s:
            raise DemoError(f"No report after {patience_s:.0f} s; the log of make run says why.")
        time.sleep(LOOK_S)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def demo(chosen: argparse.Namespace) -> None:
    session, org = sign_in(chosen.site)
    consent(session, org)
    assessment = send(session, org, chosen.clip, chosen.exercise)
    item = follow(session, org, assessment, chosen.patience)
    if item["state"] != "done" or not item.get("report"):
        reason = (item.get("job") or {}).get("reason") or {}
        raise DemoError(f"It ended as {item['state']}: {reason.get('sentence', 'no reason given')}")
    say(f"repetitions: {len(item['report']['repetitions'])}")
    page = f"{chosen.site}/o/{org}/clips/{assessment}"
    say(f"result: {page}")
    if not chosen.no_open:
        webbrowser.open(page)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--exercise", default="deep_squat")
    parser.add_argument("--patience", type=float, default=900.0, help="seconds")
    parser.add_argument("--no-open", action="store_true")
    try:
        demo(parser.parse_args(arguments))
    except DemoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
