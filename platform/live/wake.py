"""Telling sockets that a topic has news. The table is the truth: a lost wake-up costs one poll."""

import uuid

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

WAKE = "live.wake"


def group_of(topic_id: uuid.UUID) -> str:
    return f"live.{topic_id.hex}"


def wake(topic_id: uuid.UUID) -> None:
    """Send the wake-up where a channel layer exists; elsewhere sockets look by themselves."""
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(group_of(topic_id), {"type": WAKE})
