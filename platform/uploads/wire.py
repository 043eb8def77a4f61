"""One HTTP exchange on the raw ASGI connection: headers in, chunks in, one answer out."""

import asyncio
import enum
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from base.errors import PlumblineError
from base.http import PROBLEM, problem
from uploads.errors import UploadProblem
from uploads.headers import VERSION

Connection = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

IDLE_S = 60.0  # a sender that is silent for so long is gone
DRAIN_S = 2.0  # a refused sender is listened to for so long, that it may read the refusal
DRAIN_BYTES = 4 << 20


class End(enum.Enum):
    """Why no more chunks come."""

    COMPLETE = "complete"
    CUT = "cut"  # the connection is gone
    ASKED = "asked"  # another connection wants the upload
    IDLE = "idle"


class Call:
    """`method` is the one in force (X-HTTP-Method-Override counts, as tus demands)."""

    def __init__(self, connection: Connection, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._headers: dict[str, str] = {}
        for name, value in connection["headers"]:
            key = name.decode("latin-1").lower()
            text = value.decode("latin-1")
            self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text
        override = self.header("x-http-method-override").upper()
        self.method: str = override or connection["method"]
        self.connection: Connection = {**connection, "method": self.method}
        self.is_begun = False
        self.end: End | None = None if self.has_body else End.COMPLETE

    def header(self, name: str) -> str:
        return self._headers.get(name.lower(), "").strip()

    @property
    def has_body(self) -> bool:
        return self.header("content-length") not in {"", "0"} or self.is_chunked

    @property
    def is_chunked(self) -> bool:
        return bool(self.header("transfer-encoding"))

    async def chunks(self, stop: asyncio.Event) -> AsyncIterator[bytes]:
        """The body as it comes, one chunk at a time; afterwards `end` says why it ended."""
        if self.end is not None:
            return
        stopping = asyncio.create_task(stop.wait())
        try:
            while self.end is None:
                message = await self._message(stopping)
                if message is None:
                    return
                if message.get("body"):
                    yield message["body"]
                if not message.get("more_body"):
                    self.end = End.COMPLETE
                elif stop.is_set():
                    self.end = End.ASKED
        finally:
            stopping.cancel()

    async def _message(self, stopping: "asyncio.Task[Any]") -> dict[str, Any] | None:
        receiving = asyncio.ensure_future(self._receive())
        done, _ = await asyncio.wait(
            {receiving, stopping}, timeout=IDLE_S, return_when=asyncio.FIRST_COMPLETED
        )
        if receiving not in done:
            receiving.cancel()
            with suppress(asyncio.CancelledError):
                await receiving
            self.end = End.ASKED if stopping in done else End.IDLE
            return None
        message = receiving.result()
        if message["type"] == "http.disconnect":
            self.end = End.CUT
            return None
        return message

    async def answer(
        self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> None:
        told = {
            "Tus-Resumable": VERSION,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **(headers or {}),
        }
        if self.method == "HEAD":
            body = b""
        if status != 204:
            told["Content-Length"] = str(len(body))
        if self.end is not End.COMPLETE:
            told["Connection"] = "close"
        self.is_begun = True
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in told.items()],
            }
        )
        await self._send({"type": "http.response.body", "body": body})

    async def refuse(self, error: PlumblineError) -> None:
        """The answer to a refusal, as problem+json."""
        await self._drain()
        headers = {"Content-Type": PROBLEM}
        if isinstance(error, UploadProblem):
            headers |= error.headers
        await self.answer(error.status, headers, json.dumps(problem(error)).encode())

    async def _drain(self) -> None:
        """Read on for a moment: a sender whose bytes are left unread never sees the answer."""
        if self.end is not None or self.header("expect"):
            return
        left = DRAIN_BYTES
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                async for chunk in self.chunks(asyncio.Event()):
                    left -= len(chunk)
                    if left < 0:
                        return
