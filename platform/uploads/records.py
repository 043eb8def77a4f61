"""What an upload's owner asks for, and what others are told about it."""

from dataclasses import dataclass
from typing import TypedDict


@dataclass(frozen=True)
class Draft:
    """A wish to upload, as its headers or query say it; nothing in it is checked against rows."""

    size_bytes: int | None  # None: said later (deferred)
    filename: str = ""
    content_type: str = ""
    exercise: str = ""
    participant: str = ""  # membership id; empty: the signed-in participant
    metadata: str = ""  # the Upload-Metadata header as sent, to be repeated by HEAD
    creation_key: str = ""  # sha256 of the Idempotency-Key; empty: none was sent
    lifetime_s: float | None = None  # None: the installation's default


@dataclass(frozen=True)
class Place:
    """Where a store keeps one upload."""

    key: str  # name of the finished original in the default storage
    ref: str  # the store's own handle; empty until it has one
    size_bytes: int | None


class UploadRecord(TypedDict):
    id: str
    url: str
    offset: int
    size: int | None
    sha256: str
