"""A WebSocket client for tests, straight on the ASGI application."""

import json
from typing import Any
from urllib.parse import urlsplit

from asgiref.testing import ApplicationCommunicator


class Socket:
    """One connection; `path` may carry a query."""

    def __init__(self, application: Any, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        parts = urlsplit(path)
        self._wire = ApplicationCommunicator(
            application,
            {
                "type": "websocket",
                "path": parts.path,
                "query_string": parts.query.encode(),
                "headers": headers,
                "subprotocols": [],
            },
        )

    async def open(self) -> None:
        await self._wire.send_input({"type": "websocket.connect"})
        assert (await self.message())["type"] == "websocket.accept"

    async def message(self, timeout_s: float = 20) -> dict[str, Any]:
        found: dict[str, Any] = await self._wire.receive_output(timeout_s)
        return found

    async def json(self) -> dict[str, Any]:
        message = await self.message()
        assert message["type"] == "websocket.send", message
        found: dict[str, Any] = json.loads(message["text"])
        return found

    async def close_code(self) -> int:
        message = await self.message()
        assert message["type"] == "websocket.close", message
        return int(message["code"])

    async def leave(self) -> None:
        await self._wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._wire.wait(20)
