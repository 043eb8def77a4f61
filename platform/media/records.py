"""What ingest knows about a clip."""

from dataclasses import dataclass
from typing import TypedDict


class ClipFacts(TypedDict):
    """Facts of the original; sizes are upright, pixels square (docs/formats/clip.md)."""

    container: str  # mov, matroska or avi
    codec: str
    duration_s: float
    fps: float  # mean rate
    frame_count: int
    width_px: int
    height_px: int
    rotation_deg: int  # clockwise turn that stands the stored picture upright: 0, 90, 180, 270
    has_audio: bool
    hdr: bool
    vfr: bool


class ThumbsLayout(TypedDict):
    """A sprite of `count` pictures, row by row; picture i shows i * interval_s onwards."""

    columns: int
    rows: int
    count: int
    width_px: int  # of one picture
    height_px: int
    interval_s: float


class ThumbsRecord(ThumbsLayout):
    url: str


class VideoRecord(TypedDict):
    """The `video` of the API: addresses and upright size of what the browser plays."""

    url: str
    poster_url: str
    thumbs: ThumbsRecord
    width_px: int
    height_px: int
    duration_s: float
    fps: float


@dataclass(frozen=True)
class Served:
    """One file as a browser asks for it."""

    key: str
    content_type: str
    etag: str
    download_name: str | None = None
