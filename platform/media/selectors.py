"""Reading clips; a tenant scope must be in force."""

import uuid

from media.models import Clip
from media.records import ThumbsRecord, VideoRecord


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
