"""A browser tab, with what it complained about and what its live sockets brought."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request
from playwright.sync_api import WebSocket as Line

PATIENCE_MS = 90_000  # two busy cores


class Live:
    """One WebSocket of a page and the events that came over it, in order."""

    def __init__(self, line: Line) -> None:
        self.url = line.url
        self.events: list[dict[str, Any]] = []
        self.has_ended = False
        self._line = line
        line.on("framereceived", self._received)

    @property
    def is_closed(self) -> bool:
        return self._line.is_closed()

    def _received(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        self.events += message.get("events", [])
        self.has_ended |= message["type"] == "end"


class Tab:
    """A page under watch: `assert_silent` fails on every error of console or script not forgiven."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.sockets: list[Live] = []
        self.requests: list[Request] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", self._broke)
        self.page.on("websocket", lambda line: self.sockets.append(Live(line)))
        self.page.on("request", self._asked)

    def until(self, fact: Callable[[], Any], patience_ms: float = PATIENCE_MS) -> Any:
        """The first truthy answer of `fact`; the page's own events go on meanwhile."""
        left_ms = patience_ms
        while not (found := fact()):
            assert left_ms > 0, f"waited {patience_ms / 1000:.0f} s in vain on {self.page.url}"
            self.page.wait_for_timeout(100)
            left_ms -= 100
        return found

    def forgive(self, pattern: str) -> None:
        """Take out what the browser itself says of a refusal or a cut that the story brought about."""
        expected = [line for line in self.complaints if re.search(pattern, line)]
        assert expected, f"nothing like {pattern} in {self.complaints}"
        self.complaints = [line for line in self.complaints if line not in expected]

    def assert_silent(self) -> None:
        assert not self.complaints, f"{self.page.url} complained: {self.complaints}"

    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} at {message.location.get('url', '')}")

    def _broke(self, error: Error) -> None:
        self.complaints.append(f"script: {error.message}")
