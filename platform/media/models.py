"""One prepared clip per assessment: what the original is, and where its sanitised copies lie."""

from django.db import models

from base import clock
from base.models import TenantModel


class Clip(TenantModel):
    assessment_id = models.UUIDField(unique=True)
    participant_id = models.UUIDField()  # membership of the person in the picture
    uploader_device_id = models.UUIDField(null=True)
    original_key = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)  # of the original
    size_bytes = models.BigIntegerField()  # of the original
    facts = models.JSONField()  # media.records.ClipFacts
    proxy_key = models.CharField(max_length=255)
    poster_key = models.CharField(max_length=255)
    thumbs_key = models.CharField(max_length=255)
    thumbs = models.JSONField()  # media.records.ThumbsLayout
    prepared_at = models.DateTimeField(default=clock.now)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "participant_id"], name="media_clip_tenant_participant"),
        ]
