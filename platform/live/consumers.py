"""The socket: what the client missed, then what comes, as long as it may look."""

import asyncio
import contextlib
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

from base import errors, scope
from live import selectors
from live.topics import topic_named
from live.wake import group_of
from tenants.http import actor_of_connection

POLL_WITH_LAYER_S = 2.0  # only catches wake-ups that were lost
CLOSE_CODES = {401: 4401, 403: 4404, 404: 4404}


@dataclass
class Watch:
    """What one socket looks at."""

    tenant_id: uuid.UUID
    topic: str
    topic_id: uuid.UUID
    after: int
    ended: bool = False


class TopicConsumer(AsyncWebsocketConsumer):
    """/ws/orgs/{org}/{topic}/{topic_id}?after=N"""

    watch: Watch
    pump: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.news = asyncio.Event()
        await self.accept()  # a refusal carries its own close code, which needs an open socket
        try:
            self.watch = await self._authorised()
        except errors.PlumblineError as error:
            await self.close(code=CLOSE_CODES.get(error.status, 4400))
            return
        layer = get_channel_layer()
        if layer is not None:
            await layer.group_add(group_of(self.watch.topic_id), self.channel_name)
        self.pump = asyncio.create_task(self._pump())

    async def disconnect(self, code: int) -> None:
        del code
        if self.pump is not None:
            self.pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.pump
        layer = get_channel_layer()
        if layer is not None and hasattr(self, "watch"):
            await layer.group_discard(group_of(self.watch.topic_id), self.channel_name)

    async def live_wake(self, _message: dict[str, Any]) -> None:
        self.news.set()

    @database_sync_to_async
    def _authorised(self) -> Watch:
        route = self.scope["url_route"]["kwargs"]
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        after = query.get("after", ["0"])[0]
        actor = actor_of_connection(self.scope, route["org"])
        with scope.tenant(actor.tenant_id):
            topic_named(route["topic"]).topic_access(actor, route["topic_id"])
        return Watch(
            tenant_id=actor.tenant_id,
            topic=route["topic"],
            topic_id=route["topic_id"],
            after=int(after) if after.isdigit() else 0,
        )

    @database_sync_to_async
    def _fresh(self) -> tuple[list[dict[str, Any]], bool]:
        with scope.tenant(self.watch.tenant_id):
            settled = topic_named(self.watch.topic).topic_is_settled(self.watch.topic_id)
            return selectors.events_after(self.watch.topic_id, self.watch.after), settled

    async def _pump(self) -> None:
        wait_s = settings.LIVE_POLL_S if get_channel_layer() is None else POLL_WITH_LAYER_S
        checked_at = time.monotonic()
        while True:
            if time.monotonic() - checked_at > settings.LIVE_RECHECK_S:
                checked_at = time.monotonic()
                if not await self._still_allowed():
                    return
            self.news.clear()
            events, settled = await self._fresh()
            if events:
                self.watch.after = events[-1]["id"]
                await self.send(json.dumps({"type": "events", "events": events}))
                continue
            if settled and not self.watch.ended:
                await self.send(json.dumps({"type": "end"}))
            self.watch.ended = settled
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), wait_s)

    async def _still_allowed(self) -> bool:
        try:
            await self._authorised()
        except errors.PlumblineError as error:
            await self.close(code=CLOSE_CODES.get(error.status, 4400))
            return False
        return True
