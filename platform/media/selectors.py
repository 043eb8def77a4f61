"""Reading clips; a tenant scope must be in force."""

import uuid

from media.models import Clip
from media.records import Served, ThumbsRecord, VideoRecord

ORIGINAL = "original"
TYPES = {
    "mov": ("video/mp4", "mp4"),
    "matroska": ("video/x-matroska", "mkv"),
    "avi": ("video/x-msvideo", "avi"),
}


def clip_for_assessment(assessment_id: uuid.UUID) -> Clip | None:
    return Clip.objects.filter(assessment_id=assessment_id).first()


def video_record(clip: Clip, org: str) -> VideoRecord:
    """The `video` of the API and of the live event."""
    base = f"/media/{org}/{clip.assessment_id}"
    return VideoRecord(
        url=f"{base}/proxy.mp4",
        poster_url=f"{base}/poster.jpg",
        thumbs=ThumbsRecord(url=f"{base}/thumbs.jpg", **clip.thumbs),
        width_px=clip.facts["width_px"],
        height_px=clip.facts["height_px"],
        duration_s=clip.facts["duration_s"],
        fps=clip.facts["fps"],
    )


def served(clip: Clip, name: str) -> Served | None:
    """The file that /media/{org}/{assessment_id}/{name} stands for; None for an unknown name."""
    etag = f'"{clip.id.hex}-{int(clip.prepared_at.timestamp() * 1e6):x}-{name}"'
    if name == "proxy.mp4":
        return Served(clip.proxy_key, "video/mp4", etag)
    if name == "poster.jpg":
        return Served(clip.poster_key, "image/jpeg", etag)
    if name == "thumbs.jpg":
        return Served(clip.thumbs_key, "image/jpeg", etag)
    if name == ORIGINAL:
        content_type, suffix = TYPES[clip.facts["container"]]
        return Served(
            clip.original_key, content_type, f'"{clip.sha256}"', f"{clip.assessment_id}.{suffix}"
        )
    return None
