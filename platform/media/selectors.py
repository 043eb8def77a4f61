"""Reading clips; a tenant scope must be in force."""

import uuid
from collections.abc import Iterable

from media.models import Clip
from media.records import Served, ThumbsLayout, ThumbsRecord, VideoRecord

ORIGINAL = "original"
TYPES = {
    "mov": ("video/mp4", "mp4"),
    "matroska": ("video/x-matroska", "mkv"),
    "avi": ("video/x-msvideo", "avi"),
}


def clip_for_assessment(assessment_id: uuid.UUID) -> Clip | None:
    return Clip.objects.filter(assessment_id=assessment_id).first()


def clips_by_assessment(assessment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Clip]:
    """The clip of each assessment that has one; one query."""
    rows = Clip.objects.filter(assessment_id__in=list(assessment_ids))
    return {row.assessment_id: row for row in rows}


def video_record(clip: Clip, org: str) -> VideoRecord:
    """The `video` of the API and of the live event."""
    layout: ThumbsLayout = clip.thumbs
    base = f"/media/{org}/{clip.assessment_id}"
    return VideoRecord(
        url=f"{base}/proxy.mp4",
        poster_url=f"{base}/poster.jpg",
        thumbs=ThumbsRecord(url=f"{base}/thumbs.jpg", **layout),
        width_px=clip.facts["width_px"],
        height_px=clip.facts["height_px"],
        duration_s=clip.facts["duration_s"],
        fps=clip.facts["fps"],
    )


def served(clip: Clip, name: str) -> Served:
    """The file that /media/{org}/{assessment_id}/{name} stands for."""
    if name == ORIGINAL:
        content_type, suffix = TYPES[clip.facts["container"]]
        download_name = f"{clip.assessment_id}.{suffix}"
        return Served(clip.original_key, content_type, f'"{clip.sha256}"', download_name)
    key, content_type = {
        "proxy.mp4": (clip.proxy_key, "video/mp4"),
        "poster.jpg": (clip.poster_key, "image/jpeg"),
        "thumbs.jpg": (clip.thumbs_key, "image/jpeg"),
    }[name]
    prepared_us = int(clip.prepared_at.timestamp() * 1e6)
    return Served(key, content_type, f'"{clip.id.hex}-{prepared_us:x}-{name}"')
