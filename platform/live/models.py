"""The events of each topic: an append-only list without gaps, which is the truth of "live"."""

from django.db import models

from base.models import TenantModel


class Stream(TenantModel):
    """The head of one topic's list; its row lock orders the writers."""

    topic_id = models.UUIDField()
    last_id = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "topic_id"], name="live_stream_one_per_topic")
        ]


class LiveEvent(TenantModel):
    topic_id = models.UUIDField()
    number = models.PositiveIntegerField()  # 1, 2, 3 without gaps
    kind = models.CharField(max_length=16)
    payload = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "topic_id", "number"], name="live_event_numbered_once"
            )
        ]
