"""The texts that people agree to: data in consent/documents, read once."""

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from base import clock

FOLDER = Path(__file__).resolve().parent / "documents"
FILMING = "filming"  # the text that precedes a person's first upload


@dataclass(frozen=True)
class Document:
    id: str
    version: int
    title: str
    body: tuple[str, ...]  # paragraphs
    published_at: dt.datetime


@functools.cache
def documents() -> dict[tuple[str, int], Document]:
    """Every text by id and version, sorted."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {(one.id, one.version): one for one in sorted(found, key=lambda one: one.version)}


def current(document_id: str = FILMING) -> Document:
    """The newest published version."""
    now = clock.now()
    return [
        one for one in documents().values() if one.id == document_id and one.published_at <= now
    ][-1]


def _read(path: Path) -> Document:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    name, _, version = path.stem.rpartition("-")
    return Document(
        id=name,
        version=int(version),
        title=raw["title"],
        body=tuple(raw["paragraphs"]),
        published_at=dt.datetime.combine(raw["published"], dt.time(), dt.UTC),
    )
