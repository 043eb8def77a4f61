"""Which module decides who may watch a topic: settings.LIVE_TOPICS names it, so that the lower
room needs no import from the upper one. Such a module offers

    topic_access(actor, topic_id) -> None        raises NotFound or Refused
    topic_is_settled(topic_id) -> bool           nothing more will come of itself
"""

import uuid
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from base import errors
from tenants.records import Actor


class Topic(Protocol):
    def topic_access(self, actor: Actor, topic_id: uuid.UUID) -> None: ...
    def topic_is_settled(self, topic_id: uuid.UUID) -> bool: ...


def topic_named(name: str) -> Topic:
    """Raises NotFound for a name that the table does not hold."""
    module = settings.LIVE_TOPICS.get(name)
    if module is None:
        raise errors.NotFound
    return cast(Topic, import_module(module))
