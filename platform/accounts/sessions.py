"""Sessions in the database that end: 14 days after sign-in at the latest, 24 hours after last use.

The store itself holds both limits, so they are the same for pages, the API, sockets and raw
uploads, which load sessions without any middleware.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from base import clock

IDLE = dt.timedelta(hours=24)  # chosen: someone who films every day stays signed in
NOTED_EVERY = dt.timedelta(minutes=10)  # chosen: precision of "last use", saves a write a request
STARTED = "_started_at"
USED = "_used_at"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """The session's data, or none of it once a limit has passed (the row is deleted)."""
        data: dict[str, Any] = super().load()
        if SESSION_KEY not in data:
            return data
        now = clock.now()
        if self._is_over(data, now):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - _time(data[USED]) >= NOTED_EVERY:
            data[USED] = now.isoformat()
            row = self.get_model_class().objects.filter(session_key=self.session_key)
            row.update(session_data=self.encode(data))
        return data

    def save(self, must_create: bool = False) -> None:
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if SESSION_KEY in data and STARTED not in data:
            data[STARTED] = data[USED] = clock.now().isoformat()
        super().save(must_create)

    @staticmethod
    def _is_over(data: dict[str, Any], now: dt.datetime) -> bool:
        if STARTED not in data:
            return True
        whole = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return now - _time(data[STARTED]) >= whole or now - _time(data[USED]) >= IDLE


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
